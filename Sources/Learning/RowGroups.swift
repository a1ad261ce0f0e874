/// Which rows belong together, such as the copies of one photograph, or photographs of one scene.
public struct RowGroups: Sendable, Equatable {
    /// The number of each row's group.
    private let groups: [Int]
    /// Whether each row may tell how good something is; the others, such as perturbed copies, only ever train.
    private let isMeasured: [Bool]

    /// Rows with one key are one group.
    ///
    /// - Precondition: as many of both.
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

    /// Rows put together by their groups, each ascending, in the order of their first rows; without groups every row is
    /// alone.
    ///
    /// - Precondition: `rows` ascend.
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
