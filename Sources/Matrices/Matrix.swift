/// A dense matrix of 32-bit floats, stored row by row.
///
/// Shapes in this package are written `[rows, columns]`; a features matrix is `[images, columns]`.
/// Copy-on-write, like the array that holds its elements.
public struct Matrix: Sendable, Equatable {
    /// The number of rows, 0 or more.
    public let rows: Int
    /// The number of columns, 0 or more.
    public let columns: Int
    /// All `rows * columns` elements, row by row.
    public private(set) var elements: [Float]

    /// A matrix filled with one value.
    ///
    /// - Parameters:
    ///   - rows: the number of rows. Traps if it is negative.
    ///   - columns: the number of columns. Traps if it is negative.
    ///   - value: the value of every element.
    public init(rows: Int, columns: Int, repeating value: Float = 0) {
        precondition(rows >= 0 && columns >= 0, "a matrix cannot have a negative side")
        self.rows = rows
        self.columns = columns
        elements = [Float](repeating: value, count: rows * columns)
    }

    /// A matrix of the given elements.
    ///
    /// - Parameters:
    ///   - rows: the number of rows.
    ///   - columns: the number of columns.
    ///   - elements: the elements, row by row.
    /// - Precondition: `elements.count == rows * columns`.
    public init(rows: Int, columns: Int, elements: [Float]) {
        precondition(elements.count == rows * columns, "\(elements.count) elements cannot fill \(rows) x \(columns)")
        self.rows = rows
        self.columns = columns
        self.elements = elements
    }

    /// A matrix whose storage `initializer` fills.
    ///
    /// - Parameters:
    ///   - rows: the number of rows.
    ///   - columns: the number of columns.
    ///   - initializer: receives the uninitialised storage of `rows * columns` elements and must write every one of them.
    /// - Throws: what `initializer` throws.
    public init(
        rows: Int, columns: Int, unsafeUninitialized initializer: (UnsafeMutableBufferPointer<Float>) throws -> Void
    ) rethrows {
        self.rows = rows
        self.columns = columns
        elements = try [Float](unsafeUninitializedCapacity: rows * columns) { buffer, count in
            try initializer(UnsafeMutableBufferPointer(rebasing: buffer[0..<rows * columns]))
            count = rows * columns
        }
    }

    /// The element at a row and a column, both counted from 0.
    ///
    /// Traps outside the matrix.
    public subscript(row: Int, column: Int) -> Float {
        get {
            precondition(row >= 0 && row < rows && column >= 0 && column < columns, "index outside the matrix")
            return elements[row * columns + column]
        }
        set {
            precondition(row >= 0 && row < rows && column >= 0 && column < columns, "index outside the matrix")
            elements[row * columns + column] = newValue
        }
    }

    /// One row, `[columns]`.
    ///
    /// - Parameter index: the number of the row, in `0..<rows`.
    public func row(_ index: Int) -> ArraySlice<Float> {
        elements[index * columns..<(index + 1) * columns]
    }

    /// Calls `body` with the elements, row by row, without copying them.
    ///
    /// - Parameter body: receives a pointer that is valid only until it returns.
    /// - Returns: what `body` returns.
    public func withUnsafeBufferPointer<R>(_ body: (UnsafeBufferPointer<Float>) throws -> R) rethrows -> R {
        try elements.withUnsafeBufferPointer(body)
    }

    /// Calls `body` with the elements, row by row, which it may change.
    ///
    /// - Parameter body: receives a pointer that is valid only until it returns.
    /// - Returns: what `body` returns.
    public mutating func withUnsafeMutableBufferPointer<R>(
        _ body: (UnsafeMutableBufferPointer<Float>) throws -> R
    ) rethrows -> R {
        try elements.withUnsafeMutableBufferPointer { try body($0) }
    }
}
