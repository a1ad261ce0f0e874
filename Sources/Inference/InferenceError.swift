/// What can go wrong between a network and its features.
public enum InferenceError: Error, Equatable {
    /// The engine refused a call; `action` says which, in words.
    case engine(action: String, message: String)
    /// The engine refused a network from a file, or a picture for it.
    case networkRefused(path: String, action: String, reason: String)
    /// The engine returned an output with a different shape than the network declares.
    case outputShape(found: [Int], expectedColumns: Int)
    /// No precision has this name.
    case unknownPrecision(String)
    /// A side of a picture is out of range, in pixels.
    case invalidSide(Int)
    /// The network takes pictures of any size, and no size was given.
    case sideMissing(network: String)
    /// The shorter side would be less than the square that is cut out, in pixels.
    case shorterSideTooShort(Int, side: Int)
    /// The weights are not those that the description was made with.
    case weightsChanged(reference: String, found: String, expected: String)
    /// An extractor's description cannot be read.
    case unreadableDescription(String)
    /// A network gave features that are not finite; columns are counted from 0.
    case nonFiniteFeatures(column: Int)
}
