import CAllocationCount
import COneDNN
import COpenMP
import Foundation
import Matrices
import Synchronization
import TestSupport
import Testing

/// Convolutions against plain loops, what is refused, and the threads that oneDNN works with.
@Suite struct ConvolutionsTests {
    /// A convolution by 3 x 3 of 5 channels in 1 group to 4, with stride 2, on maps of 7 x 6 in any order.
    private static func shape(sourceBlock: Int, resultBlock: Int) -> kalon_convolution_shape {
        var shape = kalon_convolution_shape()
        (shape.batch, shape.groups, shape.channels, shape.filters) = (2, 1, 5, 4)
        (shape.input, shape.output, shape.kernel) = ((7, 6), (4, 3), (3, 3))
        (shape.stride, shape.dilation, shape.before, shape.after) = ((2, 2), (1, 1), (1, 0), (1, 1))
        (shape.sourceBlock, shape.resultBlock) = (sourceBlock, resultBlock)
        shape.hasBias = 1
        return shape
    }

    private static func numbers(_ count: Int, _ name: String) -> [Float] {
        var stream = RandomStream(seed: 2, name: name)
        return (0..<count).map { _ in Float(stream.next() % 9) - 4 }
    }

    private let source = numbers(2 * 5 * 42, "source")
    private let weights = numbers(9 * 5 * 4, "weights")
    private let bias = numbers(4, "bias")
    private let slopes = numbers(2 * 4 * 12, "slopes")

    /// Calls `body` for every place of every window that lies on the map: numbers of values of `[2, 5, 42]`, `[9, 5, 4]` and
    /// `[2, 4, 12]`.
    private func forEachProduct(_ body: (_ source: Int, _ weight: Int, _ result: Int) -> Void) {
        for picture in 0..<2 {
            for (row, column) in (0..<4).flatMap({ row in (0..<3).map { (row, $0) } }) {
                for place in 0..<9 {
                    let (y, x) = (row * 2 + place / 3 - 1, column * 2 + place % 3)
                    guard 0..<7 ~= y, 0..<6 ~= x else { continue }
                    for channel in 0..<5 {
                        for filter in 0..<4 {
                            body(
                                (picture * 5 + channel) * 42 + y * 6 + x, (place * 5 + channel) * 4 + filter,
                                (picture * 4 + filter) * 12 + row * 3 + column)
                        }
                    }
                }
            }
        }
    }

    /// From `[2, channels, area]` to blocks of channels, the last of them filled up with zeros; channels last for 0.
    private static func arranged(_ values: [Float], channels: Int, block: Int) -> [Float] {
        let (block, area) = (block == 0 ? channels : block, values.count / 2 / channels)
        let blocks = (channels + block - 1) / block
        var arranged = [Float](repeating: 0, count: 2 * blocks * block * area)
        for (index, value) in values.enumerated() {
            let (picture, channel, pixel) = (index / area / channels, index / area % channels, index % area)
            arranged[((picture * blocks + channel / block) * area + pixel) * block + channel % block] = value
        }
        return arranged
    }

    /// What a pass writes.
    private struct Written {
        var source: [Float]
        var weights: [Float]
        var bias: [Float]
        var result: [Float]
    }

