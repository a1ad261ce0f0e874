/// A bound on gradients before the optimiser sees them.
public enum GradientClipping: Codable, Sendable, Equatable {
    /// All gradients are scaled so that their Euclidean norm is at most this (Pascanu, Mikolov and Bengio 2013).
    case norm(Double)
    /// Each number is cut off at plus and minus this.
    case value(Double)

    package func check() throws(LearningError) {
        let (name, limit) =
            switch self {
            case .norm(let limit): ("largest norm of gradients", limit)
            case .value(let limit): ("largest value of gradients", limit)
            }
        if !(limit > 0 && limit.isFinite) { throw .configurationValue(name: name, value: limit, expected: "above 0") }
    }
}
