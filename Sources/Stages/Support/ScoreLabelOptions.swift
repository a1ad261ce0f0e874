import ArgumentParser
import Storage

/// Labels that are made of mean scores.
public struct ScoreLabelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Let photographs whose mean score (or mean vote) is this or more be the aesthetic ones, whatever their labels.",
            valueName: "score"))
    public var aestheticFrom: Double?

    @Option(
        help: ArgumentHelp(
            "With --aesthetic-from: let those up to this mean score be the others; those between are left out. (default: all "
                + "below)", valueName: "score"))
    public var notAestheticTo: Double?

    public init() {}

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

    public var isEmpty: Bool { aestheticFrom == nil }

    /// What must be the same for stopped work to be gone on with.
    public var identity: String { isEmpty ? "" : "labels \(aestheticFrom ?? 0) \(notAestheticTo ?? aestheticFrom ?? 0)" }

    /// The label of a mean score: 1, 0, or -1 between the two and where it is unknown.
    public func label(_ mean: Double?) -> Int8 {
        guard let mean, let from = aestheticFrom else { return -1 }
        if mean >= from { return 1 }
        return notAestheticTo.map { mean <= $0 } ?? true ? 0 : -1
    }

    /// The labels of rows by their mean scores; nil where these options are not given. Throws `PipelineError.scoresMissing`
    /// where no row has a mean score.
    public func labels(of rows: FeaturesRows, in place: String) throws(PipelineError) -> [Int8]? {
        if isEmpty { return nil }
        let means = rows.paths.indices.map { rows.meanScore(of: $0) }
        guard means.contains(where: { $0 != nil }) else { throw .scoresMissing(file: place) }
        return means.map(label)
    }

    /// The features with labels by their mean scores, and without the rows between; as they are where these options are not
    /// given. A person is told how many there are of each.
    public func applied(to source: SourceFeatures, _ context: StageContext) throws(PipelineError) -> SourceFeatures {
        guard let labels = try labels(of: source.join.rows, in: source.join.files[0].path) else { return source }
        let untouched = source.join.rows.untouched
        func count(_ label: Int8) -> Int { untouched.count { labels[$0] == label } }
        context.progress.log(
            "labels by mean scores: \(count(1)) aesthetic, \(count(0)) not aesthetic, \(count(-1)) left out")
        return source.labelled(labels).selecting(rows: labels.indices.filter { labels[$0] >= 0 })
    }
}
