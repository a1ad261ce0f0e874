import Faults

extension ModelFileError: Fault {
    /// The kind of fault, which decides the exit code.
    public var kind: FaultKind {
        switch self {
        case .missing, .companionMissing: .missingInput
        case .unknownFormat, .notONNX, .layoutMissing, .layoutContradicts, .fitMissing, .inputIsNoted, .valuesMissing,
            .bytesExpected, .sideMissing, .sideContradicts, .sizeIsFixed, .outputMissing, .unknownOutput, .tokensMissing:
            .usage
        case .unreadable, .inputCount, .notAPicture, .inputType, .sidesRefused, .channelsUnclear, .tapShape, .tapType,
            .companionOutside, .notAFile, .beyondBounds, .refusedNode, .unsoundNode, .notCut:
            .badData
        }
    }

    /// What a user can set otherwise to avoid the fault.
    public var settings: [Setting] {
        switch self {
        case .outputMissing, .unknownOutput: [.featureOutput, .taps]
        case .tokensMissing: [.tokens]
        case .channelsUnclear, .tapType: [.taps]
        case .layoutMissing, .layoutContradicts: [.channelLayout]
        case .fitMissing(_, nil, nil): [.cropping, .shorterSide, .border, .stretching, .longestSide]
        case .fitMissing: [.cropping, .shorterSide, .border, .stretching]
        case .inputIsNoted: [.cropping, .border, .stretching, .longestSide]
        case .valuesMissing: [.valueRange]
        case .bytesExpected: [.valueRange, .channelMean]
        case .sideMissing: [.inputSize]
        case .sideContradicts(_, let asked, _, _): [asked == nil ? .stretching : .inputSize]
        case .sizeIsFixed: [.cropping, .border, .stretching]
        default: []
        }
    }

    /// The fault as one sentence for the user.
    public var sentence: String {
        "\(path): \(reason)"
    }

    private var path: String {
        switch self {
        case .missing(let path), .unknownFormat(let path), .notONNX(let path, _), .companionMissing(let path, _),
            .unreadable(let path, _, _), .inputCount(let path, _), .notAPicture(let path, _), .inputType(let path, _),
            .layoutMissing(let path, _), .layoutContradicts(let path, _, _), .fitMissing(let path, _, _),
            .inputIsNoted(let path), .valuesMissing(let path), .bytesExpected(let path, _), .sideMissing(let path),
            .sideContradicts(let path, _, _, _), .sizeIsFixed(let path, _, _), .sidesRefused(let path, _, _, _),
            .outputMissing(let path, _), .unknownOutput(let path, _, _), .tokensMissing(let path, _),
            .channelsUnclear(let path, _), .tapShape(let path, _), .tapType(let path, _), .notCut(let path, _),
            .companionOutside(let path, _), .notAFile(let path, _), .beyondBounds(let path, _),
            .refusedNode(let path, _, _, _), .unsoundNode(let path, _, _):
            path
        }
    }

