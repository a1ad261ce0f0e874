import Imaging
import Matrices

/// Attributions drawn at random, beside which those of a real method are measured.
///
/// Each cell of a square grid gets one number in [-1, 1).
public struct RandomAttribution: ExplanationMethod {
    /// The side of a cell, in pixels.
    public let cell: Int

    /// Random attributions.
    ///
    /// - Parameter cell: The side of a cell, in pixels.
    /// - Precondition: `cell` is at least 1.
    public init(cell: Int = 16) {
        precondition(cell >= 1, "a cell of \(cell) pixels")
        self.cell = cell
    }

    /// `random`.
    public var name: String { "random" }
    /// It does.
    public var dependsOnSeed: Bool { true }

    /// One number for each pixel.
    public func memory(width: Int, height: Int) -> Int { width * height * MemoryLayout<Float>.size }

    /// Draws a number for each cell.
    public func explain(
        _ picture: Picture, of function: any PictureFunction, seed: UInt64, progress: ExplanationProgress
    ) throws -> Attribution {
        let explained = try function.values(of: [picture])[0]
        try progress.report(1, of: 1)
        let (columns, rows) = ((picture.width + cell - 1) / cell, (picture.height + cell - 1) / cell)
        var stream = RandomStream(seed: seed, name: "random attribution")
        let cells = (0..<columns * rows).map { _ in Float(2 * stream.uniform() - 1) }
        var values: [Float] = []
        values.reserveCapacity(picture.width * picture.height)
        for row in 0..<picture.height {
            let first = row / cell * columns
            for column in 0..<picture.width { values.append(cells[first + column / cell]) }
        }
        return Attribution(
            method: name, width: picture.width, height: picture.height, values: values, explained: explained)
    }
}
