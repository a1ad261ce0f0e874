import Learning
import Matrices

/// The photographs on which every fitness measures masks, divided once for the whole search.
package struct SearchData {
    /// On which photographs a mask's fitness is measured.
    package enum Measure: Sendable, Equatable {
        /// Those that choose the best epoch.
        case validation
        /// All but those of the test part, by cross-validation.
        case folds(Int)
        /// Those of the test part.
        case test
    }

    /// `[photographs, columns]`; those of test files come last.
    package let features: Matrix
    package let labels: [Int]
    /// The photographs that no fitness sees, unless it is asked to; empty without a test part.
    package let test: [Int]
    /// The other photographs, to train on and to choose epochs.
    package let split: StratifiedSplit
    /// How a mask's fitness is measured.
    package let parts: [MeasuredSplit]
    /// Whether some rows belong together, so that they cannot be left out one at a time.
    package let isGrouped: Bool

    /// Reads the features and divides their photographs.
    ///
    /// - Parameters:
    ///   - source: the features files that are searched.
    ///   - test: photographs of other files that test the mask found; nil to hold out a share.
    ///   - testShare: the share that is held out if there are no such files, at least 0 and below 1.
    ///   - measure: on which photographs masks are measured.
    ///   - validation: the share of photographs that choose the best epoch.
    /// - Throws: `JudgingError.testDiffers` for test features of other columns, `.testSeen` for test photographs that are
    ///   searched too, and errors of the files and labels.
    package init(
        _ source: SourceFeatures, test: SourceFeatures?, testShare: Double, measure: Measure, validation: Double, seed: UInt64
    ) throws {
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
            let held =
                try testShare > 0
                ? StratifiedSplit(
                    labels: labels, among: drawable, fraction: testShare, seed: seed, purpose: "test", groups: groups) : nil
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
        switch measure {
        case .validation: parts = [MeasuredSplit(split)]
        case .test: parts = [MeasuredSplit(split, measured: self.test)]
        case .folds(let count):
            parts = try MeasuredSplit.folds(
                count, labels: labels, rows: searched, validation: validation, seed: seed, groups: groups)
        }
    }
}

extension SourceFeatures {
    /// Throws `JudgingError.testSeen` if a photograph of the same data set is in both.
    fileprivate func requireOtherPhotographs(than source: SourceFeatures) throws(JudgingError) {
        guard join.files[0].header.dataset == source.join.files[0].header.dataset else { return }
        let searched = Set(source.join.rows.paths)
        if let seen = join.rows.paths.first(where: searched.contains) {
            throw .testSeen(file: join.files[0].path, photograph: seen)
        }
    }

    /// Throws `JudgingError.testDiffers` unless the columns mean the same as those of `other`.
    fileprivate func requireSameColumns(as other: SourceFeatures) throws(JudgingError) {
        let isSame =
            extractors.count == other.extractors.count
            && zip(extractors, other.extractors).allSatisfy { $0.describesSameFeatures(as: $1) }
        guard isSame, reductions == other.reductions, join.blocks == other.join.blocks else {
            throw .testDiffers(
                file: join.files[0].path, found: extractors.map(\.summary), expected: other.extractors.map(\.summary))
        }
    }
}
