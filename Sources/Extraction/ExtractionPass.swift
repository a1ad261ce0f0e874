import Imaging
import Inference
import Matrices
import Storage

/// What became of one photograph.
public enum ExtractionOutcome: Sendable, Equatable {
    /// The features of all extractors, side by side.
    case features([Float])
    case skipped(reason: String)
}

/// One walk over photographs: decoding and resizing run ahead on other threads while the networks compute.
///
/// Each photograph is decoded once, whatever the number of extractors. Outcomes come in the order of the photographs.
public struct ExtractionPass {
    private let extractors: [FeatureExtractor]
    private let decoder: PictureDecoder
    private let window: Int

    /// A photograph made ready for each extractor.
    private enum Prepared: Sendable {
        case tensors([ImageTensor])
        case skipped(reason: String)
    }

    /// `threads` pictures are prepared at a time, and two more wait.
    public init(extractors: [FeatureExtractor], decoder: PictureDecoder = PictureDecoder(), threads: Int) {
        self.extractors = extractors
        self.decoder = decoder
        window = threads + 2
    }

    /// Calls `body` with the number and the outcome of every photograph from number `first` on.
    ///
    /// A photograph that cannot be read is an outcome. Throws `InferenceError` when a network fails,
    /// `ExtractionError.nonFinite`, and whatever `body` throws.
    public func run(
        _ photographs: [Photograph], from first: Int = 0, body: (Int, ExtractionOutcome) throws -> Void
    ) throws {
        let inputs = extractors.map { (description: $0.configuration.input, minimumSide: $0.minimumSide) }
        let decoder = decoder
        let prefetcher = Prefetcher(first..<photographs.count, window: window) { number in
            Self.prepare(photographs[number], decoder: decoder, inputs: inputs)
        }
        var number = first
        while let prepared = prefetcher.next() {
            try body(number, outcome(of: prepared, photograph: photographs[number]))
            number += 1
        }
    }

    private static func prepare(
        _ photograph: Photograph, decoder: PictureDecoder, inputs: [(description: InputDescription, minimumSide: Int)]
    ) -> Prepared {
        if let obstacle = photograph.obstacle { return .skipped(reason: obstacle) }
        do throws(ImagingError) {
            let picture = try decoder.decode(path: photograph.location)
            var tensors: [ImageTensor] = []
            for input in inputs {
                let tensor = try input.description.tensor(from: picture)
                guard min(tensor.width, tensor.height) >= input.minimumSide else {
                    return .skipped(
                        reason: "the picture is too small for the network (\(tensor.width)x\(tensor.height) pixels "
                            + "reach it, at least \(input.minimumSide) on each side are needed)")
                }
                tensors.append(tensor)
            }
            return .tensors(tensors)
        } catch {
            return .skipped(reason: error.reason)
        }
    }

    private func outcome(of prepared: Prepared, photograph: Photograph) throws -> ExtractionOutcome {
        switch prepared {
        case .skipped(let reason):
            return .skipped(reason: reason)
        case .tensors(let tensors):
            var features: [Float] = []
            for (extractor, tensor) in zip(extractors, tensors) {
                do {
                    features += try extractor.features(of: tensor)
                } catch InferenceError.nonFiniteFeatures(let column) {
                    throw ExtractionError.nonFinite(photograph: photograph.path, column: features.count + column)
                }
            }
            return .features(features)
        }
    }
}
