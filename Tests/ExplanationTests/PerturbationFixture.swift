import Foundation
import Imaging
import TestSupport

/// What scikit-image, LIME and SHAP say: `explanation/perturbation.json`.
struct PerturbationFixture: Decodable {
    struct Divided: Decodable {
        let width: Int
        let height: Int
        let pixels: Data
        let quickshift: Data
        let noise: Data
        let quickshiftSmall: Data
        let slic: Data
        let slicPlain: Data
        let blur: Data
        let blurSmall: Data

        var picture: Picture { Picture(width: width, height: height, pixels: Array(pixels)) }
    }

    struct Fit: Decodable {
        let most: Int
        let intercept: Double
        let weights: [Double]
        let determination: Double
        let prediction: Double
    }

    struct Surrogate: Decodable {
        let segments: Int
        let masks: Data
        let values: [Double]
        let kernel: [Double]
        let fits: [String: Fit]
    }

    struct Owen: Decodable {
        let width: Int
        let height: Int
        let pixels: [Double]
        let hidden: [Double]
        let first: [Double]
        let second: [Double]
        let values: [String: [Double]]
        let base: Double
        let output: Double
    }

    let pictures: [Divided]
    let surrogate: Surrogate
    let owen: Owen

    static func read() throws -> PerturbationFixture { try Fixture.json("explanation/perturbation.json") }
}

extension Data {
    /// Numbers that are stored one after the other, little-endian.
    func numbers<Number: BitwiseCopyable>(_ type: Number.Type) -> [Number] {
        let size = MemoryLayout<Number>.size
        return (0..<count / size).map { place in
            withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place * size, as: type) }
        }
    }
}
