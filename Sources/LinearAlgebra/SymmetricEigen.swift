/// The leading eigenvectors of a symmetric matrix, largest eigenvalue first.
public struct SymmetricEigen<Element: BLASElement>: Sendable {
    /// All `n` eigenvalues, descending; those of the vectors are the vectors' Rayleigh quotients.
    public let values: [Double]
    /// The eigenvectors as rows `[count, n]`, row `i` belonging to `values[i]`; each of unit length, its sign arbitrary.
    public let vectors: [Element]
    /// How many vectors there are.
    public let count: Int

    /// The elements of memory that a decomposition of this side needs at its peak, the matrix included.
    public static func elements(side n: Int) -> Int { 3 * n * n + 80 * n }

    /// The same with every eigenvector.
    public init(decomposing matrix: consuming [Element], side n: Int) throws {
        try self.init(decomposing: matrix, side: n) { $0.count }
    }

    /// Decomposes `matrix`, symmetric `[side, side]`, both triangles filled; `keeping` is given all eigenvalues,
    /// descending, and says how many vectors are wanted.
    ///
    /// Tridiagonal form, divide and conquer (Cuppen 1981), and the way back for the vectors that are wanted only.
    /// Workspaces are sized in integers: LAPACK's own answers are rounded floating point numbers. The reduction
    /// destroys one triangle only; in single precision the other one serves for Rayleigh quotients at the end,
    /// whose errors are the squares of the vectors'. Takes the storage of `matrix` over; besides it needs 2 side²
    /// elements. Throws `LinearAlgebraError` and what `keeping` throws. Cost: 4/3 side³ operations bound by memory,
    /// up to 4/3 side³ for the small problem, and 4 side² for each vector.
    @_specialize(where Element == Float)
    @_specialize(where Element == Double)
    public init(
        decomposing matrix: consuming [Element], side n: Int, keeping: ([Double]) throws -> Int
    ) throws {
        precondition(matrix.count == n * n, "\(matrix.count) elements are not a square of side \(n)")
        guard n > 0 else {
            self.init(values: [], vectors: [], count: try keeping([]))
            return
        }
        guard 1 + 4 * n + n * n <= Int(Int32.max) else { throw LinearAlgebraError.sideTooLarge(n) }
        let diagonal = (0..<n).map { matrix[$0 * (n + 1)] }
        var form = TridiagonalForm<Element>(side: n)
        try form.reduce(&matrix)
        var vectors = try form.solve()
        let ascending = form.diagonal.map { Double($0) }
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

/// A symmetric matrix on its way through LAPACK: its tridiagonal form and the reflectors that led there.
private struct TridiagonalForm<Element: BLASElement> {
    let side: Int
    /// After `solve` the eigenvalues, ascending.
    var diagonal: [Element]
    private var offDiagonal: [Element]
    private var reflectors: [Element]
    private var work: [Element]

    init(side n: Int) {
        side = n
        diagonal = [Element](repeating: 0, count: n)
        offDiagonal = [Element](repeating: 0, count: n)
        reflectors = [Element](repeating: 0, count: n)
        // The reduction and the way back work in blocks of at most 64 columns.
        work = [Element](repeating: 0, count: 64 * n + 64 * 65)
    }

    mutating func reduce(_ matrix: inout [Element]) throws(LinearAlgebraError) {
        let status = Element.tridiagonalise(
            n: Int32(side), a: &matrix, diagonal: &diagonal, offDiagonal: &offDiagonal, reflectors: &reflectors,
            work: &work, workCount: Int32(work.count))
        try Self.check(status, "sytrd")
    }

    /// The eigenvectors of the tridiagonal form as rows, ascending.
    mutating func solve() throws(LinearAlgebraError) -> [Element] {
        var vectors = [Element](repeating: 0, count: side * side)
        let workCount = 1 + 4 * side + side * side
        let integerCount = 3 + 5 * side
        var space = [Element](repeating: 0, count: workCount)
        var integers = [Int32](repeating: 0, count: integerCount)
        let status = Element.divideAndConquer(
            n: Int32(side), diagonal: &diagonal, offDiagonal: &offDiagonal, vectors: &vectors, work: &space,
            workCount: Int32(workCount), integers: &integers, integerCount: Int32(integerCount))
        try Self.check(status, "stedc")
        return vectors
    }

    mutating func transformBack(_ vectors: inout [Element], last count: Int, _ matrix: [Element]) throws(LinearAlgebraError) {
        guard count > 0 else { return }
        let first = (side - count) * side
        let status = vectors.withUnsafeMutableBufferPointer { vectors in
            vectors.baseAddress.map {
                Element.transformBack(
                    n: Int32(side), count: Int32(count), a: matrix, reflectors: reflectors, vectors: $0 + first,
                    work: &work, workCount: Int32(work.count))
            } ?? 0
        }
        try Self.check(status, "ormtr")
    }

    private static func check(_ status: Int32, _ routine: String) throws(LinearAlgebraError) {
        let name = Element.routinePrefix + routine
        if status < 0 { throw .invalidArgument(routine: name, position: Int(-status)) }
        if status > 0 { throw .notConverged(routine: name, offDiagonals: Int(status)) }
    }
}
