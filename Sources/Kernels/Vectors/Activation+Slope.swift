import Foundation
import Graphs

extension Activation {
    /// Whether the slope follows from the sum, and not from the output alone.
    var needsSums: Bool { self == .gelu || self == .swish }

    /// The output for one sum.
    @inline(__always)
    func value(_ sum: Float) -> Float {
        switch self {
        case .linear: sum
        case .relu: max(sum, 0)
        case .relu6: min(max(sum, 0), 6)
        case .elu: sum > 0 ? sum : expm1(sum)
        case .gelu: sum * Self.normalShare(below: sum)
        case .swish: sum / (1 + exp(-sum))
        case .tanh: Foundation.tanh(sum)
        case .sigmoid: 1 / (1 + exp(-sum))
        }
    }

    /// The derivative of the output with respect to the sum; `sum` is read only where `needsSums`.
    @inline(__always)
    func slope(sum: Float, output: Float) -> Float {
        switch self {
        case .linear: return 1
        case .relu: return output > 0 ? 1 : 0
        case .relu6: return output > 0 && output < 6 ? 1 : 0
        case .elu: return output > 0 ? 1 : output + 1
        case .gelu: return Self.normalShare(below: sum) + sum * Self.normalDensity * exp(-0.5 * sum * sum)
        case .swish:
            let gate = 1 / (1 + exp(-sum))
            return gate * (1 + sum * (1 - gate))
        case .tanh: return 1 - output * output
        case .sigmoid: return output * (1 - output)
        }
    }

    private static func normalShare(below value: Float) -> Float { 0.5 * (1 + erf(value * 0.70710678)) }
    /// 1 / sqrt(2 pi).
    private static let normalDensity: Float = 0.39894228
}
