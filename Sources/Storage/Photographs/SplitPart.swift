/// The part of a data set that its maker puts a photograph into.
public enum SplitPart: String, Sendable, CaseIterable, Equatable {
    /// To learn from.
    case training = "train"
    /// To choose an epoch, a temperature or a mask on.
    case validation
    /// To measure on, and for nothing else.
    case test

    /// The words that a manifest may use, in lower case.
    private static let words: [String: SplitPart] = [
        "train": .training, "training": .training, "validation": .validation, "val": .validation, "valid": .validation,
        "dev": .validation, "test": .test, "testing": .test,
    ]

    /// The part that a word of a manifest names, in any case; nil for a word that names none.
    public init?(word: String) {
        guard let part = Self.words[word.lowercased()] else { return nil }
        self = part
    }
}