    /// Runs a pass on the values in the order of the shape.
    private func run(_ shape: kalon_convolution_shape, pass: Int32, result: [Float]) throws -> Written {
        let engine = try #require(kalon_convolver_make())
        defer { kalon_convolver_free(engine) }
        var (shape, made): (kalon_convolution_shape, OpaquePointer?) = (shape, nil)
        try #require(kalon_convolution_make(engine, &shape, pass, 0, &made) == 0)
        let convolution = try #require(made)
        defer { kalon_convolution_free(convolution) }
        #expect(String(cString: kalon_convolution_name(convolution)) != "")
        var written = Written(
            source: Self.arranged(source, channels: 5, block: shape.sourceBlock), weights: weights, bias: bias,
            result: Self.arranged(result, channels: 4, block: shape.resultBlock))
        var packed = [UInt8](repeating: 0, count: kalon_convolution_weight_bytes(convolution))
        var scratch = [UInt8](repeating: 0, count: max(1, kalon_convolution_scratch_bytes(convolution)))
        let isWeights = pass == Int32(kalon_pass_weights)
        if !isWeights { #expect(kalon_convolution_reorder(convolution, written.weights, &packed) == 0) }
        let hasBias = pass != Int32(kalon_pass_data)
        let status = written.bias.withUnsafeMutableBufferPointer { bias in
            kalon_convolution_run(
                convolution, &written.source, &packed, hasBias ? bias.baseAddress : nil, &written.result, &scratch)
        }
        #expect(status == 0)
        if isWeights { #expect(kalon_convolution_reorder(convolution, packed, &written.weights) == 0) }
        return written
    }

    private static let blocks = [(0, 0), (1, 0), (1, 16), (16, 16), (1, 1)]

    @Test(arguments: blocks) func forwardPassesAreSums(source sourceBlock: Int, result resultBlock: Int) throws {
        for clamp in [kalon_clamp_none, kalon_clamp_relu, kalon_clamp_relu6] {
            var shape = Self.shape(sourceBlock: sourceBlock, resultBlock: resultBlock)
            shape.clamp = Int32(clamp)
            var expected = (0..<96).map { bias[$0 / 12 % 4] }
            forEachProduct { expected[$2] += source[$0] * weights[$1] }
            if clamp != kalon_clamp_none { expected = expected.map { max($0, 0) } }
            if clamp == kalon_clamp_relu6 { expected = expected.map { min($0, 6) } }
            let written = try run(shape, pass: Int32(kalon_pass_forward), result: expected.map { _ in .nan })
            #expect(written.result == Self.arranged(expected, channels: 4, block: resultBlock))
        }
    }

    @Test(arguments: blocks) func passesToTheSourceAreSums(source sourceBlock: Int, result resultBlock: Int) throws {
        let shape = Self.shape(sourceBlock: sourceBlock, resultBlock: resultBlock)
        var expected = source.map { _ in Float(0) }
        forEachProduct { expected[$0] += slopes[$2] * weights[$1] }
        let written = try run(shape, pass: Int32(kalon_pass_data), result: slopes)
        #expect(written.source == Self.arranged(expected, channels: 5, block: sourceBlock))
    }

    @Test(arguments: blocks) func passesToTheWeightsAreSums(source sourceBlock: Int, result resultBlock: Int) throws {
        let shape = Self.shape(sourceBlock: sourceBlock, resultBlock: resultBlock)
        var (expected, biases) = (weights.map { _ in Float(0) }, [Float](repeating: 0, count: 4))
        forEachProduct { expected[$1] += slopes[$2] * source[$0] }
        for (index, slope) in slopes.enumerated() { biases[index / 12 % 4] += slope }
        let written = try run(shape, pass: Int32(kalon_pass_weights), result: slopes)
        #expect(written.weights == expected)
        #expect(written.bias == biases)
    }

    // MARK: What is refused

    /// Shapes that are none, by what is wrong with them.
    private static let refused: [(name: String, change: @Sendable (inout kalon_convolution_shape) -> Void)] = [
        ("result too high", { $0.output.0 = 5 }), ("result too wide", { $0.output.1 = 4 }),
        ("no pictures", { $0.batch = -1 }), ("no stride", { $0.stride = (0, 0) }),
        ("groups that divide nothing", { $0.groups = 3 }),
        ("negative border", { $0.before.0 = -9 }), ("kernel beyond the map", { $0.kernel = (30, 30) }),
    ]

    @Test(arguments: refused.map(\.name)) func whatIsNoConvolutionIsRefused(name: String) throws {
        let engine = try #require(kalon_convolver_make())
        defer { kalon_convolver_free(engine) }
        var shape = Self.shape(sourceBlock: 0, resultBlock: 0)
        try #require(Self.refused.first { $0.name == name }).change(&shape)
        for pass in 0..<Int32(3) {
            // Not what was there before.
            var made = OpaquePointer(bitPattern: 8)
            #expect(kalon_convolution_make(engine, &shape, pass, 0, &made) != 0)
            #expect(made == nil)
        }
    }

    @Test func implementationsEnd() throws {
        let engine = try #require(kalon_convolver_make())
        defer { kalon_convolver_free(engine) }
        var shape = Self.shape(sourceBlock: 0, resultBlock: 0)
        for pass in 0..<Int32(3) {
            var names: [String] = []
            for number in 0..<Int32(64) {
                var made: OpaquePointer?
                guard kalon_convolution_make(engine, &shape, pass, number, &made) == 0, let made else { break }
                names.append(String(cString: kalon_convolution_name(made)))
                kalon_convolution_free(made)
            }
            #expect(1..<64 ~= names.count)
            // With a cache, every number would be the first.
            #expect(names.count == 1 || Set(names).count > 1)
            var none: OpaquePointer?
            #expect(kalon_convolution_make(engine, &shape, pass, Int32(names.count), &none) != 0)
            #expect(none == nil)
        }
    }

    /// Blocks of memory, of which this thread must have none more after it than before.
    @Test(.enabled(if: kalon_counts_allocations())) func whatIsRefusedOrFreedLeavesNothing() throws {
        let engine = try #require(kalon_convolver_make())
        defer { kalon_convolver_free(engine) }
        var wrong = Self.shape(sourceBlock: 0, resultBlock: 0)
        wrong.output.0 = 5
        var right = Self.shape(sourceBlock: 16, resultBlock: 16)
        func held(_ body: () -> Void) -> Int {
            // What the library keeps for good comes at first.
            for _ in 0..<3 { body() }
            kalon_count_allocations()
            for _ in 0..<20 { body() }
            _ = kalon_counted_bytes()
            return kalon_held_blocks()
        }
        var made: OpaquePointer?
        #expect(held { _ = kalon_convolution_make(engine, &wrong, 0, 0, &made) } == 0)
        #expect(held { _ = kalon_convolution_make(engine, &right, 0, 60, &made) } == 0)
        for pass in 0..<Int32(3) {
            func make() { _ = kalon_convolution_make(engine, &right, pass, 0, &made) }
            let freed = held {
                make()
                kalon_convolution_free(made)
            }
            #expect(freed == 0, "pass \(pass)")
        }
        // The count must be able to find something.
        let leaked = held { _ = kalon_convolution_make(engine, &right, 0, 0, &made) }
        #expect(leaked >= 20)
        kalon_convolution_free(nil)
        kalon_convolver_free(nil)
    }

    // MARK: Threads

    /// The calls of each thread.
    private final class Calls: Sendable {
        let counts = Mutex([Int](repeating: 0, count: 64))
    }

    @Test(arguments: [1, 2, 3, 8]) func aTeamCallsEachThreadOnce(threads: Int) {
        let calls = Calls()
        for _ in 0..<20 {
            kalon_team_run(
                Int32(threads),
                { thread, context in
                    guard let context else { return }
                    Unmanaged<Calls>.fromOpaque(context).takeUnretainedValue().counts.withLock { $0[Int(thread)] += 1 }
                }, Unmanaged.passUnretained(calls).toOpaque())
        }
        #expect(calls.counts.withLock { $0 } == (0..<64).map { $0 < threads ? 20 : 0 })
    }

    @Test func theNumberOfThreadsIsSetAndReturned() {
        let before = omp_get_max_threads()
        defer { omp_set_num_threads(before) }
        omp_set_num_threads(5)
        #expect(kalon_team_limit(2) == 5)
        #expect(omp_get_max_threads() == 2)
        #expect(kalon_team_limit(5) == 2)
        #expect(omp_get_max_threads() == 5)
    }

    @Test func theLibraryNamesItsVersion() {
        var (major, minor, patch, processor): (Int32, Int32, Int32, Int32) = (-1, -1, -1, -1)
        kalon_onednn_version(&major, &minor, &patch, &processor)
        #expect(major >= 2 && minor >= 0 && patch >= 0 && processor >= 0)
    }
}
