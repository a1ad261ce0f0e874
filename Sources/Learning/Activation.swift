import Foundation

/// What a dense layer does to the sums that it has computed.
public enum Activation: String, Codable, Sendable, CaseIterable {
    /// The sums themselves.
    case linear
    /// max(0, sum).
    case relu
    /// sum above 0, exp(sum) - 1 below (Clevert et al. 2016).
    case elu
    /// sum times the share of a standard normal distribution below it (Hendrycks and Gimpel 2016), without approximation.
    case gelu
    /// sum / (1 + exp(-sum)) (Ramachandran et al. 2017).
    case swish
    case tanh
    /// exp(sum) over the sum of these within a row: probabilities. Only the last layer has it.
    case softmax

    /// Those that a hidden layer can have.
    public static let hidden: [Activation] = allCases.filter { $0 != .softmax }

    /// Whether the slope follows from the sum, and not from the output alone.
    var needsSums: Bool { self == .gelu || self == .swish }

    /// The output for one sum; softmax, which needs a whole row, is left to the loss.
    @inline(__always)
    func value(_ sum: Float) -> Float {
        switch self {
        case .linear, .softmax: sum
        case .relu: max(sum, 0)
        case .elu: sum > 0 ? sum : expm1(sum)
        case .gelu: sum * Self.normalShare(below: sum)
        case .swish: sum / (1 + exp(-sum))
        case .tanh: Foundation.tanh(sum)
        }
    }

    /// The derivative of the output with respect to the sum; `sum` is read only where `needsSums`.
    @inline(__always)
    func slope(sum: Float, output: Float) -> Float {
        switch self {
        case .linear, .softmax: return 1
        case .relu: return output > 0 ? 1 : 0
        case .elu: return output > 0 ? 1 : output + 1
        case .gelu: return Self.normalShare(below: sum) + sum * Self.normalDensity * exp(-0.5 * sum * sum)
        case .swish:
            let gate = 1 / (1 + exp(-sum))
            return gate * (1 + sum * (1 - gate))
        case .tanh: return 1 - output * output
        }
    }

    private static func normalShare(below value: Float) -> Float { 0.5 * (1 + erf(value * 0.70710678)) }
    /// 1 / sqrt(2 pi).
    private static let normalDensity: Float = 0.39894228
}
