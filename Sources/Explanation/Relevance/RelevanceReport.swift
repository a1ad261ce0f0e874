/// Where the relevance of a verdict went.
public struct RelevanceReport: Sendable, Equatable {
    /// A layer's conservation: what it took is what it handed down and what stayed with its biases and stabilisers.
    public struct Layer: Sendable, Equatable {
        /// The name of the layer.
        public let name: String
        /// The relevance of its results.
        public let taken: Double
        /// The relevance that its inputs got.
        public let handed: Double
        /// The relevance that stayed with its biases.
        public let biases: Double

        /// The relevance that stayed with stabilisers, and rounding.
        public var rest: Double { taken - handed - biases }
    }

    /// Something with its relevance.
    public struct Part: Sendable, Equatable {
        /// What it is.
        public let name: String
        /// Its relevance.
        public let relevance: Double
    }

    /// The number that is explained: the relevance at the beginning.
    public let explained: Double
    /// The relevance that reached the inputs of the networks.
    public let reached: Double
    /// Each layer, from the verdict to the pixels.
    public let layers: [Layer]
    /// For each extractor, the relevance of each of its columns.
    public let columns: [[Double]]
    /// For each extractor, the relevance of the columns of each tapped layer.
    public let taps: [[Part]]

    /// The relevance that stayed with biases.
    public var biases: Double { layers.reduce(0) { $0 + $1.biases } }

    /// For each extractor, the relevance of each block: of all taps whose names differ only by a number at the end.
    public var blocks: [[Part]] { taps.map(Self.blocks(of:)) }

    private static func blocks(of taps: [Part]) -> [Part] {
        var names: [String] = []
        var sums: [String: Double] = [:]
        for tap in taps {
            let name = block(of: tap.name)
            if sums[name] == nil { names.append(name) }
            sums[name, default: 0] += tap.relevance
        }
        return names.map { Part(name: $0, relevance: sums[$0] ?? 0) }
    }

    /// `block35` of `block35_7_mixed`; a name without a number in it stays as it is.
    package static func block(of tap: String) -> String {
        var words = tap.split(separator: "_")
        if words.count > 2, words.last == "mixed" { words.removeLast() }
        if words.count > 1, let last = words.last, last.allSatisfy(\.isNumber) { words.removeLast() }
        return words.joined(separator: "_")
    }
}
