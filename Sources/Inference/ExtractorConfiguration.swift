import Faults
import Files
import Foundation
import Imaging
import Networks

/// Everything that determines the features of a picture: network, taps, weights, input and precision.
///
/// It is stored with the features and with a trained classifier, and the extractor can be made from it again.
public struct ExtractorConfiguration: Sendable, Equatable, Codable {
    /// The name of the network, as in `Network.init(named:)`; for a network from a file `onnx:` or `model:` and the name of the
    /// file.
    public let network: String
    /// The layers, or tensors of a file, whose pooled values are the features, in order and without patterns.
    public let taps: [String]
    /// The width of each tap, in the same order.
    public let tapWidths: [Int]
    /// The weights as they were requested: `seeded:S`, or the path of the weight file or of the whole network.
    public private(set) var weights: String
    /// The SHA-256 of the file or files, or `seeded:S`.
    public let weightsDigest: String
    /// How convolutions of stride 2 are padded, for networks that offer a choice.
    public let downsampling: EfficientNet.Downsampling
    /// How a picture becomes an input.
    public let input: InputDescription
    /// The number format of the arithmetic.
    public let precision: Precision
    /// How the network is read from its file; nil for a built-in network.
    public let reading: ModelReading?

    /// The number of features.
    public var columns: Int { tapWidths.reduce(0, +) }

    /// The canonical text of configurations: a JSON list with sorted keys.
    ///
    /// - Throws: `InferenceError.unreadableDescription` if a configuration cannot be encoded.
    public static func json(_ configurations: [ExtractorConfiguration]) throws(InferenceError) -> String {
        do {
            return try CanonicalJSON.text(configurations)
        } catch {
            throw .unreadableDescription(String(describing: error))
        }
    }

    /// Reads what `json(_:)` wrote.
    ///
    /// - Throws: `InferenceError.unreadableDescription` unless the text holds at least one sound configuration.
    public static func list(json: String) throws(InferenceError) -> [ExtractorConfiguration] {
        let configurations: [ExtractorConfiguration]
        do {
            configurations = try JSONDecoder().decode([ExtractorConfiguration].self, from: Data(json.utf8))
        } catch {
            throw .unreadableDescription(DecodingProblem(error).words)
        }
        guard !configurations.isEmpty else { throw .unreadableDescription("describes no extractor") }
        for configuration in configurations { try configuration.requireSoundWidths() }
        return configurations
    }

    /// More than the width of any layer of any network.
    private static let widestTap = 1 << 20
    private static let mostTaps = 10_000

    /// Checks that each tap has a width that a layer can have.
    ///
    /// - Throws: `InferenceError.unreadableDescription`.
    private func requireSoundWidths() throws(InferenceError) {
        guard tapWidths.count == taps.count, (1...Self.mostTaps).contains(taps.count) else {
            throw .unreadableDescription("has \(tapWidths.count) widths (tapWidths) for \(taps.count) taps")
        }
        guard let wrong = tapWidths.first(where: { !(1...Self.widestTap).contains($0) }) else { return }
        throw .unreadableDescription("has a tap of \(wrong) columns (tapWidths); expected 1 to \(Self.widestTap)")
    }

    /// Whether the features of the two mean the same.
    ///
    /// Everything must agree except the precision and the place of the weights, which for a network from a file includes its
    /// name.
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

    /// The configuration of a built-in network.
    ///
    /// - Parameters:
    ///   - network: The network with its weights and taps.
    ///   - weights: The weights as they were requested.
    ///   - input: How a picture becomes an input.
    ///   - downsampling: How convolutions of stride 2 are padded.
    ///   - precision: The number format of the arithmetic.
    public init(
        of network: WeightedNetwork, weights: WeightsReference, input: InputDescription,
        downsampling: EfficientNet.Downsampling, precision: Precision
    ) {
        self.init(
            ModelFacts(network), weights: weights.description, weightsDigest: network.weightsDigest, input: input,
            downsampling: downsampling, precision: precision)
    }

    /// The same configuration with the weights in the folder of another file, if they are there and not where they were.
    ///
    /// A classifier and its weights may then be moved together, and be used from any folder. The digest of what is found there is
    /// checked as always.
    ///
    /// - Parameter file: The file that holds the configuration.
    public func withWeights(beside file: String) -> ExtractorConfiguration {
        guard case .file(let stored)? = try? WeightsReference(weights), !FileManager.default.fileExists(atPath: stored) else {
            return self
        }
        let folder = PathParts.folder(of: file)
        let path = (folder.isEmpty ? "" : folder + "/") + PathParts.name(of: stored)
        guard FileManager.default.fileExists(atPath: path) else { return self }
        var found = self
        found.weights = path
        return found
    }

    /// The request that leads to this configuration again, with `weights` in place of the stored ones; nil keeps those.
    ///
    /// - Throws: `NetworksError`, `ModelFileError`.
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
