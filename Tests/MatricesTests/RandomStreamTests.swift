import Matrices
import Testing

/// The first numbers of a stream.
private func numbers(_ count: Int, seed: UInt64, name: String) -> [UInt64] {
    var stream = RandomStream(seed: seed, name: name)
    return (0..<count).map { _ in stream.next() }
}

private func correlation(_ x: [Double], _ y: [Double]) -> Double {
    let count = Double(x.count)
    let (meanX, meanY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
    let products = zip(x, y).map { ($0 - meanX) * ($1 - meanY) }.reduce(0, +)
    let squares = (
        x.map { ($0 - meanX) * ($0 - meanX) }.reduce(0, +), y.map { ($0 - meanY) * ($0 - meanY) }.reduce(0, +)
    )
    return products / (squares.0 * squares.1).squareRoot()
}

@Suite struct RandomStreamTests {
    @Test func skippingIsDrawing() {
        var (drawn, skipped) = (RandomStream(seed: 7, name: "skip"), RandomStream(seed: 7, name: "skip"))
        for _ in 0..<1000 { _ = drawn.next() }
        skipped.skip(1000)
        #expect(drawn.next() == skipped.next())
    }

    @Test func aSeedAndANameGiveTheSameNumbers() {
        #expect(numbers(100, seed: 7, name: "kernel") == numbers(100, seed: 7, name: "kernel"))
    }

    /// Results of earlier runs hang on these numbers.
    @Test func theNumbersOfASeedAndANameStayWhatTheyAre() {
        #expect(
            numbers(3, seed: 1, name: "a") == [0x1E29_4378_B45C_3F93, 0x923E_9F3F_1D60_6795, 0xBE23_C2CE_8DA2_6B7E])
        #expect(
            numbers(3, seed: .max, name: "") == [0xCC0D_C891_0321_BCB5, 0xE6EF_6672_0BBC_005F, 0xDE04_5CBE_1449_9C2F])
    }

    @Test(arguments: [
        ("another name", UInt64(7), "kernels"), ("another letter", 7, "kernem"), ("another seed", 8, "kernel"),
        ("no name", 7, ""), ("the largest seed", .max, "kernel"),
    ])
    func anotherStreamIsIndependent(what: String, seed: UInt64, name: String) {
        #expect(Set(numbers(1000, seed: seed, name: name)).isDisjoint(with: numbers(1000, seed: 7, name: "kernel")))
        var (first, second) = (RandomStream(seed: 7, name: "kernel"), RandomStream(seed: seed, name: name))
        let pairs = (0..<20_000).map { _ in (first.uniform(), second.uniform()) }
        // Five deviations of the correlation of as many independent pairs.
        #expect(abs(correlation(pairs.map(\.0), pairs.map(\.1))) < 0.035, "\(what)")
    }

    @Test func theOrderOfDrawingDoesNotMatter() {
        var (a, b) = (RandomStream(seed: 3, name: "a"), RandomStream(seed: 3, name: "b"))
        var alternating: (a: [UInt64], b: [UInt64]) = ([], [])
        for _ in 0..<50 {
            alternating.b.append(b.next())
            alternating.a.append(a.next())
        }
        #expect(alternating.a == numbers(50, seed: 3, name: "a"))
        #expect(alternating.b == numbers(50, seed: 3, name: "b"))
    }

    @Test func uniformNumbersFillTheirRange() {
        var stream = RandomStream(seed: 11, name: "uniform")
        let values = (0..<100_000).map { _ in stream.uniform() }
        #expect(values.allSatisfy { $0 >= 0 && $0 < 1 })
        var counts = [Int](repeating: 0, count: 20)
        for value in values { counts[Int(value * 20)] += 1 }
        // 5000 a bin are expected, with a deviation of 69.
        #expect(counts.allSatisfy { abs($0 - 5000) < 345 }, "\(counts)")
        let scaled = (0..<10_000).map { _ in stream.uniform(in: -3...5) }
        #expect(scaled.allSatisfy { $0 >= -3 && $0 < 5 })
        #expect(abs(scaled.reduce(0, +) / 10_000 - 1) < 0.12)
        #expect(stream.uniform(in: 2...2) == 2)
    }

    /// Mean and variance of a gamma deviate are its shape.
    @Test(arguments: [0.3, 1, 7.5])
    func gammaNumbersHaveTheMomentsOfTheirDistribution(shape: Double) {
        var stream = RandomStream(seed: 5, name: "gamma")
        let count = 40_000
        let values = (0..<count).map { _ in stream.gamma(shape: shape) }
        let mean = values.reduce(0, +) / Double(count)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
        #expect(values.allSatisfy { $0 >= 0 && $0.isFinite })
        #expect(abs(mean / shape - 1) < 0.04 && abs(variance / shape - 1) < 0.1)
    }

    @Test func normalNumbersHaveTheMomentsOfTheNormalDistribution() {
        var stream = RandomStream(seed: 5, name: "normal")
        let count = 200_000
        let values = (0..<count).map { _ in stream.normal() }
        func moment(_ power: Int) -> Double {
            values.reduce(0) { sum, value in sum + (0..<power).reduce(1) { product, _ in product * value } }
                / Double(count)
        }
        // Tolerances are five deviations of each mean.
        for (power, expected, tolerance) in [(1, 0.0, 0.011), (2, 1, 0.016), (3, 0, 0.044), (4, 3, 0.11)] {
            #expect(abs(moment(power) - expected) < tolerance, "moment \(power) is \(moment(power))")
        }
        let neighbours = correlation(Array(values.dropLast()), Array(values.dropFirst()))
        #expect(abs(neighbours) < 0.0115, "neighbours correlate by \(neighbours)")
    }

    @Test func truncatedNormalNumbersStayWithinTwoDeviations() {
        var stream = RandomStream(seed: 5, name: "truncated")
        let values = (0..<50_000).map { _ in stream.truncatedNormal() }
        #expect(values.allSatisfy { abs($0) <= 2 })
        #expect(values.contains { abs($0) > 1.9 })
        // The variance of the truncated distribution is 0.77374.
        #expect(abs(values.reduce(0) { $0 + $1 * $1 } / 50_000 - 0.77374) < 0.016)
    }

    @Test(arguments: [(0, 0), (0, 5), (1, 1), (5, 5), (30, 1000), (1000, 1000)])
    func distinctNumbersAreDifferentAndInRange(count: Int, bound: Int) {
        var stream = RandomStream(seed: 9, name: "distinct")
        let drawn = stream.distinct(count, below: bound)
        #expect(drawn.count == count)
        #expect(Set(drawn).count == count)
        #expect(drawn.allSatisfy { $0 >= 0 && $0 < bound })
    }

    @Test func everyNumberIsDrawnEquallyOften() {
        var stream = RandomStream(seed: 9, name: "shares")
        var counts = [Int](repeating: 0, count: 10)
        for _ in 0..<20_000 { for number in stream.distinct(3, below: 10) { counts[number] += 1 } }
        // 6000 are expected, with a deviation of 65.
        #expect(counts.allSatisfy { abs($0 - 6000) < 325 }, "\(counts)")
    }
}

