import Faults

/// What can go wrong while photographs are turned into features.
public enum ExtractionError: Error, Equatable {
    /// The journal of rows computed so far cannot be read or written.
    case cannotWriteJournal(path: String, reason: String)
    /// No photograph could be read.
    case nothingExtracted(dataset: String, photographs: Int, firstReason: String)
    /// More photographs than allowed could not be read.
    case tooManySkipped(skipped: Int, done: Int, maximum: Int, photograph: String, reason: String)
    /// A network gave infinity or NaN for this photograph.
    case nonFinite(photograph: String, column: Int)
    /// The prepared picture has fewer pixels on a side than the network needs.
    case tooSmall(width: Int, height: Int, least: Int)
}
