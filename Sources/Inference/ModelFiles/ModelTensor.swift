/// A tensor of a network in a file.
public struct ModelTensor: Sendable, Equatable {
    /// The name of the tensor in the file.
    public let name: String
    /// The type of its numbers in the notation of OpenVINO, such as f32 or u8.
    public let type: String
    /// The length of each axis, nil where it is free; nil as a whole if even the number of axes is free.
    public let sides: [Int?]?
    /// Equal for all names of one tensor.
    let number: Int

    /// The type and the shape, such as `f32 [1, 3, ?, ?]`.
    public var summary: String {
        let shape = sides.map { "[" + $0.map { $0.map(String.init) ?? "?" }.joined(separator: ", ") + "]" }
        return "\(type) \(shape ?? "of any rank")"
    }
}

/// Which axis of a picture's tensor holds the channels.
public enum ChannelLayout: String, Sendable, Codable, CaseIterable {
    /// `[1, channels, height, width]`.
    case channelsFirst = "NCHW"
    /// `[1, height, width, channels]`.
    case channelsLast = "NHWC"
}

/// Which tokens of a tensor `[1, tokens, width]` of a transformer become features.
public enum TokenPooling: String, Sendable, Codable, CaseIterable {
    /// The first token, which stands for the class of the picture in transformers that have such a token.
    case first
    /// The mean of all tokens.
    case mean
    /// The mean of all tokens except the first.
    case patches
}

/// How a tensor becomes a row of features.
public enum Pooling: String, Sendable, Codable {
    /// No pooling, for `[1, width]`.
    case none
    /// The mean over the last two axes of `[1, width, rows, columns]`.
    case channelsFirst = "mean over the picture, channels first"
    /// The mean over the middle axes of `[1, rows, columns, width]`.
    case channelsLast = "mean over the picture, channels last"
    /// The first token of `[1, tokens, width]`.
    case firstToken = "first token"
    /// The mean of all tokens of `[1, tokens, width]`.
    case allTokens = "mean of all tokens"
    /// The mean of all tokens of `[1, tokens, width]` except the first.
    case otherTokens = "mean of all tokens but the first"

    init(_ tokens: TokenPooling) {
        switch tokens {
        case .first: self = .firstToken
        case .mean: self = .allTokens
        case .patches: self = .otherTokens
        }
    }

    /// The requested pooling of tokens; nil for tensors without tokens.
    var tokens: TokenPooling? { TokenPooling.allCases.first { Pooling($0) == self } }

    /// The axis of `[1, …]` that holds the features.
    var widthAxis: Int {
        switch self {
        case .none, .channelsFirst: 1
        case .firstToken, .allTokens, .otherTokens: 2
        case .channelsLast: 3
        }
    }
}
