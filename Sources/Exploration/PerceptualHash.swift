import Foundation
import Imaging

/// 64 bits that hardly change when a picture is scaled, compressed again or brightened.
///
/// They tell which of its lowest frequencies are above their median (Zauner 2010, "pHash").
public struct PerceptualHash: Sendable, Hashable, Codable {
    /// The bits, from the lowest frequency (most significant) to the highest.
    public let bits: UInt64

    /// Makes a hash from its bits.
    public init(bits: UInt64) { self.bits = bits }

    private static let side = 32
    private static let kept = 8

    /// Hashes a picture.
    ///
    /// Cost: one pass over the picture.
    ///
    /// - Throws: `ImagingError`.
    public init(of picture: Picture) throws(ImagingError) {
        let input = InputDescription(
            geometry: .stretch(width: Self.side, height: Self.side), values: .byte, orientation: .applied,
            resampling: .antialiasedBilinear)
        let values = try input.tensor(from: picture).values
        let luma = stride(from: 0, to: values.count, by: 3).map { pixel in
            0.299 * Double(values[pixel]) + 0.587 * Double(values[pixel + 1]) + 0.114 * Double(values[pixel + 2])
        }
        let frequencies = Self.lowFrequencies(luma)
        let sorted = frequencies.sorted()
        let median = (sorted[sorted.count / 2 - 1] + sorted[sorted.count / 2]) / 2
        bits = frequencies.reduce(0) { $0 << 1 | ($1 > median ? 1 : 0) }
    }

    /// The lowest coefficients of the cosine transform (DCT-II) along both sides.
    private static func lowFrequencies(_ luma: [Double]) -> [Double] {
        let basis = (0..<kept).map { frequency in
            (0..<side).map { cos(.pi * Double(frequency) * (Double($0) + 0.5) / Double(side)) }
        }
        let rows = (0..<side).map { y in
            (0..<kept).map { u in (0..<side).reduce(0) { $0 + luma[y * side + $1] * basis[u][$1] } }
        }
        return (0..<kept).flatMap { v in
            (0..<kept).map { u in (0..<side).reduce(0) { $0 + rows[$1][u] * basis[v][$1] } }
        }
    }

    /// The number of the 64 bits that differ.
    public func distance(to other: PerceptualHash) -> Int { (bits ^ other.bits).nonzeroBitCount }
}
