import COpenMP
import Foundation
import Synchronization
import Testing

/// Products against sums in double precision, and what is refused.
@Suite struct COneDNNTests {
    /// Whether oneDNN multiplies brain floats on this processor.
    private static let multipliesBrainFloats =
        WholeProducts.bfloat16.attempt("N", "N", 1, 1, 1, strides: (1, 1, 1)).status == 0
    /// Whether the processor has the vectors of 512 bits that are enough for that.
    private static let hasWideVectors =
        (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.contains(" avx512bw ") ?? false

    private static let sizes = [
        (1, 1, 1), (1, 9, 4), (5, 1, 7), (3, 5, 1), (2, 3, 4), (16, 16, 16), (33, 17, 65), (64, 48, 70), (2, 130, 256),
    ]
    /// Sides of 0, of which the last has a product nevertheless: zeros.
    private static let emptySizes = [(0, 3, 4), (3, 0, 4), (0, 0, 0), (3, 4, 0)]

    /// Each size with both uses of both factors, with rows close together and with gaps between them.
    private func problems<Factor>(of products: WholeProducts<Factor>, _ sizes: [(m: Int, n: Int, k: Int)]) -> [String] {
        sizes.flatMap { size in
            Letter.allCases.flatMap { a in
                Letter.allCases.flatMap { b in
                    [0, 1, 5].compactMap { gap in
                        products.problem(ProductShape(m: size.m, n: size.n, k: size.k, a: a, b: b, gap: gap))
                    }
                }
            }
        }
    }

    @Test func productsAreSums() {
        #expect(problems(of: .float32, Self.sizes + Self.emptySizes) == [])
    }

    @Test(.enabled(if: multipliesBrainFloats, "oneDNN multiplies no brain floats on this processor"))
    func productsOfBrainFloatsAreSums() {
        #expect(problems(of: .bfloat16, Self.sizes + Self.emptySizes) == [])
    }

    /// So that the tests of brain floats are not left out for another reason.
    @Test(.enabled(if: hasWideVectors, "this processor has no vectors of 512 bits"))
    func aProcessorWithWideVectorsMultipliesBrainFloats() {
        #expect(WholeProducts.bfloat16.problem(ProductShape(m: 1, n: 1, k: 1)) == nil)
    }

    @Test func whatIsNoProductIsRefused() {
        #expect(unrefused(by: .float32) == [])
        #expect(unrefused(by: .bfloat16) == [])
    }

    /// What is computed, although a letter, a side or a stride is wrong, or refused for another reason.
    private func unrefused<Factor>(by products: WholeProducts<Factor>) -> [String] {
        let invalid: Int32 = 2
        // Those that BLAS or oneDNN know as well, and one that nobody knows.
        let letters: [(Character, Character)] = ["n", "t", "C", "P", "p", "R", "X", "\0"].flatMap { [($0, "N"), ("T", $0)] }
        var found = letters.filter { products.attempt($0, $1, 2, 2, 2, strides: (2, 2, 2)) != (invalid, true) }
            .map { "\(products.name): the letters \($0) and \($1)" }
        let calls: [(Character, Character, m: Int, n: Int, k: Int, strides: (a: Int, b: Int, c: Int))] = [
            ("N", "N", 2, 3, 4, (3, 3, 3)), ("N", "N", 2, 3, 4, (4, 2, 3)), ("N", "N", 2, 3, 4, (4, 3, 2)),
            ("T", "N", 2, 3, 4, (1, 3, 3)), ("N", "T", 2, 3, 4, (4, 3, 3)), ("T", "T", 2, 3, 4, (2, 4, 2)),
            // A single row, whose stride is not needed.
            ("N", "N", 1, 3, 4, (3, 3, 3)), ("N", "N", 1, 3, 4, (4, 3, 2)), ("N", "N", 2, 3, 1, (1, 2, 3)),
            ("N", "N", 1, 1, 1, (0, 1, 1)), ("N", "N", 1, 1, 1, (1, 0, 1)), ("N", "N", 1, 1, 1, (1, 1, 0)),
            ("N", "N", 2, 3, 4, (-4, 3, 3)), ("N", "N", -1, 3, 4, (4, 3, 3)), ("N", "N", 2, -1, 4, (4, 3, 3)),
            ("T", "N", 2, 3, -1, (2, 3, 3)), ("N", "T", -1, 3, 0, (4, 4, 3)),
            ("N", "N", 2, 3, 0, (0, 3, 3)), ("N", "N", 2, 0, 4, (4, 0, 1)), ("N", "N", 2, 0, 4, (4, 1, 0)),
        ]
        found += calls.filter { products.attempt($0.0, $0.1, $0.m, $0.n, $0.k, strides: $0.strides) != (invalid, true) }
            .map { "\(products.name): \($0)" }
        return found
    }

    /// For brain floats, up to 64 products are kept for each thread, each in the one place that its shape has.
    @Test func manyShapesOnManyThreadsDoNotMeet() {
        let shapes = (0..<150).map { index in
            ProductShape(
                m: 1 + index % 5, n: 1 + index / 5 % 5, k: 1 + index / 25, a: Letter.allCases[index / 2 % 2],
                b: Letter.allCases[index / 3 % 2], gap: index % 3)
        }
        // The same sides again, stored in another way.
        let others = shapes.map { shape in
            ProductShape(m: shape.m, n: shape.n, k: shape.k, a: shape.b, b: shape.a, gap: shape.gap + 1)
        }
        let findings = Findings(), group = DispatchGroup()
        for number in 0..<6 {
            let order = shapes[(number * 20)...] + others + shapes + others.reversed()
            group.enter()
            Thread.detachNewThread {
                findings.add(order.compactMap(WholeProducts.float32.problem))
                if Self.multipliesBrainFloats { findings.add(order.compactMap(WholeProducts.bfloat16.problem)) }
                group.leave()
            }
        }
        group.wait()
        #expect(findings.all == [])
    }

    @Test func theCallerKeepsItsNumberOfThreads() {
        let before = omp_get_max_threads()
        defer { omp_set_num_threads(before) }
        omp_set_num_threads(3)
        let shape = ProductShape(m: 16, n: 16, k: 16)
        #expect(WholeProducts.float32.problem(shape) == nil)
        #expect(omp_get_max_threads() == 3)
        #expect((WholeProducts.bfloat16.problem(shape) == nil) == Self.multipliesBrainFloats)
        #expect(omp_get_max_threads() == 3)
        #expect(WholeProducts.float32.attempt("X", "N", 2, 2, 2, strides: (2, 2, 2)).status != 0)
        #expect(WholeProducts.bfloat16.attempt("X", "N", 2, 2, 2, strides: (2, 2, 2)).status != 0)
        #expect(omp_get_max_threads() == 3)
    }

    @Test func theCallingThreadWorksAlone() throws {
        #expect(try threads(during: .float32) == 1)
    }

    @Test(.enabled(if: multipliesBrainFloats, "oneDNN multiplies no brain floats on this processor"))
    func theCallingThreadMultipliesBrainFloatsAlone() throws {
        #expect(try threads(during: .bfloat16) == 1)
    }

    /// The number of threads that bear the name of this one after a large product: OpenMP's have the name of the thread that
    /// starts them, and wait for more work.
    private func threads<Factor>(during products: WholeProducts<Factor>) throws -> Int {
        let before = omp_get_max_threads(), name = "alone-\(products.name.prefix(5))"
        let ownName = "/proc/thread-self/comm"
        let formerName = try String(contentsOfFile: ownName, encoding: .utf8)
        try name.write(toFile: ownName, atomically: false, encoding: .utf8)
        defer {
            omp_set_num_threads(before)
            #expect(throws: Never.self) { try formerName.write(toFile: ownName, atomically: false, encoding: .utf8) }
        }
        omp_set_num_threads(3)
        let side = 400, ones = [Factor](repeating: products.factor(1), count: side * side)
        var sums = [Float](repeating: 0, count: side * side)
        let status = products.multiply(
            Letter.asStored.rawValue, Letter.asStored.rawValue, side, side, side, ones, side, ones, side, &sums, side)
        #expect(status == 0)
        #expect(sums.allSatisfy { $0 == Float(side) })
        let folder = "/proc/self/task"
        return try FileManager.default.contentsOfDirectory(atPath: folder).count { thread in
            // Others may have ended since.
            (try? String(contentsOfFile: "\(folder)/\(thread)/comm", encoding: .utf8)) == name + "\n"
        }
    }
}

/// What several threads have found.
private final class Findings: Sendable {
    private let problems = Mutex<[String]>([])

    func add(_ found: [String]) { problems.withLock { $0 += found } }

    var all: [String] { problems.withLock { $0 } }
}
