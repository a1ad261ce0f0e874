/// The leading eigenvectors of a symmetric matrix, largest eigenvalue first.
public struct SymmetricEigen<Element: BLASElement>: Sendable {
    /// All `n` eigenvalues, descending.
    public let values: [Double]
    /// The eigenvectors as rows `[count, n]`; row `i` belongs to `values[i]`.
    ///
    /// Each has unit length, and its sign is arbitrary.
    public let vectors: [Element]
    /// The number of eigenvectors.
    public let count: Int

    /// The number of elements that a decomposition needs in memory at its peak, including the matrix.
    ///
    /// - Parameter n: the side of the matrix.
    public static func elements(side n: Int) -> Int { 3 * n * n + 80 * n }

    /// Decomposes a matrix and keeps every eigenvector; see `init(decomposing:side:keeping:)`.
    ///
    /// - Parameters:
    ///   - matrix: symmetric, `[n, n]`, with both triangles filled.
    ///   - n: the side of the matrix.
    /// - Throws: `LinearAlgebraError`.
    public init(decomposing matrix: consuming [Element], side n: Int) throws {
        try self.init(decomposing: matrix, side: n) { $0.count }
    }

    /// Decomposes a symmetric matrix.
    ///
    /// The steps are: tridiagonal form, divide and conquer (Cuppen 1981, doi:10.1007/BF01396757), and the way back, for the
    /// wanted vectors only. The sizes of workspaces are computed in integers, because LAPACK reports them as rounded
    /// floating-point numbers. The reduction destroys only one triangle; in single precision the other one serves for
    /// Rayleigh quotients at the end, whose errors are the squares of the errors of the vectors.
    ///
    /// Memory: the storage of `matrix`, which is taken over, and 2 side² elements. Cost: 4/3 side³ operations bound by
    /// memory, up to 4/3 side³ for the small problem, and 4 side² for each vector.
    ///
    /// - Parameters:
    ///   - matrix: symmetric, `[n, n]`, with both triangles filled.
    ///   - n: the side of the matrix.
    ///   - keeping: receives all eigenvalues, descending, and returns how many vectors are wanted, in `0...n`.
    /// - Throws: `LinearAlgebraError`, and what `keeping` throws.
    @_specialize(where Element == Float)
    @_specialize(where Element == Double)
    public init(
        decomposing matrix: consuming [Element], side n: Int, keeping: ([Double]) throws -> Int
    ) throws {
        try Self.requireSide(n, of: matrix.count)
        guard n > 0 else {
            self.init(values: [], vectors: [], count: try keeping([]))
            return
        }
        let diagonal = (0..<n).map { matrix[$0 * (n + 1)] }
        let form = try TridiagonalForm(reducing: &matrix, side: n)
        var (ascending, vectors) = try form.solve()
        let count = try keeping(ascending.reversed())
        precondition(count >= 0 && count <= n, "\(count) of \(n) eigenvectors are wanted")
        try form.transformBack(&vectors, last: count, matrix)
        var values: [Double] = ascending.reversed()
        var order = Array((n - count..<n).reversed())
        if Element.self != Double.self {
            for index in 0..<n { matrix[index * (n + 1)] = diagonal[index] }
            let refined = Self.rayleighQuotients(of: vectors, last: count, side: n, matrix)
            order.sort { refined[$0 - (n - count)] > refined[$1 - (n - count)] }
            for (place, row) in order.enumerated() { values[place] = refined[row - (n - count)] }
        }
        self.init(values: values, vectors: Self.rows(order, of: vectors, side: n), count: count)
    }

    /// Decomposes a symmetric matrix, with eigenvalues in double precision whatever the precision of the vectors.
    ///
    /// The reduction to tridiagonal form mixes large and small numbers. In single precision its error is a rounding of the
    /// largest eigenvalue, in which the smallest ones are lost. So the reduction is done in double precision, and the
    /// vectors are computed in the precision of `Element` from a copy of the form.
    ///
    /// Memory: the storage of `matrix`, which is taken over, and 3 side² elements. Cost: as for
    /// `init(decomposing:side:keeping:)`, with twice the memory traffic in the reduction.
    ///
    /// - Parameters:
    ///   - matrix: symmetric, `[n, n]`, with both triangles filled.
    ///   - n: the side of the matrix.
    ///   - keeping: receives all eigenvalues, descending, and returns how many vectors are wanted, in `0...n`.
    /// - Throws: `LinearAlgebraError`, and what `keeping` throws.
    @_specialize(where Element == Float)
    @_specialize(where Element == Double)
    public init(
        decomposingPrecisely matrix: consuming [Double], side n: Int, keeping: ([Double]) throws -> Int
    ) throws {
        try Self.requireSide(n, of: matrix.count)
        guard n > 0 else {
            self.init(values: [], vectors: [], count: try keeping([]))
            return
        }
        let precise = try TridiagonalForm(reducing: &matrix, side: n)
        let values: [Double] = try precise.values().reversed()
        let count = try keeping(values)
        precondition(count >= 0 && count <= n, "\(count) of \(n) eigenvectors are wanted")
        let reflectors = matrix.map { Element($0) }
        matrix = []
        let form = TridiagonalForm<Element>(precise)
        var vectors = try form.solve().vectors
        try form.transformBack(&vectors, last: count, reflectors)
        self.init(
            values: values, vectors: Self.rows(Array((n - count..<n).reversed()), of: vectors, side: n), count: count)
    }

    private static func requireSide(_ n: Int, of count: Int) throws(LinearAlgebraError) {
        precondition(count == n * n, "\(count) elements are not a square of side \(n)")
        guard 1 + 4 * n + n * n <= Int(Int32.max) else { throw .sideTooLarge(n) }
    }

    private init(values: [Double], vectors: [Element], count: Int) {
        self.values = values
        self.vectors = vectors
        self.count = count
    }

    private static func rows(_ order: [Int], of vectors: [Element], side n: Int) -> [Element] {
        [Element](unsafeUninitializedCapacity: order.count * n) { target, initialised in
            vectors.withUnsafeBufferPointer { source in
                for (place, row) in order.enumerated() {
                    for column in 0..<n { target[place * n + column] = source[row * n + column] }
                }
            }
            initialised = order.count * n
        }
    }

    /// `vᵀ A v / vᵀ v` for the last `count` rows of `vectors`, summed in double precision.
    private static func rayleighQuotients(
        of vectors: [Element], last count: Int, side n: Int, _ matrix: [Element]
    ) -> [Double] {
        let panel = 512
        var products = [Element](repeating: 0, count: min(panel, count) * n)
        var quotients: [Double] = []
        vectors.withUnsafeBufferPointer { vectors in
            for start in stride(from: n - count, to: n, by: panel) {
                guard let base = vectors.baseAddress else { return }
                let rows = min(panel, n - start)
                Element.multiplySymmetric(rows: Int32(rows), n: Int32(n), b: base + start * n, a: matrix, c: &products)
                for row in 0..<rows {
                    var (sum, square) = (0.0, 0.0)
                    products.withUnsafeBufferPointer { products in
                        for column in 0..<n {
                            let loading = Double(vectors[(start + row) * n + column])
                            sum += loading * Double(products[row * n + column])
                            square += loading * loading
                        }
                    }
                    quotients.append(sum / square)
                }
            }
        }
        return quotients
    }
}
