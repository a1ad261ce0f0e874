import Extraction
import Imaging
import Matrices
import Storage

/// Runs classifiers on photographs: extractors, and for each its reductions, mask and network.
public struct Judge {
    private let classifiers: [Classifier]
    private let pipelines: [ColumnPipeline]
    private let columns: [[Range<Int>]]
    private let pass: ExtractionPass

    /// `extractors` are those of the same classifiers, which are of one `Panel`. Throws
    /// `PipelineError.notApplicable`.
    public init(
        _ classifiers: [Classifier], extractors: SharedExtractors, decoder: PictureDecoder, threads: Int,
        disturbance: Disturbance? = nil
    ) throws {
        self.classifiers = classifiers
        pipelines = try classifiers.map { try $0.requiredPipeline() }
        columns = extractors.columns
        pass = ExtractionPass(
            extractors: extractors.extractors, decoder: decoder, threads: threads, variants: [disturbance])
    }

    /// Calls `body` with the verdict on each photograph in order, or with the reason why there is none. Each photograph
    /// is decoded once, and goes through each extractor once, whatever the number of classifiers.
    public func judge(
        _ photographs: [Photograph], body: (Photograph, Result<Verdict, SkippedReason>) throws -> Void
    ) throws {
        try pass.run(photographs) { number, outcome in
            let photograph = photographs[number]
            switch outcome {
            case .skipped(let reason): try body(photograph, .failure(SkippedReason(text: reason)))
            case .features(let values): try body(photograph, .success(try verdict(on: photograph.path, values)))
            }
        }
    }

    private func verdict(on path: String, _ features: [Float]) throws -> Verdict {
        let judgements = try classifiers.indices.map { index in
            let raw = columns[index].flatMap { features[$0] }
            let input = try pipelines[index].input(fromRaw: Matrix(rows: 1, columns: raw.count, elements: raw))
            return try classifiers[index].judgements(of: input)[0]
        }
        return Verdict(path: path, judgements: judgements, thresholds: classifiers.map(\.threshold))
    }
}

/// Why a photograph has no verdict.
public struct SkippedReason: Error, Sendable {
    public let text: String
}
