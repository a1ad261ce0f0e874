/// What can go wrong between the path of a network and an engine that computes its features.
public enum ModelFileError: Error, Equatable {
    case missing(path: String)
    /// The name says of no format that Kalon reads.
    case unknownFormat(path: String)
    /// After `onnx:` stands a file of another format.
    case notONNX(path: String, found: ModelFormat)
    /// A file that belongs to the network is not there.
    case companionMissing(path: String, companion: String)
    /// A file that belongs to the network is named where it must not be: outside of the network's folder.
    case companionOutside(path: String, companion: String)
    /// What is to be read is a device, a pipe or a folder.
    case notAFile(path: String, companion: String?)
    /// The content is damaged, or of operations that OpenVINO does not know.
    case unreadable(path: String, format: ModelFormat, reason: String)

    /// It is larger than any network for pictures.
    case beyondBounds(path: String, reason: String)
    /// A node that cannot be computed as the standard says.
    case refusedNode(path: String, node: String, kind: String, reason: String)
    /// A node, named with its operator, that makes features of no use.
    case unsoundNode(path: String, node: String, NodeFlaw)

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
    /// Whole numbers, which are codes of something or places of something.
    case tapType(path: String, tensor: ModelTensor)
    /// OpenVINO could not cut the network at its taps.
    case notCut(path: String, reason: String)
}

/// What makes a node of no use for features.
public enum NodeFlaw: Sendable, Equatable {
    /// It gives other values at every run.
    case random
    /// It computes with whole numbers of one or two bytes, which OpenVINO holds at their bounds.
    case narrow
    /// It turns a value that is not a number into one that is.
    case hidesNaN
}
