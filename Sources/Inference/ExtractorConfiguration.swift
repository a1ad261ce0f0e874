import Foundation
import Imaging
import Networks

/// Everything that decides what features an extractor gives for a picture: the network, where it is tapped, its
/// weights, how a picture becomes its input, and the precision.
///
/// It is stored with the features and with a trained classifier, and an extractor can be made from it again.
public struct ExtractorConfiguration: Sendable, Equatable, Codable {
    /// As `Network.init(named:)` understands it.
    public let network: String
    /// Layers whose pooled maps are the features, in order; resolved, without patterns.
    public let taps: [String]
    /// Width of each tap, in the same order.
    public let tapWidths: [Int]
    /// The weights as they were asked for: `seeded:S` or a path.
    public let weights: String
    /// SHA-256 of the weights file, or `seeded:S`.
    public let weightsDigest: String
    /// Whether the file's variances were read as deviations, as published EfficientNet files need.
    public let normalisesTwice: Bool
    public let downsampling: EfficientNet.Downsampling
    /// How a picture becomes an input.
    public let input: InputDescription
    public let precision: Precision

    /// Number of features.
    public var columns: Int { tapWidths.reduce(0, +) }

    /// The canonical text of configurations: a JSON list with sorted keys.
    public static func json(_ configurations: [ExtractorConfiguration]) throws(InferenceError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(configurations), as: UTF8.self)
        } catch {
            throw .unreadableDescription(String(describing: error))
        }
    }

    /// Reads what `json(_:)` wrote.
    public static func list(json: String) throws(InferenceError) -> [ExtractorConfiguration] {
        do {
            return try JSONDecoder().decode([ExtractorConfiguration].self, from: Data(json.utf8))
        } catch {
            throw .unreadableDescription(String(describing: error))
        }
    }

    /// Whether features of the two mean the same: everything but the precision agrees, and the place where the
    /// weights lay.
    public func describesSameFeatures(as other: ExtractorConfiguration) -> Bool {
        network == other.network && taps == other.taps && weightsDigest == other.weightsDigest
            && normalisesTwice == other.normalisesTwice && downsampling == other.downsampling && input == other.input
    }

    init(
        network: WeightedNetwork, weights: WeightsReference, downsampling: EfficientNet.Downsampling,
        input: InputDescription, precision: Precision
    ) {
        self.network = network.network.name
        taps = network.taps
        tapWidths = network.tapWidths
        self.weights = weights.description
        weightsDigest = network.weightsDigest
        normalisesTwice = network.normalisesTwice
        self.downsampling = downsampling
        self.input = input
        self.precision = precision
    }
}
