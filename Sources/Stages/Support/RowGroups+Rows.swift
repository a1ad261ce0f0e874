import Learning
import Storage

extension RowGroups {
    /// Rows of photographs that must not be divided: copies of one photograph, and photographs that a manifest puts into
    /// one group. Nil where every row is alone. Files of `sets` lie one below the other, and no group goes across two.
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
