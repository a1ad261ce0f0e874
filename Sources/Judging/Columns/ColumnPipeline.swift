import Inference
import Matrices
import Records
import Reduction

/// The way from the features of a classifier's extractors to its input: reductions, then the mask.
public struct ColumnPipeline {
    /// Neighbouring extractors whose columns are treated together.
    public struct Segment {
        /// The extractors, in the order of their columns.
        public let extractors: [ExtractorConfiguration]
        /// The reduction of these columns; nil if they are used as they are.
        public let reduction: PCAContent?

        var rawColumns: Int { extractors.reduce(0) { $0 + $1.columns } }
    }

    /// The segments, in the order of the raw columns.
    public let segments: [Segment]
    /// The columns that go on, of those of all segments; nil if all do.
    let mask: [Int]?

    /// Builds the pipeline that a classifier file describes.
    ///
    /// - Parameters:
    ///   - application: What the file says of extractors, reductions and mask.
    ///   - path: The path of the file, for errors.
    /// - Throws: `InferenceError` if the stored extractors cannot be read; `JudgingError.columnsContradict` if their columns
    ///   do not match those of the classifier's blocks, reductions and mask.
    public init(_ application: ClassifierApplication, of path: String) throws {
        try self.init(
            extractors: application.extractors.flatMap { try ExtractorConfiguration.list(json: $0) }
                .map { $0.withWeights(beside: path) },
            reductions: application.reductions, mask: application.mask?.map(Int.init))
        let raw = application.blocks.reduce(0) { $0 + $1.width }
        let taken = application.reductions.reduce(0) { $0 + $1.mean.count }
        let kept = raw - taken + application.reductions.reduce(0) { $0 + $1.components.rows }
        let described = segments.reduce(0) { $0 + $1.rawColumns }
        guard described == raw else {
            throw JudgingError.columnsContradict(file: path, described: described, found: raw)
        }
        let fits = segments.allSatisfy { $0.reduction.map(\.mean.count) ?? $0.rawColumns == $0.rawColumns }
        let reached = segments.reduce(0) { $0 + ($1.reduction?.components.rows ?? $1.rawColumns) }
        guard fits, reached == kept else {
            throw JudgingError.columnsContradict(file: path, described: reached, found: kept)
        }
    }

    init(extractors: [ExtractorConfiguration], reductions: [PCAContent], mask: [Int]?) throws {
        var segments: [Segment] = []
        var rest = extractors[...]
        var remaining = reductions[...]
        while let next = rest.first {
            let taken = try remaining.first.map { try $0.extractors.flatMap { try ExtractorConfiguration.list(json: $0) } }
            if let taken, rest.count >= taken.count, zip(taken, rest).allSatisfy({ $0.describesSameFeatures(as: $1) }) {
                segments.append(Segment(extractors: Array(rest.prefix(taken.count)), reduction: remaining.first))
                rest = rest.dropFirst(taken.count)
                remaining = remaining.dropFirst()
            } else {
                segments.append(Segment(extractors: [next], reduction: nil))
                rest = rest.dropFirst()
            }
        }
        self.segments = segments
        self.mask = mask
    }

    /// Every extractor, in the order of the raw columns.
    public var extractors: [ExtractorConfiguration] { segments.flatMap(\.extractors) }

    /// The classifier's input for raw features.
    ///
    /// - Parameter features: `[photographs, columns of all extractors]`.
    /// - Returns: `[photographs, inputs of the classifier]`.
    /// - Throws: `ReductionError`.
    public func input(fromRaw features: Matrix) throws -> Matrix {
        var parts: [Matrix] = []
        var first = 0
        for segment in segments {
            let part = features.selecting(columns: Array(first..<first + segment.rawColumns))
            parts.append(try segment.reduction.map { try $0.projection.transform(part) } ?? part)
            first += segment.rawColumns
        }
        return input(fromSegments: parts)
    }

    /// The classifier's input for the segments' own columns, side by side.
    func input(fromSegments parts: [Matrix]) -> Matrix {
        let joined = parts.count == 1 ? parts[0] : Matrix.concatenating(columnsOf: parts)
        return mask.map { joined.selecting(columns: $0) } ?? joined
    }
}
