import StageSupport

/// Which verdicts are shown, and in which order.
struct VerdictChoice {
    /// Whether the best comes first, by probability or mean score, instead of the order given.
    let isSorted: Bool
    /// At most so many, the best ones; nil for all.
    let top: Int?

    /// Whether nothing can be shown before all photographs are judged.
    var waits: Bool { isSorted || top != nil }

    func chosen(_ verdicts: [Verdict]) -> [Verdict] {
        guard waits else { return verdicts }
        let sorted = verdicts.sorted { ($0.opinion.judgement.value, $1.path) > ($1.opinion.judgement.value, $0.path) }
        return top.map { Array(sorted.prefix($0)) } ?? sorted
    }
}
