extension RelevanceReport {
    /// The report as tables: by block and by tap of each network, then layer by layer.
    ///
    /// A network with one tapped layer has no table of its own: that layer has everything.
    ///
    /// - Parameter networks: The name of each network, in the order of `taps`.
    func tables(networks: [String]) -> [Attribution.Table] {
        let parts = zip(networks, zip(blocks, taps)).flatMap { network, parts in
            let (blocks, taps) = parts
            let byBlock = blocks.count < taps.count ? [table("relevance by block of \(network)", "block", blocks)] : []
            return byBlock + (taps.count > 1 ? [table("relevance by tap of \(network)", "tap", taps)] : [])
        }
        return parts + [conservation]
    }

    /// Parts with what they have of the relevance of all features.
    private func table(_ title: String, _ part: String, _ parts: [Part]) -> Attribution.Table {
        let all = taps.joined().reduce(0) { $0 + $1.relevance }
        return Attribution.Table(
            title, part: part, columns: ["relevance", "share"],
            rows: parts.map { .init($0.name, [$0.relevance, all == 0 ? 0 : $0.relevance / all]) })
    }

    /// What each layer took, and where that went.
    private var conservation: Attribution.Table {
        Attribution.Table(
            "conservation by layer", part: "layer", columns: ["taken", "handed down", "biases", "stabilisers"],
            rows: layers.map { .init($0.name, [$0.taken, $0.handed, $0.biases, $0.rest]) })
    }
}
