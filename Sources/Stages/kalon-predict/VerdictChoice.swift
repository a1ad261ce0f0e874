import Judging
import StageSupport

/// Which verdicts are shown, and in which order.
struct VerdictChoice {
    /// Whether photographs are sorted by probability or mean score, the best first.
    let isSorted: Bool
    /// How many of the best are shown; nil for all.
    let top: Int?

    /// Whether verdicts can be shown only after all photographs are judged.
    var waits: Bool { isSorted || top != nil }

    func chosen(_ verdicts: [Verdict]) -> [Verdict] {
        guard waits else { return verdicts }
        let sorted = verdicts.sorted { ($0.opinion.judgement.value, $1.path) > ($1.opinion.judgement.value, $0.path) }
        return top.map { Array(sorted.prefix($0)) } ?? sorted
    }
}
