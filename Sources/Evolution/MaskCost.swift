/// What a mask costs, whatever its accuracy; lower is better.
///
/// It serves as a further objective of a search.
public protocol MaskCost: SearchOperator {
    /// The cost of a mask, 0 or more.
    func cost(of mask: FeatureMask) -> Double
}

/// The number of columns as a cost.
public struct ColumnCount: MaskCost {
    /// The value as text.
    public let description = "columns"

    /// Makes the cost.
    public init() {}

    /// Implements the requirement of `MaskCost`.
    public func cost(of mask: FeatureMask) -> Double { Double(mask.count) }
}

/// The cost of computing the columns: the sum over all blocks of which a mask has at least one column.
public struct ExtractionCost: MaskCost {
    /// Ranges of neighbouring columns that are computed together.
    public let blocks: [Range<Int>]
    /// The cost of each block.
    public let costs: [Double]

    /// Makes the cost of extraction.
    ///
    /// - Parameters:
    ///   - blocks: ranges of neighbouring columns that are computed together.
    ///   - costs: the cost of each block, such as GFLOP per photograph.
    /// - Precondition: there are as many costs as blocks.
    public init(blocks: [Range<Int>], costs: [Double]) {
        precondition(blocks.count == costs.count, "\(blocks.count) blocks cannot have \(costs.count) costs")
        self.blocks = blocks
        self.costs = costs
    }

    /// The value as text.
    public var description: String { "extraction of \(blocks) at \(costs)" }

    /// Implements the requirement of `MaskCost`.
    public func cost(of mask: FeatureMask) -> Double {
        let used = mask.uses(blocks)
        return zip(costs, used).reduce(0) { $0 + ($1.1 ? $1.0 : 0) }
    }
}

extension FeatureMask {
    /// Whether the mask has a column of each block.
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
