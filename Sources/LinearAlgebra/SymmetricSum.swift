import Matrices

/// Which of the two symmetric products of a matrix is meant.
public enum GramSide: Sendable {
    /// `AᵀA`, `[columns, columns]`.
    case columns
    /// `AAᵀ`, `[rows, rows]`.
    case rows
}

/// A symmetric matrix that grows by adding products; it is kept in double precision whatever the precision of the products.
public struct SymmetricSum: Sendable {
    /// The number of rows and columns.
    public let side: Int
    /// `[side, side]`, row by row; only the part on and below the diagonal has a meaning.
    public private(set) var elements: [Double]

    /// A sum of nothing: all zeros.
    ///
    /// - Parameter side: the number of rows and columns.
    public init(side: Int) {
        self.side = side
        elements = [Double](repeating: 0, count: side * side)
    }

    /// A sum from its lower triangle.
    ///
    /// - Parameters:
    ///   - side: the number of rows and columns.
    ///   - triangle: `side (side + 1) / 2` elements, row by row; row `i` has `i + 1` of them.
    public init(side: Int, triangle: [Double]) {
        precondition(triangle.count == side * (side + 1) / 2, "\(triangle.count) elements do not form a triangle of side \(side)")
        self.init(side: side)
        var next = 0
        for row in 0..<side {
            for column in 0...row { elements[row * side + column] = triangle[next + column] }
            next += row + 1
        }
    }

    /// The elements of one row up to the diagonal, `[row + 1]`.
    ///
    /// - Parameter row: the number of the row, in `0..<side`.
    public func triangleRow(_ row: Int) -> ArraySlice<Double> {
        elements[row * side...row * side + row]
    }

    /// The sum of the diagonal.
    public var trace: Double { diagonal.reduce(0, +) }

    /// The diagonal, `[side]`.
    public var diagonal: [Double] { (0..<side).map { elements[$0 * (side + 1)] } }

    /// The bytes of memory that `add` needs in addition to the sum.
    ///
    /// - Parameters:
    ///   - side: the side of the sum.
    ///   - elementBytes: the size of an element of the products, 4 or 8.
    public static func panelBytes(side: Int, elementBytes: Int) -> Int { side * panelWidth(side) * elementBytes }

    private static func panelWidth(_ side: Int) -> Int { side < 4096 ? 256 : 512 }

    /// Adds the product of a block with itself, and `factor` times the product of a vector with itself.
    ///
    /// Products of a panel of columns are computed in the precision of the elements and added in double precision. Cost:
    /// rows columns side operations.
    ///
    /// - Parameters:
    ///   - block: `[rows, columns]`, row by row.
    ///   - rows: the number of rows of the block.
    ///   - columns: the number of columns of the block.
    ///   - stride: the length of the block's rows in memory.
    ///   - which: which product of the block to add. Traps if its side is not that of the sum.
    ///   - factor: the factor of the vector's product.
    ///   - vector: `[side]`; not needed if `factor` is 0.
    @_specialize(where Element == Float)
    @_specialize(where Element == Double)
    public mutating func add<Element: BLASElement>(
        _ block: UnsafePointer<Element>, rows: Int, columns: Int, stride: Int, side which: GramSide,
        plus factor: Double = 0, _ vector: [Double] = []
    ) {
        let n = which == .columns ? columns : rows
        precondition(n == side && (factor == 0 || vector.count == n), "the product and the sum differ in side")
        let width = Self.panelWidth(n)
        var panel = [Element](repeating: 0, count: n * min(width, n))
        for first in Swift.stride(from: 0, to: n, by: width) {
            let count = min(width, n - first)
            switch which {
            case .columns:
                multiply(
                    m: n - first, n: count, k: rows, block + first, aStride: stride, .transposed, block + first,
                    bStride: stride, .asStored, into: &panel, cStride: count)
            case .rows:
                multiply(
                    m: n - first, n: count, k: columns, block + first * stride, aStride: stride, .asStored,
                    block + first * stride, bStride: stride, .transposed, into: &panel, cStride: count)
            }
            add(panel, first: first, width: count, factor: factor, vector: vector)
        }
    }

    /// Adds a panel `[side - first, width]` to columns `first...`.
    private mutating func add<Element: BLASElement>(
        _ panel: [Element], first: Int, width: Int, factor: Double, vector: [Double]
    ) {
        let n = side
        elements.withUnsafeMutableBufferPointer { elements in
            // Each iteration writes its own rows.
            nonisolated(unsafe) let target = elements
            panel.withUnsafeBufferPointer { source in
                nonisolated(unsafe) let source = source
                BLASThreads.forEach(n - first) { offset in
                    let row = first + offset
                    let from = offset * width
                    let to = row * n + first
                    let count = min(width, row - first + 1)
                    for column in 0..<count { target[to + column] += Double(source[from + column]) }
                    guard factor != 0 else { return }
                    let scaled = factor * vector[row]
                    vector.withUnsafeBufferPointer { vector in
                        for column in 0..<count { target[to + column] += scaled * vector[first + column] }
                    }
                }
            }
        }
    }

    /// The whole matrix `[side, side]`, with both triangles filled, in the precision of `Element`.
    ///
    /// - Parameter type: `Float` or `Double`.
    @_specialize(where Element == Float)
    @_specialize(where Element == Double)
    public consuming func symmetric<Element: BLASElement>(as type: Element.Type = Element.self) -> [Element] {
        let n = side
        let elements = elements
        return [Element](unsafeUninitializedCapacity: n * n) { buffer, initialised in
            nonisolated(unsafe) let target = buffer
            elements.withUnsafeBufferPointer { source in
                nonisolated(unsafe) let source = source
                let tile = 64
                BLASThreads.forEach((n + tile - 1) / tile) { band in
                    let rows = band * tile..<min(n, (band + 1) * tile)
                    for start in stride(from: 0, to: rows.upperBound, by: tile) {
                        for row in rows {
                            for column in start..<min(start + tile, row + 1) {
                                let value = Element(source[row * n + column])
                                target[row * n + column] = value
                                target[column * n + row] = value
                            }
                        }
                    }
                }
            }
            initialised = n * n
        }
    }
}
