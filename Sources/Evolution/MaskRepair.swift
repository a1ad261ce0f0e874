import Matrices

/// Brings a choice of columns back to the size that a mask must have.
///
/// Crossovers of bits can give more or fewer columns than their parents have. Surplus columns are dropped at random.
/// Missing ones are drawn from the `candidates` that are not chosen, and then from all other columns.
struct MaskRepair {
    let genes: Int
    let sourceWidth: Int

    func repaired(
        _ chosen: [Bool], candidates: [Int], using stream: inout RandomStream
    ) throws(EvolutionError) -> FeatureMask {
        var columns = chosen.indices.filter { chosen[$0] }
        if columns.count > genes {
            columns = stream.distinct(genes, below: columns.count).map { columns[$0] }
        } else {
            columns += drawn(genes - columns.count, from: candidates.filter { !chosen[$0] }, using: &stream)
            if columns.count < genes {
                let taken = Set(columns)
                columns += drawn(
                    genes - columns.count, from: (0..<sourceWidth).filter { !taken.contains($0) }, using: &stream)
            }
        }
        return try FeatureMask(indices: columns, sourceWidth: sourceWidth)
    }

    private func drawn(_ count: Int, from columns: [Int], using stream: inout RandomStream) -> [Int] {
        stream.distinct(min(count, columns.count), below: columns.count).map { columns[$0] }
    }
}
