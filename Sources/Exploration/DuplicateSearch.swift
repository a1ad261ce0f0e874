/// Photographs that are there more than once.
public struct DuplicateSearch: Sendable {
    /// Where a photograph belongs, and by what it is known again.
    public struct Candidate: Sendable, Equatable {
        /// The data set, and the part of it where a manifest names one.
        public let part: String
        public let path: String
        /// 1 aesthetic, 0 not aesthetic, -1 unknown.
        public let label: Int8
        /// SHA-256 of the file.
        public let digest: String
        public let hash: PerceptualHash

        public init(part: String, path: String, label: Int8, digest: String, hash: PerceptualHash) {
            self.part = part
            self.path = path
            self.label = label
            self.digest = digest
            self.hash = hash
        }
    }

    /// Two photographs that are, or look, the same.
    public struct Pair: Sendable, Codable, Equatable {
        public let firstPart: String
        public let firstPath: String
        public let secondPart: String
        public let secondPath: String
        /// Whether the files are equal byte by byte.
        public let isExact: Bool
        /// How many bits of their perceptual hashes differ, 0 to 64.
        public let distance: Int
        /// Whether one is in another data set or part than the other: what is learned from one is known of the other.
        public let isLeak: Bool
        /// Whether one is aesthetic and the other not.
        public let contradicts: Bool
    }

    /// The most bits that may differ.
    private let largestDistance: Int

    public init(largestDistance: Int) {
        precondition((0...64).contains(largestDistance), "a hash has 64 bits, not \(largestDistance)")
        self.largestDistance = largestDistance
    }

    /// Each candidate with the one before it that is most like it, of every part and every label there: thousands of equal
    /// pictures are as many pairs, and not their square.
    ///
    /// In the order of the candidates. Cost: one exclusive or for each pair of candidates, about a second for 50,000 of them.
    public func pairs(among candidates: [Candidate]) -> [Pair] {
        let bits = candidates.map(\.hash.bits)
        let kinds = Self.kinds(of: candidates)
        var nearest = [Nearest?](repeating: nil, count: (kinds.max() ?? 0) + 1)
        var pairs: [Pair] = []
        bits.withUnsafeBufferPointer { bits in
            for second in bits.indices {
                for first in 0..<second {
                    let distance = (bits[first] ^ bits[second]).nonzeroBitCount
                    guard distance <= largestDistance else { continue }
                    let isExact = distance == 0 && candidates[first].digest == candidates[second].digest
                    let found = Nearest(candidate: first, distance: distance, isExact: isExact)
                    if nearest[kinds[first]].map({ found.isNearer(than: $0) }) ?? true { nearest[kinds[first]] = found }
                }
                let found = nearest.compactMap { $0?.candidate }.sorted()
                pairs += found.map { Self.pair(candidates[$0], candidates[second]) }
                for first in found { nearest[kinds[first]] = nil }
            }
        }
        return pairs
    }

    private struct Nearest {
        let candidate: Int
        let distance: Int
        let isExact: Bool

        func isNearer(than other: Nearest) -> Bool {
            distance < other.distance || (isExact && !other.isExact)
        }
    }

    private struct Kind: Hashable {
        let part: String
        let label: Int8
    }

    /// The number of each candidate's part and label.
    private static func kinds(of candidates: [Candidate]) -> [Int] {
        var numbers: [Kind: Int] = [:]
        return candidates.map { candidate in
            let kind = Kind(part: candidate.part, label: candidate.label)
            let number = numbers[kind] ?? numbers.count
            numbers[kind] = number
            return number
        }
    }

    private static func pair(_ first: Candidate, _ second: Candidate) -> Pair {
        Pair(
            firstPart: first.part, firstPath: first.path, secondPart: second.part, secondPath: second.path,
            isExact: first.digest == second.digest, distance: first.hash.distance(to: second.hash),
            isLeak: first.part != second.part,
            contradicts: first.label >= 0 && second.label >= 0 && first.label != second.label)
    }
}
