import LinearAlgebra
import Matrices

/// Rows whose columns are uncorrelated and of unit variance (divisor: the number of rows), kept in memory because FastICA
/// goes over them again and again.
struct WhitenedRows {
    /// `[rows, columns]`.
    private let rows: Matrix
    /// The number of rows processed at a time.
    private static let blockRows = 4096

    /// The bytes that the rows take, together with what is needed to go over them.
    static func bytes(rows: Int, columns: Int) -> Int {
        4 * rows * columns + (4 * min(rows, blockRows) + 20 * columns) * columns
    }

    /// Projects the rows of `source`; `observe` receives how many are done.
    init(_ source: some RowSource, by projection: Projection, observe: (Int) throws -> Void) throws {
        let columns = projection.directions.rows
        var elements: [Float] = []
        elements.reserveCapacity(source.rowCount * columns)
        try projection.transform(source) { scores in
            elements += scores.elements
            try observe(elements.count / columns)
        }
        rows = Matrix(rows: source.rowCount, columns: columns, elements: elements)
    }

    var count: Int { rows.rows }
    var columns: Int { rows.columns }

    /// One step of FastICA's fixed-point iteration for directions `[directions, columns]`.
    ///
    /// For each direction, this is the mean over the rows of the contrast's first derivative times the row, less the mean of
    /// its second derivative times the direction. Published by Hyvärinen (1999).
    func step(_ directions: [Double], _ contrast: Contrast) -> [Double] {
        let (height, width) = (directions.count / columns, columns)
        var products = [Double](repeating: 0, count: height * width)
        var curvatures = [Double](repeating: 0, count: height)
        forEachBlock(directions) { block, count, sources in
            let sums = contrast.apply(sources, rows: count, columns: height)
            for index in curvatures.indices { curvatures[index] += sums[index] }
            guard let weights = sources.baseAddress else { return }
            var product = [Float](repeating: 0, count: height * width)
            multiply(
                m: height, n: width, k: count, weights, aStride: height, .transposed, block, bStride: width, .asStored,
                into: &product, cStride: width)
            for index in products.indices { products[index] += Double(product[index]) }
        }
        let factor = 1 / Double(count)
        return products.indices.map { (products[$0] - curvatures[$0 / width] * directions[$0]) * factor }
    }

    /// The deviation (divisor: the number of rows) along each of the directions.
    func deviations(along directions: [Double]) -> [Double] {
        let height = directions.count / columns
        var (sums, squares) = ([Double](repeating: 0, count: height), [Double](repeating: 0, count: height))
        forEachBlock(directions) { _, count, sources in
            for index in 0..<count * height {
                let value = Double(sources[index])
                sums[index % height] += value
                squares[index % height] += value * value
            }
        }
        let total = Double(count)
        return (0..<height).map { max(0, squares[$0] / total - (sums[$0] / total) * (sums[$0] / total)).squareRoot() }
    }

    /// Calls `body` with each block of rows, their number, and their products with the directions `[rows, directions]`,
    /// which it may change.
    private func forEachBlock(
        _ directions: [Double], _ body: (UnsafePointer<Float>, Int, UnsafeMutableBufferPointer<Float>) -> Void
    ) {
        let (height, width) = (directions.count / columns, columns)
        let single = directions.map { Float($0) }
        var products = [Float](repeating: 0, count: min(Self.blockRows, count) * height)
        rows.withUnsafeBufferPointer { rows in
            guard let base = rows.baseAddress else { return }
            products.withUnsafeMutableBufferPointer { products in
                guard let target = products.baseAddress else { return }
                for first in stride(from: 0, to: count, by: Self.blockRows) {
                    let part = min(Self.blockRows, count - first)
                    multiply(
                        m: part, n: height, k: width, base + first * width, aStride: width, .asStored, single,
                        bStride: width, .transposed, into: target, cStride: height)
                    body(base + first * width, part, products)
                }
            }
        }
    }
}
