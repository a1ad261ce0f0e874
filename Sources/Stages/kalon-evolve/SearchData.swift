import Judging
import Learning
import Matrices
import StageSupport

/// The photographs on which every fitness measures masks, divided once for the whole search.
struct SearchData {
    /// `[photographs, columns]`; those of test files come last.
    let features: Matrix
    let labels: [Int]
    /// The photographs that no fitness sees, unless it is asked to; empty without a test part.
    let test: [Int]
    /// The other photographs, to train on and to choose epochs.
    let split: StratifiedSplit
    /// How a mask's fitness is measured.
    let parts: [MeasuredSplit]
    /// Whether some rows belong together, so that they cannot be left out one at a time.
    let isGrouped: Bool

    /// Reads the features.
    ///
    /// - Throws: `PipelineError.testDiffers` for test features of other columns, `.testSeen` for test photographs that are
    ///   searched too, and errors of the files and labels.
    init(_ source: SourceFeatures, test: SourceFeatures?, fitness: FitnessOptions, validation: Double, seed: UInt64) throws {
        var labels = try source.labels()
        var searched = Array(labels.indices)
        let groups: RowGroups?
        if let test {
            try test.requireSameColumns(as: source)
            labels += try test.labels(ofBothClasses: false)
            self.test = test.join.rows.untouched.map { searched.count + $0 }
            groups = RowGroups(source.join.rows, test.join.rows)
            features = .concatenating(rowsOf: [try source.join.readMatrix(), try test.join.readMatrix()])
            try test.requireOtherPhotographs(than: source)
        } else {
            groups = RowGroups(source.join.rows)
            // Rows of the manifest's validation part stay in it.
            let drawable = source.givenSplit?.training
            let share = fitness.heldOutShare
            let held =
                try share > 0
                ? StratifiedSplit(
                    labels: labels, among: drawable, fraction: share, seed: seed, purpose: "test", groups: groups) : nil
            self.test = held?.validation ?? []
            if let held { searched = (held.training + (source.givenSplit?.validation ?? [])).sorted() }
            features = try source.join.readMatrix()
        }
        try features.requireVariety(file: source.join.files[0].path)
        self.labels = labels
        isGrouped = groups != nil
        let isSearched = Set(searched)
        split =
            try source.givenSplit.map {
                StratifiedSplit(training: $0.training.filter(isSearched.contains), validation: $0.validation)
            } ?? StratifiedSplit(labels: labels, among: searched, fraction: validation, seed: seed, groups: groups)
        switch fitness.fitnessSplit {
        case .validation: parts = [MeasuredSplit(split)]
        case .test: parts = [MeasuredSplit(split, measured: self.test)]
        case .folds:
            parts = try MeasuredSplit.folds(
                fitness.foldCount, labels: labels, rows: searched, validation: validation, seed: seed, groups: groups)
        }
    }
}

extension SourceFeatures {
    /// Throws `PipelineError.testSeen` if a photograph of the same data set is in both.
    fileprivate func requireOtherPhotographs(than source: SourceFeatures) throws(PipelineError) {
        guard join.files[0].header.dataset == source.join.files[0].header.dataset else { return }
        let searched = Set(source.join.rows.paths)
        if let seen = join.rows.paths.first(where: searched.contains) {
            throw .testSeen(file: join.files[0].path, photograph: seen)
        }
    }

    /// Throws `PipelineError.testDiffers` unless the columns mean the same as those of `other`.
    fileprivate func requireSameColumns(as other: SourceFeatures) throws(PipelineError) {
        let isSame =
            extractors.count == other.extractors.count
            && zip(extractors, other.extractors).allSatisfy { $0.describesSameFeatures(as: $1) }
        guard isSame, reductions == other.reductions, join.blocks == other.join.blocks else {
            throw .testDiffers(
                file: join.files[0].path, found: extractors.map(\.summary), expected: other.extractors.map(\.summary))
        }
    }
}
