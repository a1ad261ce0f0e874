/// What a mask costs, whatever its accuracy; the lower the better. A further objective of a search.
public protocol MaskCost: SearchOperator {
    func cost(of mask: FeatureMask) -> Double
}

/// The number of columns.
public struct ColumnCount: MaskCost {
    public let description = "columns"

    public init() {}

    public func cost(of mask: FeatureMask) -> Double { Double(mask.count) }
}

/// What it takes to compute the columns: the cost of every block of which a mask has a column.
public struct ExtractionCost: MaskCost {
    /// Neighbouring columns that are computed together.
    public let blocks: [Range<Int>]
    /// One a block.
    public let costs: [Double]

    /// - Precondition: there are as many costs as blocks.
    public init(blocks: [Range<Int>], costs: [Double]) {
        precondition(blocks.count == costs.count, "\(blocks.count) blocks cannot have \(costs.count) costs")
        self.blocks = blocks
        self.costs = costs
    }

    public var description: String { "extraction of \(blocks) at \(costs)" }

    public func cost(of mask: FeatureMask) -> Double {
        let used = mask.uses(blocks)
        return zip(costs, used).reduce(0) { $0 + ($1.1 ? $1.0 : 0) }
    }
}

extension FeatureMask {
    /// Of each block, whether the mask has a column of it.
    func uses(_ blocks: [Range<Int>]) -> [Bool] {
        blocks.map { block in
            // The first index that is not below the block.
            var (low, high) = (0, indices.count)
            while low < high {
                let middle = (low + high) / 2
                if Int(indices[middle]) < block.lowerBound { low = middle + 1 } else { high = middle }
            }
            return low < indices.count && block.contains(Int(indices[low]))
        }
    }
}
