import Evolution
import Learning
import LinearAlgebra
import Matrices
import Selection
import TestSupport
import Testing

/// Whole layers chosen by cross-validation.
@Suite struct TapSelectionTests {
    private static let width = 15
    private static let labels = (0..<80).map { $0 % 2 }

    /// Six taps of noise; `signals` of them also say something of the label, each about other photographs.
    private func data(signals: [Int], seed: UInt64 = 3) throws -> LabelledColumns {
        var stream = RandomStream(seed: seed, name: "taps")
        let features = Matrix(
            rows: Self.labels.count, columns: 6 * Self.width,
            elements: Self.labels.enumerated().flatMap { row, label in
                (0..<6 * Self.width).map { column in
                    let place = signals.firstIndex(of: column / Self.width)
                    let speaks = place.map { row / 2 % signals.count == $0 } ?? false
                    return Float(stream.normal()) + (speaks && label == 1 ? 2 : 0)
                }
            })
        return try LabelledColumns(features: features, labels: Self.labels)
    }

    private func selector(seed: UInt64 = 1) -> TapSelection {
        TapSelection(
            taps: (0..<6).map { .init(name: "tap \($0)", columns: $0 * Self.width..<($0 + 1) * Self.width) }, seed: seed)
    }

    @Test(arguments: [[2], [4, 1], [0, 3, 5]]) func theTapsThatSpeakAreChosen(_ signals: [Int]) throws {
        let chosen = try selector().select(90, from: data(signals: signals)) {}
        let taps = Set(chosen.mask.columns.map { $0 / Self.width })
        #expect(taps.isSuperset(of: signals), "\(taps)")
        #expect(chosen.mask.count == taps.count * Self.width)
        #expect(try #require(chosen.scores.max()) > 0.8 && chosen.scores.allSatisfy { $0 <= 1 })
    }

    @Test func noMoreIsChosenThanAskedFor() throws {
        let data = try data(signals: [0, 3, 5])
        var selector = selector()
        selector.mostTaps = 2
        #expect(try selector.select(90, from: data) {}.mask.count <= 2 * Self.width)
        selector.mostTaps = 4
        #expect(try selector.select(2 * Self.width + 1, from: data) {}.mask.count <= 2 * Self.width)
        #expect(throws: SelectionError.tapsTooLarge(smallest: 15, most: 14)) {
            try selector.select(Self.width - 1, from: data) {}
        }
    }

    @Test func theSeedDecides() throws {
        let data = try data(signals: [])
        let first = try selector(seed: 5).select(90, from: data) {}
        #expect(try selector(seed: 5).select(90, from: data) {} == first)
        #expect(try (6..<12).contains { try selector(seed: $0).select(90, from: data) {}.scores != first.scores })
    }

    @Test func aClassNeedsAPhotographInEachFold() throws {
        var selector = selector()
        selector.folds = 41
        #expect(throws: LearningError.self) { try selector.select(90, from: data(signals: [0])) {} }
    }

    private struct Stopped: Error {}

    @Test func itStopsWhenAsked() throws {
        var steps = 0
        #expect(throws: Stopped.self) {
            try selector().select(90, from: data(signals: [0])) {
                steps += 1
                if steps == 3 { throw Stopped() }
            }
        }
        #expect(steps == 3)
    }

    /// A kernel of products is a regression on the columns.
    @Test func kernelsPredictAsColumnsDo() throws {
        var stream = RandomStream(seed: 9, name: "columns")
        let (rows, columns) = (14, 3)
        let values = (0..<rows * columns).map { _ in Float(stream.normal()) }
        let held = [1, 4, 9, 10]
        let fitted = (0..<rows).filter { !held.contains($0) }
        let targets = fitted.map { Float(2 * Self.labels[$0] - 1) }
        let mean = targets.reduce(0, +) / Float(targets.count)
        var products = [Float](repeating: 0, count: columns * columns)
        var right = [Float](repeating: 0, count: columns)
        for (row, target) in zip(fitted, targets) {
            for column in 0..<columns {
                right[column] += values[row * columns + column] * (target - mean)
                for other in 0...column {
                    products[column * columns + other] += values[row * columns + column] * values[row * columns + other]
                }
            }
        }
        for column in 0..<columns { products[column * (columns + 1)] += 0.2 * Float(fitted.count) }
        let weights = try CholeskyFactor(products, side: columns).solve(right)
        let expected = held.map { row in (0..<columns).reduce(mean) { $0 + weights[$1] * values[row * columns + $1] } }
        let kernel = values.withUnsafeBufferPointer { values in
            values.baseAddress.map { gram($0, rows: rows, columns: columns, side: .rows) } ?? []
        }
        let found = try KernelRidge(kernel, side: rows).predictions(of: held, labels: Self.labels, penalty: 0.2)
        expectClose(found.map(Double.init), expected.map(Double.init), tolerance: 1e-5)
    }
}
