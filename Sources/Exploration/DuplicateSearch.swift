/// A search for photographs that occur more than once.
public struct DuplicateSearch: Sendable {
    /// A photograph, with what it is recognised by.
    public struct Candidate: Sendable, Equatable {
        /// The data set, followed by its part if a manifest names one, such as `set/train`.
        public let part: String
        /// The path relative to the data set.
        public let path: String
        /// 1 for aesthetic, 0 for not aesthetic, -1 if unknown.
        public let label: Int8
        /// The SHA-256 of the file, in hexadecimal.
        public let digest: String
        /// What the picture looks like.
        public let hash: PerceptualHash

        /// Makes a candidate.
        ///
        /// - Parameters:
        ///   - part: the data set, followed by its part if a manifest names one.
        ///   - path: the path relative to the data set.
        ///   - label: 1, 0, or -1 if unknown.
        ///   - digest: the SHA-256 of the file.
        ///   - hash: what the picture looks like.
        public init(part: String, path: String, label: Int8, digest: String, hash: PerceptualHash) {
            self.part = part
            self.path = path
            self.label = label
            self.digest = digest
            self.hash = hash
        }
    }

    /// Two photographs that are identical, or look the same.
    public struct Pair: Sendable, Codable, Equatable {
        /// The data set and part of the first photograph.
        public let firstPart: String
        /// The path of the first photograph.
        public let firstPath: String
        /// The data set and part of the second photograph.
        public let secondPart: String
        /// The path of the second photograph.
        public let secondPath: String
        /// Whether the files are identical, byte for byte.
        public let isExact: Bool
        /// How many bits of their perceptual hashes differ, from 0 to 64.
        public let distance: Int
        /// Whether they are in different data sets or parts, so that what is learned from one is known about the other.
        public let isLeak: Bool
        /// Whether one is labelled aesthetic and the other not.
        public let contradicts: Bool
    }

    /// The most bits in which hashes of a pair may differ.
    private let largestDistance: Int

    /// Makes a search.
    ///
    /// - Parameter largestDistance: the most bits in which the hashes of a pair may differ, from 0 to 64.
    public init(largestDistance: Int) {
        precondition((0...64).contains(largestDistance), "a hash has 64 bits, not \(largestDistance)")
        self.largestDistance = largestDistance
    }

    /// Pairs of each candidate with the earlier one that is most like it.
    ///
    /// There is one pair for every part and every label in which such a candidate exists. Thousands of equal pictures therefore
    /// give as many pairs, not the square of their number. The pairs are in the order of the candidates. Cost: one exclusive or
    /// for each pair of candidates, which takes about a second for 50,000 of them.
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

    /// A number for each candidate's combination of part and label.
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
