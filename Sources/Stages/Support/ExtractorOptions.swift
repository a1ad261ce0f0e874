import ArgumentParser
import Foundation
import Imaging
import Inference
import Networks
import Weights

/// The options that say which features to compute.
public struct ExtractorOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A network that is built in, such as multigap (kalon-extract --list shows all), or one in a file: onnx:PATH, "
                + "model:PATH (TensorFlow SavedModel, TensorFlow Lite, OpenVINO).",
            valueName: "network|onnx:file|model:path"))
    public var extractor: String?

    @Option(
        help: ArgumentHelp(
            "A weight file without the classifier, Keras HDF5 or safetensors by the network, a name of kalon-weights "
                + "list, or seeded:S.",
            valueName: "file|name|seeded:S"))
    public var weights: String?

    @Option(
        help: ArgumentHelp(
            "Layers, or tensors of a file, to pool and put side by side, in this order; * stands for any text. "
                + "Default: the network's own.",
            valueName: "a,b,c"))
    public var taps: String?

    @Option(help: ArgumentHelp("Outputs of a network in a file that are the features.", valueName: "a,b,c"))
    public var featureOutput: String?

    @Option(
        help: ArgumentHelp(
            "Of tensors [1, tokens, width] in a file: the first token, the mean of all, or of all but the first.",
            valueName: "first|mean|patches"))
    public var tokens: TokenPooling?

    @Option(
        help: ArgumentHelp(
            "Where a file's input has its channels, if its shape leaves that open.", valueName: "NCHW|NHWC"))
    public var layout: ChannelLayout?

    @Option(help: ArgumentHelp("Side in pixels that the geometry uses. Default: the network's own.", valueName: "pixels"))
    public var size: Int?

    @Option(
        help: ArgumentHelp(
            "unit [0, 1], signed [-1, 1], byte [0, 255], imagenet (unit, then mean and deviation) or caffe. "
                + "Default: the network's own."))
    public var values: PixelValues?

    @Option(help: ArgumentHelp("Subtracted from each channel after --values.", valueName: "a,b,c"))
    public var mean: String?

    @Option(help: ArgumentHelp("What each channel is divided by after --mean.", valueName: "a,b,c"))
    public var deviation: String?

    @Option(help: "The order in which the network takes red, green and blue.")
    public var channels: ChannelOrder = .rgb

    @Flag public var fit: Fit?

    @Option(help: ArgumentHelp("With --crop: what the shorter side is brought to before the cut.", valueName: "pixels"))
    public var shorterSide: Int?

    @Option(help: "How pictures are resized. Default: the network's own; bilinear for a network in a file.")
    public var resampling: Resampling?

    @Flag(help: "Enlarge pictures that are smaller than --size, where the longest side decides (multigap).")
    public var enlarge = false

    @Option(
        help: ArgumentHelp(
            "upright: turned as the camera noted, which is the default; none: pixels as they are stored, as in the published "
                + "features.",
            valueName: "upright|none"))
    public var orient: OrientationRule?

    @Option(
        help: ArgumentHelp(
            "How EfficientNet and MobileNetV2 pad at stride 2: as Keras' network of any size, or TensorFlow's SAME.",
            valueName: "keras|same"))
    public var padding: EfficientNet.Downsampling?

    @Option(help: "float32, bfloat16, or auto: bfloat16 where the processor has it.")
    public var precision: String = Precision.float32.rawValue

    /// The options above that take a value and may differ between extractors of one command.
    public static let namesWithValues: Set<String> = [
        "--extractor", "--weights", "--taps", "--feature-output", "--tokens", "--layout", "--size", "--values", "--mean",
        "--deviation", "--channels", "--shorter-side", "--resampling", "--orient", "--padding", "--precision",
    ]

    public init() {}

    public func validate() throws {
        try requireNames(taps, "--taps", of: "layers")
        try requireNames(featureOutput, "--feature-output", of: "outputs")
        try validateSource()
        try validateInput()
    }

    private var isFile: Bool { extractor.map(ModelFile.isMeant) ?? false }

    /// Throws a `ValidationError` unless there are a network and weights.
    public func requireNetwork() throws {
        _ = try named()
        if !isFile { _ = try namedWeights() }
    }

    /// What `--extractor` names. Throws `ValidationError` where it is missing.
    public func named() throws -> String {
        guard let extractor else {
            throw ValidationError("--extractor is missing; a network of kalon-extract --list is expected, or onnx:PATH")
        }
        guard !(isFile && extractor.hasSuffix(":")) else {
            throw ValidationError("--extractor is '\(extractor)'; the path of a network is expected after it")
        }
        return extractor
    }

    /// Throws a `ValidationError` for a network in a file.
    public func requireBuiltIn() throws {
        guard !isFile else {
            throw ValidationError(
                "--extractor is \(try named()), a network in a file; one that is built in is expected")
        }
    }

    private func namedWeights() throws -> String {
        guard let weights else {
            throw ValidationError("--weights is missing; a weight file for \(try named()), or seeded:S, is expected")
        }
        return weights
    }

    private func source() throws -> ExtractorSource {
        guard !isFile else { return .file(try fileRequest()) }
        return .network(try Network(named: try named()), weights: try WeightsReference(orPublished: try namedWeights()))
    }

    private func fileRequest() throws -> ModelFileRequest {
        var request = ModelFileRequest(try ModelFile(named: try named()))
        request.layout = layout
        request.tokens = tokens
        request.outputs = featureOutput.map(Self.names)
        return request
    }

    private func requireNames(_ text: String?, _ option: String, of what: String) throws {
        guard let text, Self.names(text).isEmpty else { return }
        throw ValidationError("\(option) is '\(text)'; names of \(what) with commas between them are expected")
    }

    /// Options that belong to one kind of network only are not ignored on the other.
    private func validateSource() throws {
        let onlyForFiles = [
            "--feature-output": featureOutput != nil, "--tokens": tokens != nil, "--layout": layout != nil,
        ]
        let onlyForBuiltIn = ["--weights": weights != nil, "--padding": padding != nil]
        let misplaced = (isFile ? onlyForBuiltIn : onlyForFiles).filter(\.value).keys.min()
        if let misplaced {
            throw ValidationError(
                isFile
                    ? "\(misplaced) does not apply to \(try named()), which holds its network and its weights"
                    : "\(misplaced) applies to networks in files, such as onnx:PATH, not to \(try named())")
        }
        if taps != nil && featureOutput != nil { throw ValidationError("give either --taps or --feature-output") }
    }

    private func validateInput() throws {
        try OptionNumbers.require("--size", size, ExtractorRequest.sides)
        try OptionNumbers.require("--shorter-side", shorterSide, ExtractorRequest.sides)
        for (option, text) in [("--mean", mean), ("--deviation", deviation)] {
            try OptionNumbers.require(option, each: try text.map { try numbers($0, option).map(Double.init) } ?? [], .finite)
        }
        if shorterSide != nil && fit != .crop { throw ValidationError("--shorter-side needs --crop") }
        if isFile && enlarge && fit != .longestSide { throw ValidationError("--enlarge needs --longest-side") }
        if (mean == nil) != (deviation == nil) { throw ValidationError("--mean and --deviation belong together") }
        let hasOwnMean = values == .imagenet || values == .caffe
        if mean != nil && (values == nil || hasOwnMean) {
            throw ValidationError("--mean needs --values unit, signed or byte, whose scale it is in")
        }
        if channels == .bgr && values == .caffe { throw ValidationError("--values caffe is blue, green, red already") }
    }

    private static func names(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    /// The file or folder that weights are read from, where they are not seeded. Throws `NetworksError`,
    /// `WeightsError`, `ModelFileError`.
    public var weightsFile: String? {
        get throws {
            guard !isFile else { return try fileRequest().file.path }
            guard let weights, case .file(let path) = try WeightsReference(orPublished: weights) else { return nil }
            return path
        }
    }

    /// What was asked for. Throws `ValidationError` unless there are a network and weights, `NetworksError`,
    /// `WeightsError`, `ModelFileError`, `ImagingError`, `InferenceError`.
    public func request(_ context: StageContext) throws -> ExtractorRequest {
        var request = ExtractorRequest(source: try source())
        request.taps = taps.map(Self.names)
        request.fit = fit
        request.side = size
        request.shorterSide = shorterSide
        request.enlarges = enlarge
        request.orientation = orient
        request.values = values
        request.normalisation = try normalisation
        request.channels = channels
        request.resampling = resampling
        request.downsampling = padding ?? .keras
        request.precision = try chosenPrecision(context)
        return request
    }

    private var normalisation: ChannelNormalisation? {
        get throws {
            guard let mean, let deviation else { return nil }
            return try ChannelNormalisation(
                mean: numbers(mean, "--mean"), deviation: numbers(deviation, "--deviation"))
        }
    }

    private func numbers(_ text: String, _ option: String) throws -> [Float] {
        try Self.names(text).map { word in
            guard let number = Float(word) else {
                throw ValidationError("\(option) is '\(text)'; three numbers with commas between them are expected")
            }
            return number
        }
    }

    private func chosenPrecision(_ context: StageContext) throws -> Precision {
        guard precision == "auto" else { return try Precision(named: precision) }
        let chosen: Precision = Processor.hasBfloat16 ? .bfloat16 : .float32
        context.progress.log("--precision auto: \(chosen.rawValue)")
        return chosen
    }
}
