/// Which rows belong together, such as the copies of one photograph or the photographs of one scene.
public struct RowGroups: Sendable, Equatable {
    /// The group number of each row.
    private let groups: [Int]
    /// Whether each row may be measured on; the others, such as perturbed copies, are only used for training.
    private let isMeasured: [Bool]

    /// Groups of the rows that have the same key.
    ///
    /// - Parameters:
    ///   - keys: One for each row.
    ///   - isMeasured: For each row, whether it may be measured on; the others are only used for training.
    /// - Precondition: Both have the same number of entries.
    public init(keys: [String], isMeasured: [Bool]) {
        precondition(keys.count == isMeasured.count, "\(keys.count) and \(isMeasured.count) rows")
        var numbers: [String: Int] = [:]
        groups = keys.map { key in
            let number = numbers[key] ?? numbers.count
            numbers[key] = number
            return number
        }
        self.isMeasured = isMeasured
    }

    func measured(_ rows: [Int]) -> [Int] { rows.filter { isMeasured[$0] } }

    /// The rows of each group, ascending, in the order of their first rows; without groups every row is alone.
    ///
    /// - Precondition: `rows` are ascending.
    static func units(of rows: [Int], _ groups: RowGroups?) -> [[Int]] {
        guard let groups else { return rows.map { [$0] } }
        var places: [Int: Int] = [:]
        var units: [[Int]] = []
        for row in rows {
            if let place = places[groups.groups[row]] {
                units[place].append(row)
            } else {
                places[groups.groups[row]] = units.count
                units.append([row])
            }
        }
        return units
    }
}
