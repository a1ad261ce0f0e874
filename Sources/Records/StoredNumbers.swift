import Files
import HDF5

/// The only place that checks the numbers in Kalon's files against one another, before anything is counted or allocated by
/// them.
enum StoredNumbers {
    /// More columns than all networks together have.
    static let mostColumns = 1 << 31
    static let mostReductions = 1000
    static let mostPhotographs = 1 << 40
    static let mostPictureSide = 1 << 24
    static let mostTables = 1000

    /// What is wrong with blocks that should lie side by side and, if `columns` is given, have that many columns; nil if
    /// nothing is.
    static func problem(of blocks: [ColumnBlock], columns: Int?) -> String? {
        let first = blocks.first?.firstColumn ?? 0
        var next = first
        for block in blocks {
            guard (0...mostColumns).contains(next), block.firstColumn == next, (1...mostColumns).contains(block.width) else {
                return
                    "the block of \(block.extractor) has \(block.width) columns, starting at column \(block.firstColumn); each block "
                    + "must have at least one column and start where the one before it ends"
            }
            next += block.width
        }
        guard let columns, next - first != columns else { return nil }
        return "their widths add up to \(next - first), but \(columns) columns were expected"
    }

    /// What is wrong with variances by whose square roots columns are divided; nil if nothing is.
    static func problem(ofWhitening variances: [Double]) -> String? {
        let position = variances.firstIndex { !($0 > 0 && Float(1 / $0.squareRoot()).isFinite) }
        return position.map { "the variance of component \($0) is \(variances[$0]), but whitening divides by its square root" }
    }
}

extension ClassifierApplication {
    /// Throws `StorageError.invalidContent` unless extractors, reductions, mask, scaling and threshold fit each other and a
    /// network with these numbers of inputs and outputs.
    func requireConsistent(inputs: Int, outputs: Int, in group: HDF5Group) throws(StorageError) {
        if let problem = StoredNumbers.problem(of: blocks, columns: nil) { throw group.invalid("blocks", problem) }
        let raw = blocks.reduce(0) { $0 + $1.width }
        let taken = reductions.reduce(0) { $0 + $1.mean.count }
        guard taken <= raw else {
            throw group.invalid("reductions", "they take \(taken) columns, but the extractors give \(raw)")
        }
        let columns = raw - taken + reductions.reduce(0) { $0 + $1.components.rows }
        if let last = mask?.last {
            guard Int(last) < columns else {
                throw group.invalid("mask", "indices must lie in 0..<\(columns), got \(last) instead")
            }
        } else if columns != inputs {
            throw group.invalid("blocks", "\(columns) columns reach a network with \(inputs) inputs")
        }
        guard classNames.count == outputs else {
            throw group.invalid(
                "class_names", "there are \(classNames.count) class names for a network with \(outputs) outputs")
        }
        if let scaling {
            guard scaling.mean.allSatisfy(\.isFinite), scaling.deviation.allSatisfy({ $0 > 0 && $0.isFinite }) else {
                throw group.invalid("scaling", "means must be finite, and deviations finite and above zero")
            }
        }
        try requireOutputs(outputs, in: group)
        let range =
            switch output {
            case .classes: 0...1.0
            case .ratings: 1...Double(max(1, outputs))
            case .score(let scale): scale
            }
        guard range.contains(threshold) else {
            throw group.invalid(
                "threshold", "it is \(threshold), but \(range.lowerBound) to \(range.upperBound) was expected")
        }
    }

    /// Throws unless a network with so many outputs can give what the file says that it gives.
    private func requireOutputs(_ outputs: Int, in group: HDF5Group) throws(StorageError) {
        if case .ratings = output, outputs < 2 {
            throw group.invalid("output", "votes need at least two scores, but the network has \(outputs) outputs")
        }
        if case .score = output, outputs != 1 {
            throw group.invalid("output", "a score is one number, but the network has \(outputs) outputs")
        }
    }
}
