import Imaging
import Matrices
import Storage

/// What happens to photographs before they reach a network.
public struct Disturbance: Sendable {
    public let perturbation: Perturbation
    /// What its random numbers are for.
    public enum Purpose: String, Sendable {
        case measuring = "perturbation"
        case training = "augmentation"
    }

    private let seed: UInt64
    private let purpose: Purpose

    /// Disturbances of different purposes are independent, whatever the seed.
    public init(_ perturbation: Perturbation, seed: UInt64, purpose: Purpose) {
        self.perturbation = perturbation
        self.seed = seed
        self.purpose = purpose
    }

    /// What decides what happens to a photograph, on one line.
    var identity: String { "\(purpose.rawValue) \(perturbation.name) \(seed)" }

    /// Of its own for each photograph and network, so that none depends on the order of others.
    func stream(for photograph: Photograph, _ network: String) -> RandomStream {
        RandomStream(seed: seed, name: "\(purpose.rawValue)/\(perturbation.name)/\(network)/\(photograph.path)")
    }
}
