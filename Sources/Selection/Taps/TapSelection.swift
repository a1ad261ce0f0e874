import Learning
import LinearAlgebra
import Matrices

/// A selector of whole taps: one after the other, the one with which kernel ridge regression ranks photographs best.
///
/// A few hundred photographs say little about any one of thousands of columns, but enough about some dozens of layers. Each tap
/// has one kernel, the products of its standardised columns, and several taps have the mean of theirs. How well the regression
/// ranks is the area under its receiver operating characteristic in repeated cross-validation, dealt anew for every tap that is
/// added. Memory: a square of photographs for each tap. Cost: for each tap that is tried, as many Cholesky factors of a square
/// of photographs as there are repeats and folds.
public struct TapSelection: ColumnSelector {
    /// A layer whose columns are chosen together.
    public struct Tap: Sendable, Equatable {
        /// The network and the layer, for people.
        public let name: String
        /// Its columns, at least one.
        public let columns: Range<Int>

        /// A tap.
        ///
        /// - Parameters:
        ///   - name: The network and the layer.
        ///   - columns: Its columns, at least one.
        public init(name: String, columns: Range<Int>) { (self.name, self.columns) = (name, columns) }
    }

    /// The taps to choose from, in the order of their columns.
    public let taps: [Tap]
    /// The largest number of taps to choose, at least 1.
    public var mostTaps = 4
    /// How often the photographs are dealt into folds for each measurement, at least 1.
    public var repeats = 4
    /// The number of folds, at least 2.
    public var folds = 5
    /// The penalty of the regression as a share of the number of photographs, above 0; the kernel of a tap has the mean 1 on its
    /// diagonal.
    public var penalty = 0.03
    /// By how much the area must grow for another tap.
    public var leastGain = 1e-4
    /// Rows that must stay in one fold; nil if every row stands alone.
    public var groups: RowGroups?
    /// Decides how the photographs are dealt.
    public let seed: UInt64

    /// Standardised values are cut off at so many deviations, so that one photograph cannot make a kernel its own.
    private static let mostDeviations: Float = 8

    /// Makes a selector.
    ///
    /// - Parameters:
    ///   - taps: The taps to choose from, in the order of their columns.
    ///   - seed: Decides how the photographs are dealt.
    public init(taps: [Tap], seed: UInt64) { (self.taps, self.seed) = (taps, seed) }

    /// The memory that kernels take in addition to the features, in bytes.
    ///
    /// - Parameter rows: The number of photographs.
    public func bytes(rows: Int) -> Double {
        // Those of all taps, their sum, a mean, and a block of it with its factor.
        4 * Double(rows) * Double(rows) * Double(taps.count + 4)
    }

    /// Chooses taps of together at most `count` columns; a column's score is the area when its tap was added.
    ///
    /// - Throws: `EvolutionError` if there are fewer columns than `count`; `SelectionError.tapsTooLarge`; `LearningError.foldCount` if
    ///   a class has fewer photographs than folds; and whatever `beforeStep` throws.
    public func select(
        _ count: Int, from data: LabelledColumns, beforeStep: () throws -> Void
    ) throws -> ColumnSelection {
        try ColumnSelection.check(count, of: data.columns)
        let kernels = kernels(of: data)
        let side = data.rows
        var scores = [Double](repeating: 0, count: data.columns)
        var chosen: [Int] = []
        var sum = [Float](repeating: 0, count: side * side)
        var best = 0.0
        while chosen.count < mostTaps {
            let room = count - chosen.reduce(0) { $0 + taps[$1].columns.count }
            let deals = try deals(data.labels, step: chosen.count)
            var found: (tap: Int, area: Double)?
            for tap in taps.indices where !chosen.contains(tap) && taps[tap].columns.count <= room {
                try beforeStep()
                let scoring = KernelRidge(zip(sum, kernels[tap]).map { ($0 + $1) / Float(chosen.count + 1) }, side: side)
                let area = try scoring.area(labels: data.labels, deals: deals, penalty: penalty)
                if area > found?.area ?? -1 { found = (tap, area) }
            }
            guard let next = found, chosen.isEmpty || next.area > best + leastGain else { break }
            chosen.append(next.tap)
            best = next.area
            for index in sum.indices { sum[index] += kernels[next.tap][index] }
            for column in taps[next.tap].columns { scores[column] = next.area }
        }
        let columns = chosen.flatMap { taps[$0].columns }
        guard !columns.isEmpty else {
            throw SelectionError.tapsTooLarge(smallest: taps.map(\.columns.count).min() ?? 0, most: count)
        }
        return try ColumnSelection(columns: columns.sorted(), scores: scores, sourceWidth: data.columns)
    }

    /// The folds of each repeat of a step, as the rows that are held out.
    private func deals(_ labels: [Int], step: Int) throws(LearningError) -> [[Int]] {
        var deals: [[Int]] = []
        for number in 0..<repeats {
            var stream = RandomStream(seed: seed, name: "taps \(step) \(number)")
            deals += try MeasuredSplit.held(
                folds, labels: labels, rows: Array(labels.indices), seed: stream.next(), groups: groups)
        }
        return deals
    }

    /// The kernel of each tap, `[rows, rows]`, of which the part on and below the diagonal is filled.
    private func kernels(of data: LabelledColumns) -> [[Float]] {
        let values = data.standardised()
        let rows = data.rows
        return taps.map { tap in
            let columns = tap.columns.flatMap { column in
                values.row(column).map { min(max($0, -Self.mostDeviations), Self.mostDeviations) }
            }
            let products = columns.withUnsafeBufferPointer { values in
                values.baseAddress.map { gram($0, rows: tap.columns.count, columns: rows, side: .columns) } ?? []
            }
            let trace = (0..<rows).reduce(0.0) { $0 + Double(products[$1 * (rows + 1)]) }
            let scale = trace > 0 ? Float(Double(rows) / trace) : 0
            return products.map { $0 * scale }
        }
    }
}
