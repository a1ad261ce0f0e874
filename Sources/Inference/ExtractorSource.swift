import Networks

/// The source of the network of an extractor.
public enum ExtractorSource: Sendable {
    /// A built-in network, with weights.
    case network(Network, weights: WeightsReference)
    /// A file that holds both network and weights.
    case file(ModelFileRequest)
}

/// Only a network in a file is ever sent to another process.
extension ExtractorSource: Codable {
    /// Decodes the value, and checks it.
    public init(from decoder: any Decoder) throws {
        self = .file(try ModelFileRequest(from: decoder))
    }

    /// Encodes the value.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .file(let request): try request.encode(to: encoder)
        case .network(let network, _):
            let problem = "\(network.name) is built in and not in a file"
            throw EncodingError.invalidValue(self, .init(codingPath: encoder.codingPath, debugDescription: problem))
        }
    }
}

/// What a user asks of a network in a file; nil leaves the choice to the file.
public struct ModelFileRequest: Sendable, Codable {
    /// The file, or folder, of the network.
    public var file: ModelFile
    /// Where the channels of the input are; nil if the shape of the input shows it.
    public var layout: ChannelLayout?
    /// The outputs of the network whose values are the features; nil for its only output, or for taps.
    public var outputs: [String]?
    /// Which tokens of tensors `[1, tokens, width]` are used.
    public var tokens: TokenPooling?

    /// A request that leaves all choices to the file.
    public init(_ file: ModelFile) {
        self.file = file
    }
}

/// How a network in a file is read.
///
/// It is stored with the features, together with the path and the digest of the file.
public struct ModelReading: Sendable, Equatable, Codable {
    /// The format of the file.
    public let format: ModelFormat
    /// The name of the input that takes the picture.
    public let input: String
    /// Where the channels of the input are.
    public let layout: ChannelLayout
    /// How each tap becomes features, in the order of the taps.
    public let poolings: [Pooling]
}
