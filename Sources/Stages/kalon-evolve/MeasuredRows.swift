import Evaluation
import Judging
import Learning
import StageSupport

/// The photographs that masks are measured on.
struct MeasuredRows {
    let photographs: Int
    /// How many of them are aesthetic.
    let ones: Int

    /// A share of these photographs, with what is needed to interpret it.
    func accuracy(_ share: Double) -> MeasuredAccuracy { MeasuredAccuracy(share: share, photographs: photographs, ones: ones) }

    /// What shares refer to, for a sentence.
    var basis: String {
        let larger = accuracy(1).majorityShare
        return
            "shares of \(photographs) photographs, \(percent(larger)) of them in one class; chance alone can change them by up to "
            + "\(percent(halfWidth)) either way"
    }

    /// Half the width of the 95 % interval around the share of the larger class, the least accuracy worth having.
    private var halfWidth: Double {
        let interval = accuracy(accuracy(1).majorityShare).interval
        return interval.map { ($0.upper - $0.lower) / 2 } ?? 0
    }
}

extension SearchData {
    /// The photographs of all parts, each counted once.
    var measured: MeasuredRows {
        let rows = parts.flatMap(\.measured)
        return MeasuredRows(photographs: rows.count, ones: rows.count { labels[$0] == 1 })
    }

    /// Warnings about parts that lack one class.
    var missingClasses: [Warning] {
        func lacking(_ part: String, _ rows: [Int], _ remedy: String) -> [Warning] {
            rows.isEmpty ? [] : Warning.missingClasses(in: part, labels: rows.map { labels[$0] }, remedy: remedy)
        }
        let more = "add photographs of it, or raise"
        let folds = parts.lazy.filter { $0.measured != split.validation && $0.measured != test }
            .flatMap { lacking("the validation part of a fold", $0.split.validation, "\(more) --validation") }
        return lacking("the validation part", split.validation, "\(more) --validation")
            + lacking("the test part", test, "\(more) --test-share") + Array(folds.prefix(1))
    }
}
