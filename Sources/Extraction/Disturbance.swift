import DataSets
import Imaging
import Matrices

/// A perturbation of photographs before they reach a network, with its random numbers.
public struct Disturbance: Sendable {
    /// What is done to the photographs.
    public let perturbation: Perturbation
    /// What the perturbed photographs are for.
    public enum Purpose: String, Sendable {
        /// To measure how a classifier withstands perturbations.
        case measuring = "perturbation"
        /// To train on perturbed copies.
        case training = "augmentation"
    }

    private let seed: UInt64
    private let purpose: Purpose

    /// Makes a disturbance.
    ///
    /// Those for different purposes are independent, whatever the seed.
    ///
    /// - Parameters:
    ///   - perturbation: what is done to the photographs.
    ///   - seed: the seed of the random numbers.
    ///   - purpose: what the perturbed photographs are for.
    public init(_ perturbation: Perturbation, seed: UInt64, purpose: Purpose) {
        self.perturbation = perturbation
        self.seed = seed
        self.purpose = purpose
    }

    /// One line that names everything on which the disturbance of a photograph depends.
    var identity: String { "\(purpose.rawValue) \(perturbation.name) \(seed)" }

    /// Random numbers for one photograph and network, so that none depends on the order of the others.
    func stream(for photograph: Photograph, _ network: String) -> RandomStream {
        RandomStream(seed: seed, name: "\(purpose.rawValue)/\(perturbation.name)/\(network)/\(photograph.path)")
    }
}
