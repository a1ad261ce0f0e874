import Matrices

extension RandomStream {
    /// A random number from the symmetric distribution Beta(shape, shape), between 0 and 1.
    mutating func symmetricBeta(_ shape: Double) -> Double {
        let (one, other) = (gamma(shape: shape), gamma(shape: shape))
        return one + other > 0 ? one / (one + other) : 0.5
    }
}
