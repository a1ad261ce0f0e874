import Networks

/// Where the network of an extractor comes from.
public enum ExtractorSource: Sendable {
    /// Built in, with weights.
    case network(Network, weights: WeightsReference)
    /// From a file that holds both.
    case file(ModelFileRequest)
}

/// Only a network in a file is sent to another process.
extension ExtractorSource: Codable {
    public init(from decoder: any Decoder) throws {
        self = .file(try ModelFileRequest(from: decoder))
    }

    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .file(let request): try request.encode(to: encoder)
        case .network(let network, _):
            let problem = "\(network.name) is built in and not in a file"
            throw EncodingError.invalidValue(self, .init(codingPath: encoder.codingPath, debugDescription: problem))
        }
    }
}

/// What a user asks of a network in a file; nil is what the file decides.
public struct ModelFileRequest: Sendable, Codable {
    public var file: ModelFile
    /// Where the channels of the input are.
    public var layout: ChannelLayout?
    /// Outputs of the network whose values are the features; nil together with the taps for its only output.
    public var outputs: [String]?
    /// Which tokens of tensors `[1, tokens, width]` count.
    public var tokens: TokenPooling?

    public init(_ file: ModelFile) {
        self.file = file
    }
}

/// How a network in a file is read: stored with its features beside the path and the digest of the file.
public struct ModelReading: Sendable, Equatable, Codable {
    public let format: ModelFormat
    /// The name of the input that takes the picture.
    public let input: String
    public let layout: ChannelLayout
    /// How each tap becomes features, in the order of the taps.
    public let poolings: [Pooling]
}
