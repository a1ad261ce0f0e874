import Faults

/// What can go wrong while photographs become features.
public enum ExtractionError: Error, Equatable {
    case cannotWriteJournal(path: String, reason: String)
    /// Not one photograph could be read.
    case nothingExtracted(dataset: String, photographs: Int, firstReason: String)
    /// More photographs could not be read than was allowed.
    case tooManySkipped(skipped: Int, done: Int, maximum: Int, photograph: String, reason: String)
    /// A network gave a value that is not finite for this photograph.
    case nonFinite(photograph: String, column: Int)
}
