/// What can go wrong between the path of a network and an engine that computes its features.
public enum ModelFileError: Error, Equatable {
    case missing(path: String)
    /// The name says of no format that Kalon reads.
    case unknownFormat(path: String)
    /// After `onnx:` stands a file of another format.
    case notONNX(path: String, found: ModelFormat)
    /// A file that belongs to the network is not there.
    case companionMissing(path: String, companion: String)
    /// The content is damaged, or of operations that OpenVINO does not know.
    case unreadable(path: String, format: ModelFormat, reason: String)

    // What the network takes.
    case inputCount(path: String, inputs: [ModelTensor])
    case notAPicture(path: String, input: ModelTensor)
    case inputType(path: String, input: ModelTensor)
    case layoutMissing(path: String, input: ModelTensor)
    case layoutContradicts(path: String, input: ModelTensor, asked: ChannelLayout)
    case fitMissing(path: String, height: Int?, width: Int?)
    /// Some options of the input are given, and the file holds a whole description of it.
    case inputIsNoted(path: String)
    case valuesMissing(path: String)
    case bytesExpected(path: String, input: String)
    case sideMissing(path: String)
    case sideContradicts(path: String, asked: Int?, height: Int?, width: Int?)
    /// The longest side decides, but the network takes one size only.
    case sizeIsFixed(path: String, height: Int?, width: Int?)
    /// The network does not work at this size.
    case sidesRefused(path: String, height: Int?, width: Int?, reason: String)

    // What it gives.
    case outputMissing(path: String, outputs: [ModelTensor])
    case unknownOutput(path: String, name: String, outputs: [String])
    case tokensMissing(path: String, tensor: ModelTensor)
    case channelsUnclear(path: String, tensor: ModelTensor)
    case tapShape(path: String, tensor: ModelTensor)
    /// OpenVINO could not cut the network at its taps.
    case notCut(path: String, reason: String)
}
