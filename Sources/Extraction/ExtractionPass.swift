import Concurrency
import DataSets
import Imaging
import Inference
import Matrices

/// The outcome of one photograph.
public enum ExtractionOutcome: Sendable, Equatable {
    /// The features, and how the photograph was read.
    ///
    /// The features of all extractors are side by side, and those of the variants of the photograph follow one another.
    case features([Float], ReadingNotes = [])
    /// The photograph was left out, with the reason.
    case skipped(reason: String)
}

/// One walk over photographs, in which each is decoded once, whatever the number of extractors.
///
/// Every thread takes a photograph all the way from its file to its features, so that no thread waits for another and decoding
/// uses the time that computing leaves free. Outcomes come in the order of the photographs.
public struct ExtractionPass {
    private let extractors: [FeatureExtractor]
    private let decoder: PictureDecoder
    private let threads: Int
    private let variants: [Disturbance?]

    /// Makes a pass.
    ///
    /// - Parameters:
    ///   - extractors: the extractors whose features are computed.
    ///   - decoder: reads the photographs.
    ///   - threads: the number of photographs that are under way at a time, at least 1.
    ///   - variants: the disturbances under which each photograph is described; nil stands for the photograph as it is.
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
    /// A photograph that cannot be read is an outcome, not an error. If one variant cannot be made, the whole photograph is
    /// skipped.
    ///
    /// - Parameters:
    ///   - photographs: the photographs.
    ///   - first: the number of the first photograph to take, from 0.
    ///   - body: called with the number and the outcome of each, in order.
    /// - Throws: `InferenceError` if a network fails, `ExtractionError.nonFinite`, and whatever `body` throws.
    public func run(
        _ photographs: [Photograph], from first: Int = 0, body: (Int, ExtractionOutcome) throws -> Void
    ) throws {
        let way = Way(extractors: extractors, decoder: decoder, variants: variants)
        // Outcomes are small compared with pictures: a slow photograph does not hold up those after it.
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

    /// The features of pictures that are already decoded, of all extractors side by side and without disturbances.
    ///
    /// - Parameter pictures: the pictures.
    /// - Returns: the features of each, in order.
    /// - Throws: `ImagingError` for a picture that cannot be prepared, `ExtractionError.tooSmall`, `InferenceError` if a network
    ///   fails, `ExtractionError.nonFinite`.
    package func features(of pictures: [Picture]) throws -> [[Float]] {
        let way = Way(extractors: extractors, decoder: decoder, variants: [nil])
        let prefetcher = Prefetcher(0..<pictures.count, workers: threads, window: max(pictures.count, 1)) { number in
            Result { try way.features(of: pictures[number]) }
        }
        defer { prefetcher.stop() }
        var features: [[Float]] = []
        while let found = prefetcher.next() { features.append(try found.get()) }
        return features
    }
}

/// The way of a photograph from its file to its features.
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
        if let problem = tooSmall(tensors) { return .skipped(reason: problem.sentence) }
        return .features(try features(of: tensors, photograph: photograph.path))
    }

    /// The features of a picture that is already decoded.
    func features(of picture: Picture) throws -> [Float] {
        let tensors = try extractors.map { try $0.configuration.input.tensor(from: picture) }
        if let problem = tooSmall(tensors) { throw problem }
        return try features(of: tensors, photograph: "a picture of \(picture.width) x \(picture.height) pixels")
    }

    /// What is wrong if a network cannot take its input.
    private func tooSmall(_ tensors: [ImageTensor]) -> ExtractionError? {
        for (extractor, tensor) in zip(extractors, tensors)
        where min(tensor.width, tensor.height) < extractor.minimumSide {
            return .tooSmall(width: tensor.width, height: tensor.height, least: extractor.minimumSide)
        }
        return nil
    }

    private func features(of tensors: [ImageTensor], photograph: String) throws -> [Float] {
        var features: [Float] = []
        for (extractor, tensor) in zip(extractors, tensors) {
            do {
                features += try extractor.features(of: tensor)
            } catch InferenceError.nonFiniteFeatures(let column) {
                throw ExtractionError.nonFinite(photograph: photograph, column: features.count + column)
            }
        }
        return features
    }
}
