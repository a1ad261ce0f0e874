/// What can go wrong between a network and its features.
public enum InferenceError: Error, Equatable {
    /// The engine refused a call.
    case engine(action: String, message: String)
    /// The engine refused a network from a file, or a picture for it.
    case networkRefused(path: String, action: String, reason: String)
    /// The engine gave an output of another shape than the network declares.
    case outputShape(found: [Int], expectedColumns: Int)
    case unknownPrecision(String)
    case invalidSide(Int)
    case sideMissing(network: String)
    /// The shorter side would be less than what is to be cut out.
    case shorterSideTooShort(Int, side: Int)
    /// The weights found now are not those that the description was made with.
    case weightsChanged(reference: String, found: String, expected: String)
    /// An extractor's description cannot be read.
    case unreadableDescription(String)
    /// Features that are not finite came out of a network.
    case nonFiniteFeatures(column: Int)
}
