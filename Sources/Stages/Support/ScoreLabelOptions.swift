import ArgumentParser
import Judging
import Records

/// Options that make labels from mean scores.
public struct ScoreLabelOptions: ParsableArguments {
    /// The lowest mean score that is labelled aesthetic (`--aesthetic-from`); nil to keep labels.
    @Option(
        help: ArgumentHelp(
            "Label photographs as aesthetic if their mean score (or mean vote) is at least this, whatever their own labels.",
            valueName: "score"))
    public var aestheticFrom: Double?

    /// The highest mean score that is labelled not aesthetic (`--not-aesthetic-to`); nil for all below.
    @Option(
        help: ArgumentHelp(
            "With --aesthetic-from: label photographs as not aesthetic if their mean score is at most this, and leave out those "
                + "in between. (default: all below --aesthetic-from)", valueName: "score"))
    public var notAestheticTo: Double?

    /// Creates the options with their defaults.
    public init() {}

    /// Checks that the scores are finite and in order.
    ///
    /// - Throws: `ValidationError`.
    public func validate() throws {
        guard notAestheticTo == nil || aestheticFrom != nil else {
            throw ValidationError("--not-aesthetic-to needs --aesthetic-from")
        }
        for (name, value) in [("--aesthetic-from", aestheticFrom), ("--not-aesthetic-to", notAestheticTo)] {
            if let value, !value.isFinite { throw ValidationError("\(name) is \(value); a number is expected") }
        }
        if let from = aestheticFrom, let to = notAestheticTo, to >= from {
            throw ValidationError("--not-aesthetic-to is \(to); a number below --aesthetic-from (\(from)) is expected")
        }
    }

    /// Whether photographs keep their own labels.
    public var isEmpty: Bool { aestheticFrom == nil }

    /// What must match for interrupted work to resume.
    public var identity: String { isEmpty ? "" : "labels \(aestheticFrom ?? 0) \(notAestheticTo ?? aestheticFrom ?? 0)" }

    /// The label for a mean score: 1 or 0; -1 if it lies between the two limits or is nil.
    public func label(_ mean: Double?) -> Int8 {
        guard let mean, let from = aestheticFrom else { return -1 }
        if mean >= from { return 1 }
        return notAestheticTo.map { mean <= $0 } ?? true ? 0 : -1
    }

    /// The labels of rows by their mean scores.
    ///
    /// - Parameters:
    ///   - rows: The rows.
    ///   - place: The file or set that they come from, for the error.
    /// - Returns: A label for each row; nil if these options are not given.
    /// - Throws: `PipelineError.scoresMissing` if no row has a mean score.
    public func labels(of rows: FeaturesRows, in place: String) throws(PipelineError) -> [Int8]? {
        if isEmpty { return nil }
        let means = rows.paths.indices.map { rows.meanScore(of: $0) }
        guard means.contains(where: { $0 != nil }) else { throw .scoresMissing(file: place) }
        return means.map(label)
    }

    /// The features with labels by their mean scores, without the rows between the limits; tells the user the counts.
    ///
    /// - Returns: The same features if these options are not given.
    /// - Throws: `PipelineError.scoresMissing` if no row has a mean score.
    public func applied(to source: SourceFeatures, _ context: StageContext) throws(PipelineError) -> SourceFeatures {
        guard let labels = try labels(of: source.join.rows, in: source.join.files[0].path) else { return source }
        let untouched = source.join.rows.untouched
        func count(_ label: Int8) -> Int { untouched.count { labels[$0] == label } }
        context.progress.log(
            "labels from mean scores: \(count(1)) aesthetic, \(count(0)) not aesthetic, \(count(-1)) left out")
        return source.labelled(labels).selecting(rows: labels.indices.filter { labels[$0] >= 0 })
    }
}
