import Concurrency
import LinearAlgebra
import Matrices
import Testing
import TestSupport

/// Products of one thread against those of BLAS, and brain floats against their definition.
@Suite struct SerialProductTests {
    private static let shapes = [(1, 1, 1), (3, 5, 7), (33, 2, 64), (17, 130, 31), (128, 257, 100)]
    private static let orientations: [(Orientation, Orientation)] = [
        (.asStored, .asStored), (.transposed, .asStored), (.asStored, .transposed), (.transposed, .transposed),
    ]

    /// Two factors `[m, k]` and `[k, n]` as they are stored.
    private func factors(_ shape: (m: Int, n: Int, k: Int), _ orientations: (Orientation, Orientation)) -> (Matrix, Matrix) {
        var stream = RandomStream(seed: 3, name: "factors")
        func draw(_ rows: Int, _ columns: Int, _ orientation: Orientation) -> Matrix {
            let (rows, columns) = orientation == .asStored ? (rows, columns) : (columns, rows)
            return Matrix(
                rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in Float(stream.normal()) })
        }
        return (draw(shape.m, shape.k, orientations.0), draw(shape.k, shape.n, orientations.1))
    }

    @Test func productsAreThoseOfBLAS() {
        for shape in Self.shapes {
            for orientations in Self.orientations {
                let (a, b) = factors(shape, orientations)
                var product = [Float](repeating: .nan, count: shape.0 * shape.1)
                SerialProduct.multiply(
                    m: shape.0, n: shape.1, k: shape.2, a.elements, aStride: a.columns, orientations.0, b.elements,
                    bStride: b.columns, orientations.1, into: &product, cStride: shape.1)
                let expected = a.multiplied(orientations.0, by: b, orientations.1)
                expectClose(product, expected.elements, tolerance: 1e-4, "\(shape) \(orientations)")
            }
        }
    }

    @Test(.enabled(if: SerialProduct.canMultiplyBrainFloats))
    func productsOfBrainFloatsAreThoseOfTheRoundedNumbers() {
        for shape in Self.shapes {
            for orientations in Self.orientations {
                let (a, b) = factors(shape, orientations)
                let (roundedA, roundedB) = (rounded(a), rounded(b))
                var product = [Float](repeating: .nan, count: shape.0 * shape.1)
                SerialProduct.multiply(
                    m: shape.0, n: shape.1, k: shape.2, roundedA.bits, aStride: a.columns, orientations.0, roundedB.bits,
                    bStride: b.columns, orientations.1, into: &product, cStride: shape.1)
                let expected = roundedA.values.multiplied(orientations.0, by: roundedB.values, orientations.1)
                expectClose(product, expected.elements, tolerance: 1e-4, "\(shape) \(orientations)")
            }
        }
    }

    private func rounded(_ matrix: Matrix) -> (bits: [BrainFloat], values: Matrix) {
        let bits = rounded(matrix.elements)
        let values = bits.map { Float(bitPattern: UInt32($0.bits) << 16) }
        return (bits, Matrix(rows: matrix.rows, columns: matrix.columns, elements: values))
    }

    private func rounded(_ values: [Float]) -> [BrainFloat] {
        [BrainFloat](unsafeUninitializedCapacity: values.count) { buffer, count in
            if let base = buffer.baseAddress { BrainFloat.round(values, count: values.count, into: base) }
            count = values.count
        }
    }

    @Test func brainFloatsAreTheNearest() {
        // 1 + 2^-8 lies halfway between 1 and 1 + 2^-7, and 1 + 3 * 2^-8 halfway between 1 + 2^-7 and 1 + 2^-6.
        let values: [Float] = [0, -0.0, 1, 1 + 0x1p-8, 1 + 0x1.8p-7, 1 + 0x1.02p-8, -3.140625, -.leastNonzeroMagnitude]
        let expected: [Float] = [0, -0.0, 1, 1, 1 + 0x1p-6, 1 + 0x1p-7, -3.140625, -0.0]
        #expect(rounded(values).map(\.bits) == expected.map { UInt16($0.bitPattern >> 16) })
    }

    @Test(arguments: [1, 2, 5])
    func everyBlockIsDoneOnce(_ workers: Int) {
        let counts = (0..<7).map { _ in UnsafeMutablePointer<Int>.allocate(capacity: 1) }
        defer { counts.forEach { $0.deallocate() } }
        counts.forEach { $0.pointee = 0 }
        WorkBlocks.forEach(counts.count, workers: workers) { block, worker in
            counts[block].pointee += worker < workers ? 1 : 100
        }
        #expect(counts.map(\.pointee) == [Int](repeating: 1, count: 7))
        #expect(WorkBlocks.count(of: 4, covering: 9) == 3)
    }
}