    private var reason: String {
        switch self {
        case .missing: "there is no such file or folder"
        case .unknownFormat:
            "the name does not show the format of the network; expected .onnx, .tflite, .xml with its .bin in the same "
                + "folder, or a folder with saved_model.pb"
        case .notONNX(_, let found): "this is \(found.rawValue), not ONNX; write model: instead of onnx:"
        case .companionMissing(_, let companion): "\(companion), which belongs to it, is missing"
        case .unreadable(_, let format, let reason): "this cannot be read as \(format.rawValue): \(reason)"
        case .outputMissing(_, let outputs):
            "the network has \(outputs.count) outputs, \(Self.list(outputs)); choose among them, or tap inner tensors"
        case .unknownOutput(_, let name, let outputs):
            "the network has no output '\(name)'; it has \(outputs.joined(separator: ", ")); choose among them, or tap "
                + "inner tensors"
        case .tokensMissing(_, let tensor):
            "\(tensor.name) is \(tensor.summary), a row for each token; choose which to use: first, mean or patches"
        case .channelsUnclear(_, let tensor):
            "cannot tell which axis of \(tensor.name), which is \(tensor.summary), holds the channels; tap "
                + "another tensor"
        case .tapShape(_, let tensor):
            "\(tensor.name) is \(tensor.summary); expected [1, width], [1, tokens, width] or a map of rank 4 with a fixed "
                + "width"
        case .tapType(_, let tensor):
            "\(tensor.name) is \(tensor.summary), which holds whole numbers; features must be floating-point numbers: "
                + "export the network with a float output, or tap a tensor before the rounding"
        case .companionOutside(_, let companion):
            "\(companion), which it refers to, is outside its folder; put that file next to it"
        case .notAFile(_, let companion):
            "\(companion.map { "\($0), which belongs to it, is" } ?? "this is") not a regular file; give a regular file"
        case .beyondBounds(_, let reason): reason
        case .refusedNode(_, let node, let kind, let reason): "the node \(node) (\(kind)) \(reason)"
        case .unsoundNode(_, let node, let flaw): "the node \(node) \(Self.words(flaw))"
        case .notCut(_, let reason): "OpenVINO could not cut the network at its taps: \(reason)"
        case .inputCount(_, let inputs):
            inputs.isEmpty
                ? "the network has no input; expected one, which takes a picture"
                : "the network has \(inputs.count) inputs, \(Self.list(inputs)); expected one, which takes a picture"
        case .notAPicture(_, let input):
            "the input \(input.name) is \(input.summary), which is not a picture; expected [1, 3, height, width] or "
                + "[1, height, width, 3]"
        case .inputType(_, let input):
            "the input \(input.name) is \(input.summary); expected floating-point numbers or u8"
        case .layoutMissing(_, let input):
            "the input \(input.name) is \(input.summary), which does not show which axis holds the channels; choose the "
                + "layout NCHW or NHWC"
        case .layoutContradicts(_, let input, let asked):
            "the layout \(asked.rawValue) was asked for, but the input \(input.name) is \(input.summary)"
        case .fitMissing(_, let height, let width):
            "the network takes \(Self.size(height, width)) and does not say how photographs are fitted to that; "
                + "choose to crop them (after scaling their shorter side if it was trained that way), to give them a border"
                + (height == nil && width == nil ? ", to stretch them or to scale their longest side" : " or to stretch them")
        case .inputIsNoted:
            "the file itself says how a photograph becomes its input; leave out settings such as its size and "
                + "its range of values, or describe the input completely, starting with how photographs are fitted to it"
        case .valuesMissing:
            "the network does not say which range of values it takes; choose one, such as unit or imagenet"
        case .bytesExpected(_, let input):
            "the input \(input) takes bytes; leave out the range of values, or choose byte without a mean"
        case .sideMissing: "the network takes pictures of any size; choose one"
        case .sideContradicts(_, let asked, let height, let width):
            asked.map { "a side of \($0) pixels was asked for, but the network takes \(Self.size(height, width))" }
                ?? "the network takes \(Self.size(height, width)), which is not square; stretch the photographs to it"
        case .sizeIsFixed(_, let height, let width):
            "the network takes \(Self.size(height, width)), so photographs cannot be scaled by their longest side; "
                + "crop them, give them a border or stretch them"
        case .sidesRefused(_, let height, let width, let reason):
            "the network does not work on \(Self.size(height, width)): \(reason)"
        }
    }

    private static func words(_ flaw: NodeFlaw) -> String {
        switch flaw {
        case .random: "gives different values at every run; use a network that always gives the same features"
        case .narrow:
            "computes with whole numbers of one or two bytes, which OpenVINO clamps at their bounds where others wrap "
                + "around; compute in int32 or float32"
        case .hidesNaN:
            "receives NaN when the network sees a picture, and turns it into a number; correct what comes before the node, "
                + "such as the logarithm or root of a negative number"
        }
    }

    private static func list(_ tensors: [ModelTensor]) -> String {
        tensors.map { "\($0.name) \($0.summary)" }.joined(separator: ", ")
    }

    private static func size(_ height: Int?, _ width: Int?) -> String {
        guard height != nil || width != nil else { return "pictures of any size" }
        return "pictures of \(width.map(String.init) ?? "any width") x \(height.map(String.init) ?? "any height") pixels"
    }
}
