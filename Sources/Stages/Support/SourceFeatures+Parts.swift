import Learning
import Storage

/// How a manifest divides the photographs of features files.
extension SourceFeatures {
    /// What may be learned from: all rows but those to test on; where a manifest divides the photographs, those alone that
    /// it puts into a part to train on or to validate on. Throws `PipelineError.nothingToTrainOn`.
    public func learning() throws(PipelineError) -> SourceFeatures {
        guard join.rows.splits != nil else { return self }
        guard !join.rows.rows(of: .training).isEmpty else { throw .nothingToTrainOn(file: join.files[0].path) }
        return selecting(rows: (join.rows.rows(of: .training) + join.rows.rows(of: .validation)).sorted())
    }

    /// What a reduction is fitted to: the rows to train on. Throws `PipelineError.nothingToTrainOn`.
    public func training() throws(PipelineError) -> SourceFeatures {
        guard join.rows.splits != nil else { return self }
        let rows = join.rows.rows(of: .training)
        guard !rows.isEmpty else { throw .nothingToTrainOn(file: join.files[0].path) }
        return selecting(rows: rows)
    }

    /// The photographs to test on, as they are, of which the label is known, or `votes`; nil where there are none.
    public func test(votes: Bool = false) -> SourceFeatures? {
        let rows = join.rows
        let untouched = Set(rows.untouched)
        let known = rows.rows(of: .test).filter { row in
            let isKnown = votes ? rows.scores.map { $0.row(row).contains { $0 > 0 } } ?? false : rows.labels[row] >= 0
            return untouched.contains(row) && isKnown
        }
        return known.isEmpty ? nil : selecting(rows: known)
    }

    /// The rows to train on and those to validate on, where the manifest says which; nil where they are to be drawn.
    public var givenSplit: StratifiedSplit? {
        let untouched = Set(join.rows.untouched)
        let validation = join.rows.rows(of: .validation).filter(untouched.contains)
        return validation.isEmpty ? nil : StratifiedSplit(training: join.rows.rows(of: .training), validation: validation)
    }

    /// What a person is told of the parts; empty where there are none.
    public var notesOnParts: [String] {
        let rows = join.rows
        guard rows.splits != nil else { return [] }
        let untouched = Set(rows.untouched)
        func count(_ part: SplitPart) -> Int { rows.rows(of: part).count(where: untouched.contains) }
        let others = untouched.count - SplitPart.allCases.reduce(0) { $0 + count($1) }
        var notes = [
            "the manifest's split: \(count(.training)) photographs to train on, "
                + (count(.validation) > 0 ? "\(count(.validation)) to validate on, " : "")
                + "\(count(.test)) to test on, which are not learned from"
                + (others > 0 ? "; \(others) are in no part and are left out" : "")
        ]
        if let warning = rows.dividedGroupsWarning { notes.append(warning) }
        return notes
    }
}
