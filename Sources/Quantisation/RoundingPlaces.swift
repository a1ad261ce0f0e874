import Graphs

/// Where values are rounded to 8 bits so that chosen convolutions take whole numbers.
///
/// Each convolution needs rounded inputs. Concatenations and maximum poolings before it work on rounded values, so their inputs
/// are rounded instead, all with the same step. No float map is then written between convolutions. Residual connections take
/// the values before rounding.
package struct RoundingPlaces: Sendable {
    /// The layers whose values are rounded, in groups that share a step; the groups and their members are in graph order.
    package let groups: [[String]]
    /// The readings that take rounded values.
    package let readings: Set<Reading>

    /// The places of `convolutions`, by name, in `graph`.
    package init(_ graph: Graph, convolutions: Set<String>) {
        var readings: Set<PlacedReading> = []
        var joined = Array(graph.nodes.indices)
        func root(_ position: Int) -> Int {
            var position = position
            while joined[position] != position { position = joined[position] }
            return position
        }
        var rounded: Set<Int> = []
        var pending = graph.nodes.indices.filter { convolutions.contains(graph.nodes[$0].name) }
            .map { PlacedReading(source: graph.nodes[$0].inputs[0], reader: $0) }
        while let reading = pending.popLast() {
            guard readings.insert(reading).inserted else { continue }
            let source = graph.nodes[reading.source]
            guard source.keepsValues else {
                rounded.insert(reading.source)
                continue
            }
            for input in source.inputs {
                joined[root(input)] = root(reading.source)
                pending.append(PlacedReading(source: input, reader: reading.source))
            }
        }
        self.readings = Set(
            readings.map { Reading(source: graph.nodes[$0.source].name, reader: graph.nodes[$0.reader].name) })
        groups = Dictionary(grouping: rounded.sorted(), by: root).values.sorted { $0[0] < $1[0] }
            .map { $0.map { graph.nodes[$0].name } }
    }

    private struct PlacedReading: Hashable {
        let source: Int
        let reader: Int
    }
}
