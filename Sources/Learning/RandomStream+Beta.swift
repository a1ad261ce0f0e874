import Foundation
import Matrices

extension RandomStream {
    /// A number of the symmetric distribution Beta(shape, shape), between 0 and 1.
    mutating func symmetricBeta(_ shape: Double) -> Double {
        let (one, other) = (gamma(shape), gamma(shape))
        return one + other > 0 ? one / (one + other) : 0.5
    }

    /// A number of the gamma distribution of this shape and scale 1 (Marsaglia and Tsang 2000).
    private mutating func gamma(_ shape: Double) -> Double {
        guard shape >= 1 else { return gamma(shape + 1) * pow(1 - uniform(), 1 / shape) }
        let base = shape - 1.0 / 3
        let width = 1 / (9 * base).squareRoot()
        while true {
            let deviate = normal()
            let root = 1 + width * deviate
            guard root > 0 else { continue }
            let cube = root * root * root
            if log(1 - uniform()) < 0.5 * deviate * deviate + base * (1 - cube + log(cube)) { return base * cube }
        }
    }
}
