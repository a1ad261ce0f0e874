import Graphs

extension Graph {
    /// The positions of the tapped layers.
    ///
    /// - Parameter taps: Names of layers, or patterns in which `*` stands for any text; the matches of a pattern are in graph
    ///   order.
    /// - Throws: `NetworksError.unknownTap` with similar names, and `.repeatedTap`.
    public func positions(ofTaps taps: [String]) throws(NetworksError) -> [Int] {
        try tapPositions(of: taps, among: nodes.map(\.name))
    }
}

/// The positions of `taps` in a list of names, as `Graph.positions(ofTaps:)` finds them.
package func tapPositions(of taps: [String], among names: [String]) throws(NetworksError) -> [Int] {
    var positions: [Int] = []
    for tap in taps {
        let matches = names.indices.filter { tap.contains("*") ? matchesPattern(names[$0], tap) : names[$0] == tap }
        guard !matches.isEmpty else { throw .unknownTap(tap, near: nearestNames(to: tap, among: names)) }
        for match in matches {
            guard !positions.contains(match) else { throw .repeatedTap(names[match]) }
            positions.append(match)
        }
    }
    return positions
}

/// Whether `text` is `pattern` with any text, or none, in place of each `*`.
func matchesPattern(_ text: String, _ pattern: String) -> Bool {
    let pieces = pattern.split(separator: "*", omittingEmptySubsequences: false)
    guard let first = pieces.first, let last = pieces.last, pieces.count > 1 else { return text == pattern }
    guard text.count >= first.count + last.count, text.hasPrefix(first), text.hasSuffix(last) else { return false }
    var rest = text.dropFirst(first.count).dropLast(last.count)
    for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
        guard let range = rest.firstRange(of: piece) else { return false }
        rest = rest[range.upperBound...]
    }
    return true
}

/// Up to five names nearest to `name` by edit distance, nearest first.
package func nearestNames(to name: String, among names: [String]) -> [String] {
    names.map { ($0, editDistance(name, $0)) }
        .sorted { ($0.1, $0.0) < ($1.1, $1.0) }
        .prefix(5).map(\.0)
}

/// The number of insertions, deletions and substitutions between two words (Levenshtein 1966).
func editDistance(_ a: String, _ b: String) -> Int {
    let right = Array(b)
    var distances = Array(0...right.count)
    for (row, character) in a.enumerated() {
        var diagonal = distances[0]
        distances[0] = row + 1
        for column in right.indices {
            let above = distances[column + 1]
            let substitution = diagonal + (character == right[column] ? 0 : 1)
            distances[column + 1] = min(substitution, above + 1, distances[column] + 1)
            diagonal = above
        }
    }
    return distances[right.count]
}
