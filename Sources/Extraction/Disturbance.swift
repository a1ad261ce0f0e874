import Imaging
import Matrices
import Storage

/// What happens to all photographs of a pass before they reach a network.
public struct Disturbance: Sendable {
    public let perturbation: Perturbation
    private let seed: UInt64

    public init(_ perturbation: Perturbation, seed: UInt64) {
        self.perturbation = perturbation
        self.seed = seed
    }

    /// Of its own for each photograph and network, so that none depends on the order of others.
    func stream(for photograph: Photograph, _ network: String) -> RandomStream {
        RandomStream(seed: seed, name: "perturbation/\(perturbation.name)/\(network)/\(photograph.path)")
    }
}
