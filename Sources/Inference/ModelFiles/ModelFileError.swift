/// What can go wrong between the path of a network and an engine that computes its features.
public enum ModelFileError: Error, Equatable {
    /// There is no file or folder at the path.
    case missing(path: String)
    /// The name does not belong to a format that Kalon reads.
    case unknownFormat(path: String)
    /// The file after `onnx:` has another format.
    case notONNX(path: String, found: ModelFormat)
    /// A file that belongs to the network is missing.
    case companionMissing(path: String, companion: String)
    /// A file that belongs to the network is outside the network's folder.
    case companionOutside(path: String, companion: String)
    /// The file is a device, a pipe or a folder; `companion` is nil for the network itself.
    case notAFile(path: String, companion: String?)
    /// The content is damaged, or has operations that OpenVINO does not know.
    case unreadable(path: String, format: ModelFormat, reason: String)

    /// The network is larger than any network for pictures.
    case beyondBounds(path: String, reason: String)
    /// A node cannot be computed as the standard says.
    case refusedNode(path: String, node: String, kind: String, reason: String)
    /// A node, named with its operator, makes the features useless.
    case unsoundNode(path: String, node: String, NodeFlaw)

    // The input of the network.
    /// The network has no input, or several.
    case inputCount(path: String, inputs: [ModelTensor])
    /// The input does not have the shape of a picture.
    case notAPicture(path: String, input: ModelTensor)
    /// The input takes neither floating-point numbers nor bytes.
    case inputType(path: String, input: ModelTensor)
    /// The shape of the input does not show which axis holds the channels.
    case layoutMissing(path: String, input: ModelTensor)
    /// The requested layout does not fit the shape of the input.
    case layoutContradicts(path: String, input: ModelTensor, asked: ChannelLayout)
    /// The file does not say how a photograph is fitted to the size of the input, in pixels; nil for any size.
    case fitMissing(path: String, height: Int?, width: Int?)
    /// Some options of the input are given, but the file holds a complete description of it.
    case inputIsNoted(path: String)
    /// The file does not say which range of values the network takes.
    case valuesMissing(path: String)
    /// The input takes bytes, but another range of values was requested.
    case bytesExpected(path: String, input: String)
    /// The network takes pictures of any size, and no size was given.
    case sideMissing(path: String)
    /// The requested side, or a square if `asked` is nil, does not fit the size of the input, in pixels.
    case sideContradicts(path: String, asked: Int?, height: Int?, width: Int?)
    /// The longest side was to decide, but the network takes only one size, in pixels.
    case sizeIsFixed(path: String, height: Int?, width: Int?)
    /// The network does not work at this size, in pixels.
    case sidesRefused(path: String, height: Int?, width: Int?, reason: String)

    // The outputs of the network.
    /// The network has several outputs, and none was chosen.
    case outputMissing(path: String, outputs: [ModelTensor])
    /// The network has no output with this name.
    case unknownOutput(path: String, name: String, outputs: [String])
    /// The tensor has tokens, and it was not said which are used.
    case tokensMissing(path: String, tensor: ModelTensor)
    /// The shape of the tensor does not show which axis holds the channels.
    case channelsUnclear(path: String, tensor: ModelTensor)
    /// The shape of the tensor cannot be pooled into features.
    case tapShape(path: String, tensor: ModelTensor)
    /// The tensor holds whole numbers, which are codes or positions.
    case tapType(path: String, tensor: ModelTensor)
    /// OpenVINO could not cut the network at its taps.
    case notCut(path: String, reason: String)
}

/// Why a node makes the features useless.
public enum NodeFlaw: Sendable, Equatable {
    /// It gives different values at every run.
    case random
    /// It computes with whole numbers of one or two bytes, which OpenVINO clamps at their bounds.
    case narrow
    /// It turns a value that is not a number into a number.
    case hidesNaN
}
