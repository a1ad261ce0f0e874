import Inference
import Matrices
import Records

/// The features files of one data set, prepared for a classifier.
public struct LabelledSet {
    /// The name of the data set.
    public let name: String
    /// `[photographs, inputs of the classifier]`.
    public let input: Matrix
    /// The photographs of the rows, with their labels and votes.
    public let rows: FeaturesRows
    /// Photographs without a row in at least one of the files.
    public let skipped: [SkippedPhotograph]
    /// The files, in the order of the classifier's columns.
    public let files: [String]

    /// Puts the files of one set in the order that the classifier needs, and sends their columns through its pipeline.
    ///
    /// A reduced segment may be given raw, extractor by extractor, or already reduced by the same model.
    ///
    /// - Throws: `JudgingError`, `StorageError`, `ReductionError`.
    init(name: String, files: [FeaturesFile], pipeline: ColumnPipeline, classifier: String, leavingOthers: Bool) throws {
        var remaining = try files.map { (file: $0, extractors: try $0.extractors()) }
        var ordered: [(segments: Range<Int>, file: FeaturesFile)] = []
        func take(_ wanted: [ExtractorConfiguration], reduced: Bool) -> FeaturesFile? {
            let index = remaining.firstIndex { candidate in
                (candidate.file.header.reductionJSON != nil) == reduced && candidate.extractors.count == wanted.count
                    && zip(candidate.extractors, wanted).allSatisfy { $0.describesSameFeatures(as: $1) }
            }
            return index.map { remaining.remove(at: $0).file }
        }
        /// A reduced file, which holds the columns of one segment or of several.
        func takeReduced(from index: Int) -> (segments: Range<Int>, file: FeaturesFile)? {
            var end = pipeline.segments[index...].firstIndex { $0.reduction == nil } ?? pipeline.segments.count
            while end > index {
                if let file = take(pipeline.segments[index..<end].flatMap(\.extractors), reduced: true) {
                    return (index..<end, file)
                }
                end -= 1
            }
            return nil
        }
        var index = 0
        while index < pipeline.segments.count {
            if let (segments, file) = takeReduced(from: index) {
                guard try SourceFeatures.reductions(of: file) == pipeline.segments[segments].map(\.reduction) else {
                    throw JudgingError.reductionDiffers(file: file.path)
                }
                ordered.append((segments, file))
                index = segments.upperBound
                continue
            }
            for extractor in pipeline.segments[index].extractors {
                guard let file = take([extractor], reduced: false) else {
                    throw JudgingError.extractorMissing(
                        classifier: classifier, set: name, extractor: extractor.summary,
                        found: try files.map { try Self.summary(of: $0) })
                }
                ordered.append((index..<index + 1, file))
            }
            index += 1
        }
        if !leavingOthers, let unused = remaining.first {
            throw JudgingError.unusedFile(
                file: unused.file.path, extractor: unused.extractors.map(\.summary).joined(separator: " + "))
        }
        try self.init(name: name, ordered: ordered, pipeline: pipeline)
    }

    private static func summary(of file: FeaturesFile) throws -> String {
        let extractors = try file.extractors().map(\.summary)
        let reduced = file.header.reductionJSON == nil ? "" : "reduced "
        return "\(reduced)\(extractors.joined(separator: " + ")) in \(file.path)"
    }

    /// Joins the files side by side in the order given, for a classifier that does not say what it needs.
    init(name: String, joining files: [FeaturesFile]) throws {
        let join = try FeaturesJoin(files)
        self.init(
            name: name, input: try join.readMatrix(), rows: join.rows, skipped: Self.skipped(files), files: files.map(\.path))
    }

    /// Photographs without a row in at least one of the files, each listed once.
    private static func skipped(_ files: [FeaturesFile]) -> [SkippedPhotograph] {
        var seen = Set<String>()
        return files.flatMap(\.skipped).filter { seen.insert($0.path).inserted }
    }

    init(name: String, input: Matrix, rows: FeaturesRows, skipped: [SkippedPhotograph], files: [String]) {
        self.name = name
        self.input = input
        self.rows = rows
        self.skipped = skipped
        self.files = files
    }

    /// The set with some of its rows, in the order given.
    ///
    /// - Parameter selected: Positions of rows, counted from 0.
    public func selecting(rows selected: [Int]) -> LabelledSet {
        LabelledSet(
            name: name, input: input.selecting(rows: selected), rows: rows.selecting(rows: selected), skipped: skipped,
            files: files)
    }

    /// The positions of the given rows among those of this set.
    ///
    /// - Throws: `JudgingError.photographMissing` if one is not here.
    public func positions(of keys: [RowKey]) throws(JudgingError) -> [Int] {
        let positions = Dictionary(zip(rows.keys, rows.paths.indices), uniquingKeysWith: { first, _ in first })
        var found: [Int] = []
        for key in keys {
            guard let position = positions[key] else { throw .photographMissing(key.description, file: files[0]) }
            found.append(position)
        }
        return found
    }

    private init(name: String, ordered: [(segments: Range<Int>, file: FeaturesFile)], pipeline: ColumnPipeline) throws {
        let join = try FeaturesJoin(ordered.map(\.file))
        let matrix = try join.readMatrix()
        var parts: [Matrix] = []
        var first = 0
        for index in pipeline.segments.indices {
            let files = ordered.filter { $0.segments.lowerBound == index }.map(\.file)
            let width = files.reduce(0) { $0 + $1.columns }
            let part = matrix.selecting(columns: Array(first..<first + width))
            let isRaw = files.allSatisfy { $0.header.reductionJSON == nil }
            if let reduction = pipeline.segments[index].reduction, isRaw, !files.isEmpty {
                parts.append(try reduction.projection.transform(part))
            } else {
                parts.append(part)
            }
            first += width
        }
        self.init(
            name: name, input: pipeline.input(fromSegments: parts), rows: join.rows,
            skipped: Self.skipped(ordered.map(\.file)), files: ordered.map(\.file.path))
    }
}
