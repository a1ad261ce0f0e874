import Faults

extension ModelFileError: Fault {
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
            "no network is read from a file of that name; .onnx, .tflite, .xml with a .bin beside it, or a folder "
                + "with saved_model.pb is expected"
        case .notONNX(_, let found): "this is \(found.rawValue), not ONNX; write model: in place of onnx:"
        case .companionMissing(_, let companion): "\(companion), which belongs to it, is not there"
        case .unreadable(_, let format, let reason): "this cannot be read as \(format.rawValue): \(reason)"
        case .outputMissing(_, let outputs):
            "the network has \(outputs.count) outputs, \(Self.list(outputs)); choose with --feature-output or --taps"
        case .unknownOutput(_, let name, let outputs):
            "the network has no output '\(name)'; it has \(outputs.joined(separator: ", ")) "
                + "(--taps takes inner tensors)"
        case .tokensMissing(_, let tensor):
            "\(tensor.name) is \(tensor.summary), a row for each token; say with --tokens which count: first, mean "
                + "or patches"
        case .channelsUnclear(_, let tensor):
            "in \(tensor.name), which is \(tensor.summary), it cannot be told which axis holds the channels; tap "
                + "another tensor"
        case .tapShape(_, let tensor):
            "\(tensor.name) is \(tensor.summary); [1, width], [1, tokens, width] or a map of rank 4 with a fixed width "
                + "is expected"
        case .tapType(_, let tensor):
            "\(tensor.name) is \(tensor.summary), whole numbers; floating point numbers are expected, such as what is "
                + "computed before they are rounded (--taps), or an export with a float output"
        case .companionOutside(_, let companion):
            "\(companion), which it names, lies outside of its folder; a file beside it is expected"
        case .notAFile(_, let companion):
            "\(companion.map { "\($0), which belongs to it, is" } ?? "this is") no regular file; one is expected"
        case .beyondBounds(_, let reason): reason
        case .refusedNode(_, let node, let kind, let reason): "the node \(node) (\(kind)) \(reason)"
        case .unsoundNode(_, let node, let flaw): "the node \(node) \(Self.words(flaw))"
        case .notCut(_, let reason): "OpenVINO could not cut the network at its taps: \(reason)"
        case .inputCount(_, let inputs):
            inputs.isEmpty
                ? "the network has no input; one that takes a picture is expected"
                : "the network has \(inputs.count) inputs, \(Self.list(inputs)); one that takes a picture is expected"
        case .notAPicture(_, let input):
            "the input \(input.name) is \(input.summary), no picture; [1, 3, height, width] or "
                + "[1, height, width, 3] is expected"
        case .inputType(_, let input):
            "the input \(input.name) is \(input.summary); floating point numbers or u8 are expected"
        case .layoutMissing(_, let input):
            "the input \(input.name) is \(input.summary), which does not say where the channels are; give --layout "
                + "NCHW or NHWC"
        case .layoutContradicts(_, let input, let asked):
            "--layout is \(asked.rawValue), but the input \(input.name) is \(input.summary)"
        case .fitMissing(_, let height, let width):
            "the network takes \(Self.size(height, width)) and does not say how a photograph is brought to that; "
                + "give --crop (with --shorter-side where it was trained so), --border, --stretch"
                + (height == nil && width == nil ? " or --longest-side" : "")
        case .inputIsNoted:
            "the file says itself how a photograph becomes its input; leave --size, --values and the like out, or "
                + "describe all of it, beginning with --crop, --border, --stretch or --longest-side"
        case .valuesMissing:
            "the network does not say in which range it takes its values; give --values, such as unit or imagenet"
        case .bytesExpected(_, let input):
            "the input \(input) takes bytes; leave --values out or give byte, without --mean"
        case .sideMissing: "the network takes pictures of any size; say with --size which"
        case .sideContradicts(_, let asked, let height, let width):
            asked.map { "--size is \($0), but the network takes \(Self.size(height, width))" }
                ?? "the network takes \(Self.size(height, width)), which is no square; give --stretch"
        case .sizeIsFixed(_, let height, let width):
            "the network takes \(Self.size(height, width)), so --longest-side cannot be met; give --crop, --border or "
                + "--stretch"
        case .sidesRefused(_, let height, let width, let reason):
            "the network does not work on \(Self.size(height, width)): \(reason)"
        }
    }

    private static func words(_ flaw: NodeFlaw) -> String {
        switch flaw {
        case .random: "gives other values at every run; a network that gives the same features again is expected"
        case .narrow:
            "computes with whole numbers of one or two bytes, which OpenVINO keeps at their bounds where others begin "
                + "anew; compute in int32 or float32"
        case .hidesNaN:
            "is given values that are not numbers when the network sees a picture, and makes numbers of them; mend what "
                + "comes before it, such as the logarithm or root of a negative number"
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
