import LinearAlgebra
import Matrices

/// A subspace that comes closer to the leading principal directions with every pass over the rows (Halko, Martinsson and
/// Tropp 2011, "Finding structure with randomness", doi:10.1137/090771806).
///
/// Each pass multiplies the subspace by the scatter of the rows, which is never formed. The products give the Ritz values
/// and, without another pass, the residual of each. A true eigenvalue lies within that distance (Weyl 1912).
struct RandomisedRange {
    /// `[directions, columns]`, orthonormal rows.
    private var basis: [Double]
    private let directions: Int
    private let columns: Int
    /// The mean of the rows, known after the first pass.
    private(set) var mean: [Double] = []
    private(set) var total = 0.0
    private(set) var passes = 0

    /// Eigenvalues of the scatter with their vectors as rows, and the residuals of both.
    struct Ritz {
        let values: [Double]
        let vectors: [Double]
        let residuals: [Double]
    }

    init(directions: Int, columns: Int, seed: UInt64) throws {
        var stream = RandomStream(seed: seed, name: "randomised range")
        self.directions = directions
        self.columns = columns
        basis = (0..<directions * columns).map { _ in stream.normal() }
        try orthonormalise()
    }

    /// One pass over the rows; the subspace becomes its product with the scatter.
    mutating func pass(over source: some RowSource, observe: (Int) throws -> Void) throws -> Ritz {
        var sums = [Double](repeating: 0, count: directions * columns)
        let single = Matrix(rows: directions, columns: columns, elements: basis.map { Float($0) })
        var shift = mean
        var offset = [Double](repeating: 0, count: columns)
        var squares = 0.0
        try source.forEachBlock(rows: BlockSize.rows(columns: columns)) { first, block in
            if shift.isEmpty { shift = columnMeans(of: block) }
            let deviations = centred(block, mean: shift)
            if passes == 0 {
                squares += deviations.elements.reduce(0.0) { $0 + Double($1) * Double($1) }
                let means = columnMeans(of: deviations)
                for column in 0..<columns { offset[column] += means[column] * Double(block.rows) }
            }
            let scores = deviations.multiplied(by: single, .transposed)
            let product = scores.multiplied(.transposed, by: deviations)
            product.withUnsafeBufferPointer { product in
                for index in sums.indices { sums[index] += Double(product[index]) }
            }
            try observe(first + block.rows)
        }
        if passes == 0 { settleMean(rows: source.rowCount, shift, offset, squares, &sums) }
        passes += 1
        let ritz = try decompose(sums)
        basis = sums
        try orthonormalise()
        return ritz
    }

    /// Moves the products of the first pass, which were taken about the mean of one block, to the mean of all rows.
    private mutating func settleMean(
        rows: Int, _ shift: [Double], _ offset: [Double], _ squares: Double, _ sums: inout [Double]
    ) {
        let count = Double(rows)
        let difference = offset.map { $0 / count }
        mean = zip(shift, difference).map { $0 + $1 }
        total = squares - count * difference.reduce(0) { $0 + $1 * $1 }
        for row in 0..<directions {
            let along = (0..<columns).reduce(0.0) { $0 + basis[row * columns + $1] * difference[$1] }
            for column in 0..<columns { sums[row * columns + column] -= count * along * difference[column] }
        }
    }

    /// The eigenvectors of the scatter within the subspace (Rayleigh and Ritz); `sums` are the products of the subspace.
    private func decompose(_ sums: [Double]) throws -> Ritz {
        let l = directions
        var small = [Double](repeating: 0, count: l * l)
        multiply(
            m: l, n: l, k: columns, sums, aStride: columns, .asStored, basis, bStride: columns, .transposed, into: &small,
            cStride: l)
        for i in 0..<l {
            for j in 0..<i {
                let middle = (small[i * l + j] + small[j * l + i]) / 2
                small[i * l + j] = middle
                small[j * l + i] = middle
            }
        }
        let eigen = try SymmetricEigen<Double>(decomposing: small, side: l)
        let vectors = turned(basis, by: eigen.vectors)
        let products = turned(sums, by: eigen.vectors)
        let residuals = (0..<l).map { row in
            (0..<columns).reduce(0.0) { sum, column in
                let difference = products[row * columns + column] - eigen.values[row] * vectors[row * columns + column]
                return sum + difference * difference
            }.squareRoot()
        }
        return Ritz(values: eigen.values, vectors: vectors, residuals: residuals)
    }

    /// `rotation [l, l]` times `rows [l, columns]`.
    private func turned(_ rows: [Double], by rotation: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: rows.count)
        multiply(
            m: directions, n: columns, k: directions, rotation, aStride: directions, .asStored, rows, bStride: columns,
            .asStored, into: &result, cStride: columns)
        return result
    }

    /// Makes the rows orthonormal with the eigenvectors of their products.
    ///
    /// It does so twice, because the products square the condition number. Directions without length become zeros in the second
    /// round.
    private mutating func orthonormalise() throws {
        for _ in 0..<2 {
            var products = SymmetricSum(side: directions)
            products.add(basis, rows: directions, columns: columns, stride: columns, side: .rows)
            let eigen = try SymmetricEigen<Double>(decomposing: products.symmetric(), side: directions)
            let floor = eigen.values[0] * 1e-14
            var scaled = eigen.vectors
            for row in 0..<directions {
                let factor = eigen.values[row] > floor ? 1 / eigen.values[row].squareRoot() : 0
                for column in 0..<directions { scaled[row * directions + column] *= factor }
            }
            basis = turned(basis, by: scaled)
        }
    }
}
