import COneDNN
import Matrices

/// How a factor is used: the letter that the functions take.
enum Letter: CChar, CaseIterable {
    case asStored = 0x4E
    case transposed = 0x54
}

/// A product op(A) op(B), `[m, k]` by `[k, n]`, and by how much the rows in memory are longer than those of the matrices.
struct ProductShape: Hashable {
    var m: Int
    var n: Int
    var k: Int
    var a = Letter.asStored
    var b = Letter.asStored
    var gap = 0

    /// How far apart the rows of A, B and C are as they are stored.
    var strides: (a: Int, b: Int, c: Int) {
        (
            max(1, a == .asStored ? k : m) + gap, max(1, b == .asStored ? n : k) + 2 * gap, max(1, n) + 3 * gap
        )
    }
}

/// Products of whole numbers that are so small that every sum is exact in float32, by one of the functions.
struct WholeProducts<Factor: BitwiseCopyable & Equatable> {
    typealias Function = (
        CChar, CChar, Int, Int, Int, UnsafePointer<Factor>?, Int, UnsafePointer<Factor>?, Int,
        UnsafeMutablePointer<Float>?, Int
    ) -> Int32

    let name: String
    /// The largest number in a factor.
    let largest: Int
    /// What lies between the rows of a factor, which must not count.
    let gap: Factor
    let factor: (Int) -> Factor
    let multiply: Function

    /// What lies between the rows of C.
    private let untouched: Float = -7777.5

    /// What is wrong with the product of this shape; nil if it is right and nothing else was written.
    func problem(_ shape: ProductShape) -> String? {
        let numbersA = numbers(shape.m * shape.k, "a"), numbersB = numbers(shape.k * shape.n, "b")
        let strides = shape.strides
        let a = stored(numbersA, rows: shape.m, columns: shape.k, shape.a, stride: strides.a)
        let b = stored(numbersB, rows: shape.k, columns: shape.n, shape.b, stride: strides.b)
        // What was there before must not count either.
        let c = FencedMemory(
            (0..<shape.m * strides.c).map { $0 % strides.c < shape.n ? .nan : untouched }, fence: untouched)
        let status = multiply(
            shape.a.rawValue, shape.b.rawValue, shape.m, shape.n, shape.k, a.start, strides.a, b.start, strides.b,
            c.start, strides.c)
        guard status == 0 else { return "\(name): \(shape) is refused: \(status)" }
        guard a.isIntact, b.isIntact, c.isIntact else { return "\(name): \(shape) is written beyond its end" }
        let expected = (0..<shape.m * strides.c).map { place in
            let (row, column) = (place / strides.c, place % strides.c)
            guard column < shape.n else { return Double(untouched) }
            return (0..<shape.k).reduce(0.0) { sum, index in
                sum + Double(numbersA[row * shape.k + index]) * Double(numbersB[index * shape.n + column])
            }
        }
        return c.values.map(Double.init) == expected ? nil : "\(name): \(shape) is wrong"
    }

    /// The status of a call on ones, for which there is memory whatever is asked, and whether it left C alone.
    func attempt(
        _ letterA: Character, _ letterB: Character, _ m: Int, _ n: Int, _ k: Int, strides: (a: Int, b: Int, c: Int)
    ) -> (status: Int32, isUntouched: Bool) {
        let ones = FencedMemory([Factor](repeating: factor(1), count: 64), fence: factor(1))
        let c = FencedMemory([Float](repeating: untouched, count: 64), fence: untouched)
        let status = multiply(
            code(letterA), code(letterB), m, n, k, ones.start, strides.a, ones.start, strides.b, c.start, strides.c)
        return (status, c.isIntact && c.values.allSatisfy { $0 == untouched } && ones.isIntact)
    }

    private func code(_ letter: Character) -> CChar { CChar(letter.asciiValue ?? 0) }

    private func numbers(_ count: Int, _ name: String) -> [Int] {
        var stream = RandomStream(seed: 3, name: name)
        return (0..<count).map { _ in Int(stream.next() % UInt64(2 * largest + 1)) - largest }
    }

    /// A matrix in memory, with gaps.
    private func stored(
        _ numbers: [Int], rows: Int, columns: Int, _ letter: Letter, stride: Int
    ) -> FencedMemory<Factor> {
        let (count, length) = letter == .asStored ? (rows, columns) : (columns, rows)
        let values = (0..<count * stride).map { place in
            let (first, second) = (place / stride, place % stride)
            guard second < length else { return gap }
            return factor(letter == .asStored ? numbers[first * columns + second] : numbers[second * columns + first])
        }
        return FencedMemory(values, fence: factor(1))
    }
}

extension WholeProducts<Float> {
    /// Sums of 257 products of such numbers have at most 24 bits, and the numbers more than a brain float holds.
    static var float32: Self {
        Self(name: "float32", largest: 255, gap: .nan, factor: Float.init, multiply: kalon_product_float32)
    }
}

extension WholeProducts<UInt16> {
    /// Such numbers have 7 bits, of which a brain float holds 8.
    static var bfloat16: Self {
        Self(
            name: "bfloat16", largest: 127, gap: 0x7FC0, factor: { UInt16(Float($0).bitPattern >> 16) },
            multiply: kalon_product_bfloat16)
    }
}
