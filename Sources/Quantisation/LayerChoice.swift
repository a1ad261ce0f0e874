import Graphs
import Networks

/// Chooses the convolutions that stay in floating point so that no tap loses more than it may.
///
/// Convolutions are taken in groups: those that a tap needs and no tap before it does, halved until there are enough.
/// Each group's own error is measured by quantising it alone, and errors are taken to add up as squares. While a tap's
/// sum is above the limit, the group goes back that takes most error from such taps for the least work.
struct LayerChoice {
    /// Names of folded convolutions.
    let groups: [[String]]
    /// Floating point operations of each group.
    private let work: [Double]

    private static let groupCount = 48

    /// Groups of `convolutions`, in graph order. Throws `GraphError`.
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

    /// The groups that go back, by their number, where `errors` are those of each group alone and for each tap, as
    /// shares, and `limits` is what each tap may lose.
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
