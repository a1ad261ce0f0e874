import Graphs
import Networks

/// Chooses the convolutions that stay in floating point so that no tap loses more than it may.
///
/// Convolutions are taken in groups: those that a tap needs and no earlier tap does. Groups are halved until there are enough.
/// The error of each group is measured by quantising it alone, and the squares of errors are assumed to add up. While the sum
/// of a tap is above the limit, the group that removes most error from such taps for the least work goes back to floating
/// point.
struct LayerChoice {
    /// The names of the folded convolutions in each group.
    let groups: [[String]]
    /// The floating-point operations of each group.
    private let work: [Double]

    private static let groupCount = 48

    /// Groups of `convolutions`, in graph order.
    ///
    /// - Throws: `GraphError`.
    init(_ network: WeightedNetwork, convolutions: [FoldedConvolution]) throws {
        let graph = network.graph
        var left = convolutions.compactMap { graph.index(named: $0.layer) }
        let names = Dictionary(uniqueKeysWithValues: zip(left, convolutions.map(\.name)))
        var groups: [[Int]] = []
        for tap in network.taps.compactMap({ graph.index(named: $0) }).sorted() {
            let needed = graph.ancestors(of: tap)
            let own = left.filter(needed.contains)
            left.removeAll(where: needed.contains)
            if !own.isEmpty { groups.append(own) }
        }
        while groups.count < Self.groupCount {
            let largest = groups.indices.max { groups[$0].count < groups[$1].count }
            guard let largest, groups[largest].count > 1 else { break }
            let group = groups[largest]
            let half = group.count / 2
            groups.replaceSubrange(largest...largest, with: [Array(group[..<half]), Array(group[half...])])
        }
        self.groups = groups.map { $0.compactMap { names[$0] } }
        let bound = try graph.bound(to: [Extent(height: 640, width: 960)])
        work = groups.map { $0.reduce(0) { $0 + Double(bound.nodes[$1].floatingPointOperations) } }
    }

    /// The numbers of the groups that go back to floating point.
    ///
    /// - Parameters:
    ///   - errors: The errors of each group alone, for each tap, as shares.
    ///   - limits: The largest error of each tap.
    func excluded(errors: [[Double]], limits: [Double]) -> Set<Int> {
        var excluded: Set<Int> = []
        while excluded.count < groups.count {
            let kept = groups.indices.filter { !excluded.contains($0) }
            let over = limits.indices.filter { tap in
                kept.reduce(0) { $0 + errors[$1][tap] * errors[$1][tap] } > limits[tap] * limits[tap]
            }
            guard !over.isEmpty else { break }
            func gain(_ group: Int) -> Double {
                over.reduce(0) { $0 + errors[group][$1] * errors[group][$1] } / max(work[group], 1)
            }
            guard let worst = kept.max(by: { gain($0) < gain($1) }) else { break }
            excluded.insert(worst)
        }
        return excluded
    }
}
