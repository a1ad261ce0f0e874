/// A symmetric matrix on its way through LAPACK: its tridiagonal form and the reflectors that led there.
struct TridiagonalForm<Element: BLASElement> {
    let side: Int
    private var diagonal: [Element]
    private var offDiagonal: [Element]
    /// The scales of the reflectors.
    private var scales: [Element]

    /// How many reflectors are applied at a time: enough for matrix products to pay off.
    private static var blockWidth: Int { 128 }

    /// Reduces a matrix to its tridiagonal form.
    ///
    /// - Parameters:
    ///   - matrix: the matrix, `[side, side]`, with both triangles filled. The part above its diagonal becomes the reflectors.
    ///   - n: the side.
    /// - Throws: `LinearAlgebraError` if LAPACK fails.
    init(reducing matrix: inout [Element], side n: Int) throws(LinearAlgebraError) {
        side = n
        diagonal = [Element](repeating: 0, count: n)
        offDiagonal = [Element](repeating: 0, count: n)
        scales = [Element](repeating: 0, count: n)
        // The reduction works in blocks of at most 64 columns.
        var work = [Element](repeating: 0, count: 64 * n)
        let status = Element.tridiagonalise(
            n: Int32(n), a: &matrix, diagonal: &diagonal, offDiagonal: &offDiagonal, reflectors: &scales, work: &work,
            workCount: Int32(work.count))
        try Self.check(status, "sytrd")
    }

    /// The same form in another precision.
    init<Other: BLASElement>(_ other: TridiagonalForm<Other>) {
        side = other.side
        diagonal = other.diagonal.map { Element($0) }
        offDiagonal = other.offDiagonal.map { Element($0) }
        scales = other.scales.map { Element($0) }
    }

    /// The eigenvalues, ascending.
    ///
    /// Cost: 16 side² operations.
    func values() throws(LinearAlgebraError) -> [Double] {
        var (values, rest) = (diagonal, offDiagonal)
        try Self.check(Element.tridiagonalValues(n: Int32(side), diagonal: &values, offDiagonal: &rest), "sterf")
        return values.map { Double($0) }
    }

    /// The eigenvalues, ascending, and the eigenvectors of the tridiagonal form as rows.
    func solve() throws(LinearAlgebraError) -> (values: [Double], vectors: [Element]) {
        var vectors = [Element](repeating: 0, count: side * side)
        let workCount = 1 + 4 * side + side * side
        let integerCount = 3 + 5 * side
        var (values, rest) = (diagonal, offDiagonal)
        var space = [Element](repeating: 0, count: workCount)
        var integers = [Int32](repeating: 0, count: integerCount)
        let status = Element.divideAndConquer(
            n: Int32(side), diagonal: &values, offDiagonal: &rest, vectors: &vectors, work: &space,
            workCount: Int32(workCount), integers: &integers, integerCount: Int32(integerCount))
        try Self.check(status, "stedc")
        return (values.map { Double($0) }, vectors)
    }

    /// Turns the last `count` vectors into eigenvectors of the whole matrix, whose reflectors are in `matrix`.
    func transformBack(_ vectors: inout [Element], last count: Int, _ matrix: [Element]) throws(LinearAlgebraError) {
        guard count > 0, side > 1 else { return }
        let (n, width) = (side, Self.blockWidth)
        var factor = [Element](repeating: 0, count: width * width)
        var work = [Element](repeating: 0, count: width * count)
        var statuses: (Int32, Int32) = (0, 0)
        vectors.withUnsafeMutableBufferPointer { vectors in
            matrix.withUnsafeBufferPointer { matrix in
                guard let target = vectors.baseAddress, let source = matrix.baseAddress else { return }
                for first in stride(from: (n - 2) / width * width, through: 0, by: -width) {
                    let reflectors = source + first * (n + 1) + 1
                    let (length, part) = (Int32(n - 1 - first), Int32(min(width, n - 1 - first)))
                    statuses.0 = Element.blockFactor(
                        n: length, count: part, reflectors: reflectors, stride: Int32(n),
                        scales: Array(scales[first..<first + Int(part)]), factor: &factor)
                    guard statuses.0 == 0 else { return }
                    statuses.1 = Element.applyBlock(
                        n: length, vectors: Int32(count), reflectors: reflectors, reflectorCount: part,
                        stride: Int32(n), factor: factor, to: target + (n - count) * n + first + 1,
                        vectorStride: Int32(n), work: &work)
                    guard statuses.1 == 0 else { return }
                }
            }
        }
        try Self.check(statuses.0, "larft")
        try Self.check(statuses.1, "larfb")
    }

    private static func check(_ status: Int32, _ routine: String) throws(LinearAlgebraError) {
        let name = Element.routinePrefix + routine
        if status < 0 { throw .invalidArgument(routine: name, position: Int(-status)) }
        if status > 0 { throw .notConverged(routine: name, offDiagonals: Int(status)) }
    }
}
