/// A tensor of a network in a file.
public struct ModelTensor: Sendable, Equatable {
    public let name: String
    /// As OpenVINO writes it: f32, u8, …
    public let type: String
    /// The length of each axis, nil where it is free; nil altogether where even their number is.
    public let sides: [Int?]?
    /// Equal for the names of one tensor.
    let number: Int

    /// `f32 [1, 3, ?, ?]`.
    public var summary: String {
        let shape = sides.map { "[" + $0.map { $0.map(String.init) ?? "?" }.joined(separator: ", ") + "]" }
        return "\(type) \(shape ?? "of any rank")"
    }
}

/// Where the channels of a picture's tensor are.
public enum ChannelLayout: String, Sendable, Codable, CaseIterable {
    /// `[1, channels, height, width]`.
    case channelsFirst = "NCHW"
    /// `[1, height, width, channels]`.
    case channelsLast = "NHWC"
}

/// Which tokens of a transformer's tensor `[1, tokens, width]` become features.
public enum TokenPooling: String, Sendable, Codable, CaseIterable {
    /// The first, which stands for the picture's class in transformers that have such a token.
    case first
    /// The mean of all.
    case mean
    /// The mean of all but the first.
    case patches
}

/// How a tensor becomes a row of features.
public enum Pooling: String, Sendable, Codable {
    /// `[1, width]`.
    case none
    /// The mean over the last two axes of `[1, width, rows, columns]`.
    case channelsFirst = "mean over the picture, channels first"
    /// The mean over the middle axes of `[1, rows, columns, width]`.
    case channelsLast = "mean over the picture, channels last"
    case firstToken = "first token"
    case allTokens = "mean of all tokens"
    case otherTokens = "mean of all tokens but the first"

    init(_ tokens: TokenPooling) {
        switch tokens {
        case .first: self = .firstToken
        case .mean: self = .allTokens
        case .patches: self = .otherTokens
        }
    }

    /// What was asked for where tokens are pooled.
    var tokens: TokenPooling? { TokenPooling.allCases.first { Pooling($0) == self } }

    /// The axis of `[1, …]` along which the features lie.
    var widthAxis: Int {
        switch self {
        case .none, .channelsFirst: 1
        case .firstToken, .allTokens, .otherTokens: 2
        case .channelsLast: 3
        }
    }
}
