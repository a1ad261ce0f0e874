import Faults
import Foundation
import Imaging
import Networks
import Storage

/// Everything that decides what features an extractor gives for a picture: the network, where it is tapped, its
/// weights, how a picture becomes its input, and the precision.
///
/// It is stored with the features and with a trained classifier, and an extractor can be made from it again.
public struct ExtractorConfiguration: Sendable, Equatable, Codable {
    /// As `Network.init(named:)` understands it; for a network from a file `onnx:` or `model:` and the file's name.
    public let network: String
    /// Layers, or tensors of a file, whose pooled values are the features, in order; resolved, without patterns.
    public let taps: [String]
    /// Width of each tap, in the same order.
    public let tapWidths: [Int]
    /// The weights as they were asked for: `seeded:S`, or the path of the file of weights or of the whole network.
    public let weights: String
    /// SHA-256 of the file or files, or `seeded:S`.
    public let weightsDigest: String
    public let downsampling: EfficientNet.Downsampling
    /// How a picture becomes an input.
    public let input: InputDescription
    public let precision: Precision
    /// How the network is read from its file; nil for one that is built in.
    public let reading: ModelReading?

    /// Number of features.
    public var columns: Int { tapWidths.reduce(0, +) }

    /// The canonical text of configurations: a JSON list with sorted keys.
    public static func json(_ configurations: [ExtractorConfiguration]) throws(InferenceError) -> String {
        do {
            return try CanonicalJSON.text(configurations)
        } catch {
            throw .unreadableDescription(String(describing: error))
        }
    }

    /// Reads what `json(_:)` wrote: at least one configuration.
    public static func list(json: String) throws(InferenceError) -> [ExtractorConfiguration] {
        let configurations: [ExtractorConfiguration]
        do {
            configurations = try JSONDecoder().decode([ExtractorConfiguration].self, from: Data(json.utf8))
        } catch {
            throw .unreadableDescription(DecodingProblem(error).words)
        }
        guard !configurations.isEmpty else { throw .unreadableDescription("describes none") }
        for configuration in configurations { try configuration.requireSoundWidths() }
        return configurations
    }

    /// Wider than any layer of any network.
    private static let widestTap = 1 << 20
    private static let mostTaps = 10_000

    /// Throws `InferenceError.unreadableDescription` unless each tap has a width that a layer can have.
    private func requireSoundWidths() throws(InferenceError) {
        guard tapWidths.count == taps.count, (1...Self.mostTaps).contains(taps.count) else {
            throw .unreadableDescription("has \(tapWidths.count) widths (tapWidths) for \(taps.count) taps")
        }
        guard let wrong = tapWidths.first(where: { !(1...Self.widestTap).contains($0) }) else { return }
        throw .unreadableDescription("has a tap of \(wrong) columns (tapWidths); expected 1 to \(Self.widestTap)")
    }

    /// Whether features of the two mean the same: everything but the precision agrees, and the place where the
    /// weights lay, which for a network from a file includes its name.
    public func describesSameFeatures(as other: ExtractorConfiguration) -> Bool {
        (network == other.network || reading != nil) && reading == other.reading && taps == other.taps
            && weightsDigest == other.weightsDigest
            && downsampling == other.downsampling && input == other.input
    }

    init(
        _ facts: ModelFacts, weights: String, weightsDigest: String, input: InputDescription,
        downsampling: EfficientNet.Downsampling, precision: Precision
    ) {
        network = facts.name
        taps = facts.taps
        tapWidths = facts.tapWidths
        self.weights = weights
        self.weightsDigest = weightsDigest
        self.downsampling = downsampling
        self.input = input
        self.precision = precision
        reading = facts.reading
    }

    /// A network that is built in.
    public init(
        of network: WeightedNetwork, weights: WeightsReference, input: InputDescription,
        downsampling: EfficientNet.Downsampling, precision: Precision
    ) {
        self.init(
            ModelFacts(network), weights: weights.description, weightsDigest: network.weightsDigest, input: input,
            downsampling: downsampling, precision: precision)
    }

    /// The request that leads here again, with `weights` in the place of where they were. Throws `NetworksError`,
    /// `ModelFileError`.
    func request(weights: WeightsReference?) throws -> ExtractorRequest {
        let weights = try weights ?? WeightsReference(self.weights)
        var request: ExtractorRequest
        if let reading {
            var file = ModelFileRequest(try ModelFile(path: weights.description))
            file.layout = reading.layout
            file.tokens = reading.poolings.lazy.compactMap(\.tokens).first
            request = ExtractorRequest(source: .file(file))
        } else {
            request = ExtractorRequest(network: try Network(named: network), weights: weights)
        }
        request.taps = taps
        request.downsampling = downsampling
        request.precision = precision
        return request
    }
}
