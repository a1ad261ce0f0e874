import DataSets
import Learning

/// How a manifest divides the photographs of features files.
extension SourceFeatures {
    /// The rows that may be learned from: those of a manifest's training and validation parts, or all rows without a split.
    ///
    /// - Throws: `JudgingError.nothingToTrainOn` if the training part is empty.
    public func learning() throws(JudgingError) -> SourceFeatures {
        guard join.rows.splits != nil else { return self }
        guard !join.rows.rows(of: .training).isEmpty else { throw .nothingToTrainOn(file: join.files[0].path) }
        return selecting(rows: (join.rows.rows(of: .training) + join.rows.rows(of: .validation)).sorted())
    }

    /// The rows that a reduction is fitted to: those of a manifest's training part, or all rows without a split.
    ///
    /// - Throws: `JudgingError.nothingToTrainOn` if the training part is empty.
    public func training() throws(JudgingError) -> SourceFeatures {
        guard join.rows.splits != nil else { return self }
        let rows = join.rows.rows(of: .training)
        guard !rows.isEmpty else { throw .nothingToTrainOn(file: join.files[0].path) }
        return selecting(rows: rows)
    }

    /// The unperturbed photographs of the test part whose truth is known.
    ///
    /// - Parameter votes: Whether votes are needed rather than labels.
    /// - Returns: Nil if there are none.
    public func test(votes: Bool = false) -> SourceFeatures? {
        let rows = join.rows
        let untouched = Set(rows.untouched)
        let known = rows.rows(of: .test).filter { row in
            let isKnown = votes ? rows.scores.map { $0.row(row).contains { $0 > 0 } } ?? false : rows.labels[row] >= 0
            return untouched.contains(row) && isKnown
        }
        return known.isEmpty ? nil : selecting(rows: known)
    }

    /// The training and validation rows, if the manifest names a validation part; nil if one is to be drawn.
    public var givenSplit: StratifiedSplit? {
        let untouched = Set(join.rows.untouched)
        let validation = join.rows.rows(of: .validation).filter(untouched.contains)
        return validation.isEmpty ? nil : StratifiedSplit(training: join.rows.rows(of: .training), validation: validation)
    }

    /// Sentences for the user about the parts of the split; empty without a split.
    public var notesOnParts: [String] {
        let rows = join.rows
        guard rows.splits != nil else { return [] }
        let untouched = Set(rows.untouched)
        func count(_ part: SplitPart) -> Int { rows.rows(of: part).count(where: untouched.contains) }
        let others = untouched.count - SplitPart.allCases.reduce(0) { $0 + count($1) }
        var notes = [
            "the manifest's split: \(count(.training)) photographs to train on, "
                + (count(.validation) > 0 ? "\(count(.validation)) to validate on, " : "")
                + "\(count(.test)) to test on, which are not used for training"
                + (others > 0 ? "; \(others) are in no part and are left out" : "")
        ]
        if let warning = rows.dividedGroupsWarning { notes.append(warning) }
        return notes
    }
}
