/// Where values are rounded to 8 bits so that chosen convolutions take whole numbers.
///
/// Each of them rounds what it takes. Concatenations and maximum poolings before it work on the rounded values, so that
/// it is their inputs that are rounded, and all in the same steps: no float map is then written between convolutions.
/// Residual connections take the values before rounding.
package struct RoundingPlaces: Sendable {
    /// One node reads what another gives.
    package struct Reading: Hashable, Sendable {
        package let source: Int
        package let reader: Int

        package init(source: Int, reader: Int) {
            self.source = source
            self.reader = reader
        }
    }

    /// The nodes whose values are rounded, in groups that share a step; every group and the list are in graph order.
    package let groups: [[Int]]
    /// The readings that take rounded values.
    package let readings: Set<Reading>

    /// `convolutions` are positions of convolutions in `graph`.
    package init(_ graph: Graph, convolutions: Set<Int>) {
        var readings: Set<Reading> = []
        var joined = Array(graph.nodes.indices)
        func root(_ position: Int) -> Int {
            var position = position
            while joined[position] != position { position = joined[position] }
            return position
        }
        var rounded: Set<Int> = []
        var pending = convolutions.sorted().map { Reading(source: graph.nodes[$0].inputs[0], reader: $0) }
        while let reading = pending.popLast() {
            guard readings.insert(reading).inserted else { continue }
            let source = graph.nodes[reading.source]
            guard source.operation.keepsWholeNumbers else {
                rounded.insert(reading.source)
                continue
            }
            for input in source.inputs {
                joined[root(input)] = root(reading.source)
                pending.append(Reading(source: input, reader: reading.source))
            }
        }
        self.readings = readings
        groups = Dictionary(grouping: rounded.sorted(), by: root).values.sorted { $0[0] < $1[0] }
    }
}

extension Operation {
    /// Whether it gives some of the values that it takes, and no others.
    fileprivate var keepsWholeNumbers: Bool {
        switch self {
        case .maximumPooling, .concatenation: true
        default: false
        }
    }
}

extension Graph {
    /// Whether the values at `position` are never negative, whatever the picture; `inputIs` says it of the picture.
    package func isNonNegative(_ position: Int, inputIs: Bool) -> Bool {
        let node = nodes[position]
        func all() -> Bool { node.inputs.allSatisfy { isNonNegative($0, inputIs: inputIs) } }
        switch node.operation {
        case .input: return inputIs
        case .activation(.relu), .activation(.relu6), .activation(.sigmoid): return true
        case .maximumPooling, .averagePooling, .globalAveragePooling, .concatenation, .channelSlice, .channelShuffle,
            .product:
            return all()
        case .residual(let scale): return scale >= 0 && all()
        case .activation(.swish), .normalisation, .convolution, .depthwiseConvolution, .batchNormalisation:
            return false
        }
    }
}
