import Imaging
import Inference
import Matrices
import Storage

/// What became of one photograph.
public enum ExtractionOutcome: Sendable, Equatable {
    /// The features of all extractors, side by side, of one variant of the photograph after the other; and how it was read.
    case features([Float], ReadingNotes = [])
    case skipped(reason: String)
}

/// One walk over photographs: each is decoded once, whatever the number of extractors.
///
/// Every thread takes a photograph through all of its way, from its file to its features, so that no thread waits
/// for another and decoding fills what computing leaves free. Outcomes come in the order of the photographs.
public struct ExtractionPass {
    private let extractors: [FeatureExtractor]
    private let decoder: PictureDecoder
    private let threads: Int
    private let variants: [Disturbance?]

    /// `threads` photographs are on their way at a time; each is described once for each of `variants`, nil for the
    /// photograph as it is.
    public init(
        extractors: [FeatureExtractor], decoder: PictureDecoder = PictureDecoder(), threads: Int,
        variants: [Disturbance?] = [nil]
    ) {
        self.extractors = extractors
        self.decoder = decoder
        self.threads = threads
        self.variants = variants
    }

    /// Calls `body` with the number and the outcome of every photograph from number `first` on.
    ///
    /// A photograph that cannot be read is an outcome, and one of which a variant cannot be made is skipped whole. Throws `InferenceError` when a network fails,
    /// `ExtractionError.nonFinite`, and whatever `body` throws.
    public func run(
        _ photographs: [Photograph], from first: Int = 0, body: (Int, ExtractionOutcome) throws -> Void
    ) throws {
        let way = Way(extractors: extractors, decoder: decoder, variants: variants)
        // Outcomes are small beside pictures: a photograph that takes long holds up none of those after it.
        let prefetcher = Prefetcher(first..<photographs.count, workers: threads, window: 4 * threads) { number in
            Result { try way.outcome(of: photographs[number]) }
        }
        defer { prefetcher.stop() }
        var number = first
        while let outcome = prefetcher.next() {
            try body(number, try outcome.get())
            number += 1
        }
    }
}

/// What a photograph goes through.
private struct Way: Sendable {
    let extractors: [FeatureExtractor]
    let decoder: PictureDecoder
    let variants: [Disturbance?]

    func outcome(of photograph: Photograph) throws -> ExtractionOutcome {
        if let obstacle = photograph.obstacle { return .skipped(reason: obstacle) }
        let picture: Picture
        do throws(ImagingError) {
            picture = try decoder.decode(path: photograph.location)
        } catch {
            return .skipped(reason: error.reason)
        }
        var features: [Float] = []
        for variant in variants {
            switch try outcome(of: photograph, picture, variant) {
            case .features(let values, _): features += values
            case .skipped(let reason):
                return .skipped(reason: variant.map { "\(reason) after \($0.perturbation.name)" } ?? reason)
            }
        }
        return .features(features, picture.notes)
    }

    private func outcome(
        of photograph: Photograph, _ picture: Picture, _ variant: Disturbance?
    ) throws -> ExtractionOutcome {
        let tensors: [ImageTensor]
        do throws(ImagingError) {
            tensors = try extractors.map { extractor throws(ImagingError) in
                let input = extractor.configuration.input
                guard let variant else { return try input.tensor(from: picture) }
                var stream = variant.stream(for: photograph, extractor.configuration.network)
                return try input.tensor(from: picture, perturbedBy: variant.perturbation, stream: &stream)
            }
        } catch {
            return .skipped(reason: error.reason)
        }
        for (extractor, tensor) in zip(extractors, tensors)
        where min(tensor.width, tensor.height) < extractor.minimumSide {
            return .skipped(
                reason: "the picture is too small for the network (\(tensor.width)x\(tensor.height) pixels "
                    + "reach it, at least \(extractor.minimumSide) on each side are needed)")
        }
        return .features(try features(of: tensors, photograph: photograph))
    }

    private func features(of tensors: [ImageTensor], photograph: Photograph) throws -> [Float] {
        var features: [Float] = []
        for (extractor, tensor) in zip(extractors, tensors) {
            do {
                features += try extractor.features(of: tensor)
            } catch InferenceError.nonFiniteFeatures(let column) {
                throw ExtractionError.nonFinite(photograph: photograph.path, column: features.count + column)
            }
        }
        return features
    }
}
