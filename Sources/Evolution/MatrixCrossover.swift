import Foundation
import Matrices

/// A crossover in which the child takes a rectangle of columns from the second parent and the rest from the first.
///
/// The columns are written row by row into a matrix that is as nearly square as possible. The child is then brought to its size
/// with columns that the parents hold.
public struct MatrixCrossover: Crossover {
    /// Implements the requirement of `Crossover`.
    public let leastParents = 2
    /// The value as text.
    public let description = "matrix"

    /// Makes the crossover; it has no settings.
    public init() {}

    /// Implements the requirement of `Crossover`.
    public func child(
        _ position: Int, of parents: [FeatureMask], sized sizing: MaskSizing, using stream: inout RandomStream
    ) throws(EvolutionError) -> FeatureMask {
        try bitChild(position, of: parents, sized: sizing, using: &stream) { bits, stream in
            let width = max(1, Int(Double(bits[0].count).squareRoot().rounded(.up)))
            let height = (bits[0].count + width - 1) / width
            let rows = Self.slice(of: height, using: &stream), columns = Self.slice(of: width, using: &stream)
            return bits[0].indices.map { index in
                bits[rows.contains(index / width) && columns.contains(index % width) ? 1 : 0][index]
            }
        }
    }

    /// A random range of neighbouring lines, at least one.
    private static func slice(of count: Int, using stream: inout RandomStream) -> ClosedRange<Int> {
        let ends = (0..<2).map { _ in Int.random(in: 0..<count, using: &stream) }.sorted()
        return ends[0]...ends[1]
    }
}
