/// The part of a data set that its maker assigned a photograph to.
public enum SplitPart: String, Sendable, CaseIterable, Equatable {
    /// Photographs to learn from.
    case training = "train"
    /// Photographs for choosing an epoch, a temperature or a mask.
    case validation
    /// Photographs for measuring, and for nothing else.
    case test

    /// The words that a manifest may use, in lower case.
    private static let words: [String: SplitPart] = [
        "train": .training, "training": .training, "validation": .validation, "val": .validation, "valid": .validation,
        "dev": .validation, "test": .test, "testing": .test,
    ]

    /// The part that a word of a manifest names; nil for a word that names none.
    ///
    /// - Parameter word: the word, in any case.
    public init?(word: String) {
        guard let part = Self.words[word.lowercased()] else { return nil }
        self = part
    }
}
