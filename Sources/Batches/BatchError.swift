/// What can go wrong while photographs are made into batches.
public enum BatchError: Error, Equatable {
    /// A value of a recipe is out of range, or does not fit the others.
    case recipe(name: String, value: String, expected: String)
    /// The batches that are ready at a time would take more memory than there is; the reason says how much.
    case tooLarge(inputs: Int, reason: String)
    /// None of the photographs could be read.
    case nothingReadable(photographs: Int, first: String, reason: String)
}
