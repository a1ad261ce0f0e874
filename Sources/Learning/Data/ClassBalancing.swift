import Matrices

/// How the rows of an epoch are chosen when some classes have more rows than others.
public enum ClassBalancing: String, Codable, Sendable, CaseIterable {
    /// Every row once in each epoch.
    case none
    /// Every epoch visits one fold of each larger class, and all of the smallest class.
    ///
    /// A class that is r times as large as the smallest is dealt into ceil(r) folds of nearly equal size, which take turns.
    case folds
    /// Every row once in each epoch, and rows of smaller classes repeated until all classes are as large as the largest.
    case oversample
}

/// The rows that each epoch visits, in the order of the visits.
package struct EpochRows {
    private let balancing: ClassBalancing
    private let seed: UInt64
    /// The folds of rows of every class; one fold for each class unless it was dealt.
    private let folds: [[[Int]]]

    /// Plans epochs over the given rows, whose classes are `labels[row]`.
    package init(rows: [Int], labels: [Int], balancing: ClassBalancing, seed: UInt64) {
        self.balancing = balancing
        self.seed = seed
        let classes = Dictionary(grouping: rows, by: { labels[$0] }).sorted { $0.key < $1.key }
        let smallest = classes.map(\.value.count).min() ?? 0
        folds = classes.map { label, members in
            guard balancing == .folds else { return [members] }
            var stream = RandomStream(seed: seed, name: "folds.class.\(label)")
            return Self.deal(members.shuffled(using: &stream), into: (members.count + smallest - 1) / smallest)
        }
    }

    /// The rows of one epoch, counted from 0, shuffled by a stream of that epoch.
    package func rows(ofEpoch epoch: Int) -> [Int] {
        var rows = folds.flatMap { $0[epoch % $0.count] }
        if balancing == .oversample { rows += repeated(epoch: epoch) }
        var stream = RandomStream(seed: seed, name: "shuffle.epoch.\(epoch)")
        rows.shuffle(using: &stream)
        return rows
    }

    /// Whole copies of the smaller classes and a random remainder, which make all classes as large as the largest.
    private func repeated(epoch: Int) -> [Int] {
        let largest = folds.map { $0[0].count }.max() ?? 0
        return folds.enumerated().flatMap { position, folds in
            let members = folds[0]
            var stream = RandomStream(seed: seed, name: "oversample.\(position).epoch.\(epoch)")
            let copies = (0..<(largest / members.count - 1)).flatMap { _ in members }
            return copies + stream.distinct(largest % members.count, below: members.count).map { members[$0] }
        }
    }

    private static func deal(_ rows: [Int], into count: Int) -> [[Int]] {
        (0..<count).map { fold in stride(from: fold, to: rows.count, by: count).map { rows[$0] } }
    }
}
