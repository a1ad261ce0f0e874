import DataSets
import Records

extension PhotographList {
    /// How many photographs are in each part of a manifest's split, such as `; 8 train, 4 test`; empty without a split.
    var splitCounts: String {
        let counts = SplitPart.allCases.compactMap { part in
            let count = photographs.count { $0.split == part }
            return count > 0 ? "\(count) \(part.rawValue)" : nil
        }
        return counts.isEmpty ? "" : "; " + counts.joined(separator: ", ")
    }

    /// How many photographs of each label there are, such as `12 aesthetic, 9 not aesthetic, 3 without a label`.
    var labelCounts: String {
        let words: [(label: Int8, name: String)] = [(1, "aesthetic"), (0, "not aesthetic"), (-1, "without a label")]
        return words.compactMap { label, name in
            let count = photographs.count { $0.label == label }
            return count > 0 ? "\(count) \(name)" : nil
        }.joined(separator: ", ")
    }
}

extension [SkippedPhotograph] {
    /// How many were skipped for each kind of reason, the commonest first; empty if none were.
    var reasons: String {
        countsByKind.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { "\($0.value) because \($0.key)" }.joined(separator: "; ")
    }
}
