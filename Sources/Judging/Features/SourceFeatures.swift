import Files
import Foundation
import Inference
import Learning
import Matrices
import Records

/// The reduction that a features file went through, as stored with it.
struct ReductionReference: Codable, Equatable {
    /// The path of the model, relative to the folder of the features file.
    let model: String
    let sha256: String
}

/// Features files side by side, with the extractors and reductions that made their columns.
public struct SourceFeatures {
    /// The files, joined by photograph.
    public let join: FeaturesJoin
    /// The configuration of every extractor, in the order of the columns before any reduction.
    public let extractors: [ExtractorConfiguration]
    /// The reductions, each with the extractors whose columns it takes.
    public let reductions: [PCAContent]

    /// Opens the files.
    ///
    /// - Parameter paths: Features files of the same photographs.
    /// - Throws: `StorageError`, `InferenceError`, `JudgingError`.
    public init(_ paths: [String]) throws {
        join = try FeaturesJoin.open(paths)
        extractors = try join.files.flatMap { try $0.extractors() }
        reductions = try join.files.flatMap { try Self.reductions(of: $0) }
    }

    private init(join: FeaturesJoin, extractors: [ExtractorConfiguration], reductions: [PCAContent]) {
        self.join = join
        self.extractors = extractors
        self.reductions = reductions
    }

    /// The same features with other labels, one for each row.
    package func labelled(_ labels: [Int8]) -> SourceFeatures {
        SourceFeatures(join: join.labelled(labels), extractors: extractors, reductions: reductions)
    }

    /// The features with some of the rows, in the order given, as if the files had no others.
    package func selecting(rows: [Int]) -> SourceFeatures {
        SourceFeatures(join: join.selecting(rows: rows), extractors: extractors, reductions: reductions)
    }

    /// The columns of all extractors before any reduction.
    public var rawBlocks: [ColumnBlock] {
        ColumnBlock.sideBySide(extractors.map { ($0.network, $0.columns) })
    }

    /// The billions of operations of each file's extractors for one photograph.
    ///
    /// - Parameters:
    ///   - width: The photograph's width in pixels.
    ///   - height: Its height in pixels.
    /// - Throws: `JudgingError.costUnknown` for a network from a file.
    public func gigaOperations(width: Int, height: Int) throws -> [Double] {
        try join.files.map { file in
            try file.extractors().reduce(0) { sum, extractor in
                guard let operations = try extractor.floatingPointOperations(width: width, height: height) else {
                    throw JudgingError.costUnknown(file: file.path, extractor: extractor.summary)
                }
                return sum + Double(operations) / 1e9
            }
        }
    }

    /// The photographs, each once, as they are stored in a classifier that is trained on them.
    public var trainedOn: TrainedPhotographs {
        let rows = join.rows.selecting(rows: join.rows.untouched)
        return TrainedPhotographs(dataset: join.files[0].header.dataset, paths: rows.paths, digests: rows.digests)
    }

    /// The labels of all rows, each 0 or 1.
    ///
    /// - Parameter ofBothClasses: Whether both classes must occur.
    /// - Throws: `JudgingError.labelsMissing` if a row has no label; `.oneClassOnly` if all are the same.
    public func labels(ofBothClasses: Bool = true) throws(JudgingError) -> [Int] {
        let rows = join.rows
        let missing = rows.labels.indices.filter { rows.labels[$0] < 0 }
        if let first = missing.first {
            throw .labelsMissing(
                file: join.files[0].path, missing: missing.count, of: rows.labels.count, example: rows.paths[first])
        }
        if ofBothClasses, let only = rows.labels.first, rows.labels.allSatisfy({ $0 == only }) {
            throw .oneClassOnly(file: join.files[0].path, label: only, count: rows.labels.count)
        }
        return rows.labels.map(Int.init)
    }

    /// The distribution of each photograph's votes.
    ///
    /// - Throws: `JudgingError.ratingsMissing` if the files have no votes; `.votesMissing` if a photograph has none.
    public func ratings() throws -> RatingDistributions {
        let rows = join.rows
        guard let votes = rows.scores else { throw JudgingError.ratingsMissing(file: join.files[0].path) }
        do {
            return try RatingDistributions(votes: votes)
        } catch LearningError.votesNotUsable(let row, _) {
            throw JudgingError.votesMissing(file: join.files[0].path, photograph: rows.paths[row])
        }
    }

    /// The reductions of the model that `file` names, which must not have changed; empty if the file is not reduced.
    static func reductions(of file: FeaturesFile) throws -> [PCAContent] {
        guard let json = file.header.reductionJSON else { return [] }
        guard let reference = try? JSONDecoder().decode(ReductionReference.self, from: Data(json.utf8)) else {
            throw JudgingError.unreadableReduction(file: file.path)
        }
        let folder = URL(fileURLWithPath: file.path).deletingLastPathComponent()
        let model = URL(fileURLWithPath: reference.model, relativeTo: folder).path
        guard try FileDigest.sha256(of: model) == reference.sha256 else {
            throw JudgingError.reductionChanged(features: file.path, model: model)
        }
        let reductions = try ReductionFile.readAll(model)
        let described = reductions.reduce(0) { $0 + $1.components.rows }
        guard described == file.columns else {
            throw JudgingError.columnsContradict(file: file.path, described: described, found: file.columns)
        }
        return reductions
    }
}
