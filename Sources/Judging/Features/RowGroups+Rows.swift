import Learning
import Records

extension RowGroups {
    /// Groups the rows that no split may divide: copies of one photograph, and photographs of one group of a manifest.
    ///
    /// No group extends over two sets.
    ///
    /// - Parameter sets: The rows of one or more sets, which follow one another.
    /// - Returns: Nil if every row stands alone.
    public init?(_ sets: FeaturesRows...) {
        var keys: [[String]] = []
        for (number, rows) in sets.enumerated() {
            keys += rows.paths.indices.map { row in
                let group = rows.groups?[row] ?? ""
                return [String(number)] + (group.isEmpty ? ["photograph", rows.paths[row]] : ["group", group])
            }
        }
        guard Set(keys).count < keys.count else { return nil }
        self.init(
            keys: keys.map { $0.joined(separator: "\n") },
            isMeasured: sets.flatMap { rows in rows.paths.indices.map { rows.perturbations?[$0].isEmpty ?? true } })
    }
}
