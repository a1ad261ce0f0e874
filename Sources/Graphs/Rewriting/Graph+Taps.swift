extension Graph {
    /// The name of the output that holds the features: every tapped layer averaged over its pixels, side by side.
    public static let featuresOutput = "features"

    /// The part of the graph that the layers at these positions need, with their averages side by side as the output
    /// `features`.
    ///
    /// - Throws: `GraphError.repeatedName` if a layer has the name of one that this adds.
    public func tapped(at positions: [Int]) throws(GraphError) -> Graph {
        let part = pruned(to: positions)
        var layers = part.layers
        var columns: [Int] = []
        for position in positions {
            guard let tap = part.index(named: nodes[position].name) else { continue }
            let name = nodes[position].name
            if case .vector = nodes[position].shape {
                columns.append(tap)
                continue
            }
            layers.append(Layer("\(name)/pooled", .globalAveragePooling, inputs: [tap]))
            layers.append(Layer("\(name)/columns", .flatten, inputs: [layers.count - 1]))
            columns.append(layers.count - 1)
        }
        layers.append(Layer(Self.featuresOutput, .concatenation, inputs: columns))
        return try Graph(layers: layers, outputs: [Output(Self.featuresOutput, node: layers.count - 1)])
    }
}