@Suite struct StableHashTests {
    private func wordHash(_ bytes: [UInt8]) -> UInt64 {
        var hash = StableHash()
        bytes.withUnsafeBytes { hash.combine(wordsOf: $0) }
        return hash.value
    }

    @Test(arguments: [0, 7, 8, 9, 16, 45])
    func wordsTellEveryBitApart(count: Int) {
        let bytes = (0..<count).map { UInt8($0) }
        var hashes: Set<UInt64> = [wordHash(bytes), wordHash(bytes + [0])]
        for bit in 0..<8 * count {
            var changed = bytes
            changed[bit / 8] ^= 1 << (bit % 8)
            hashes.insert(wordHash(changed))
        }
        #expect(hashes.count == 8 * count + 2)
    }

    @Test func changesOfHighestBitsDoNotCancel() {
        var bytes = [UInt8](repeating: 5, count: 32)
        let whole = wordHash(bytes)
        bytes[7] ^= 128
        bytes[15] ^= 128
        #expect(wordHash(bytes) != whole)
    }

    /// Published values of the 64-bit FNV-1a.
    @Test(arguments: [
        ("", 0xCBF2_9CE4_8422_2325 as UInt64), ("a", 0xAF63_DC4C_8601_EC8C), ("foobar", 0x8594_4171_F739_67E8),
    ])
    func bytesHashAsPublished(text: String, expected: UInt64) {
        var hash = StableHash()
        hash.combine(text.utf8)
        #expect(hash.value == expected)
    }

    @Test func bytesMayComeInPieces() {
        var (whole, pieces) = (StableHash(), StableHash())
        whole.combine("foobar".utf8)
        for piece in ["foo", "", "bar"] { pieces.combine(piece.utf8) }
        #expect(whole.value == pieces.value)
    }

    @Test func neighbouringTextsCannotTradeLetters() {
        func hash(_ texts: String...) -> UInt64 {
            var hash = StableHash()
            for text in texts { hash.combine(text) }
            return hash.value
        }
        let values = [hash("ab", "c"), hash("a", "bc"), hash("abc"), hash("abc", ""), hash("", "abc")]
        #expect(Set(values).count == values.count)
    }
}
