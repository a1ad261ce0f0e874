import ArgumentParser
import Foundation
import Imaging
import Inference
import Networks
import Weights

/// The options that say which features to compute.
public struct ExtractorOptions: ParsableArguments {
    /// The network, by name or as `onnx:PATH` or `model:PATH` (`--extractor`).
    @Option(
        help: ArgumentHelp(
            "A built-in network, such as multigap (kalon-extract --list shows all), or one in a file: onnx:PATH, "
                + "model:PATH (TensorFlow SavedModel, TensorFlow Lite, OpenVINO).",
            valueName: "network|onnx:file|model:path"))
    public var extractor: String?

    /// The weights: a path, a name of the list, or `seeded:S` (`--weights`); nil for a network in a file.
    @Option(
        help: ArgumentHelp(
            "A weight file (Keras HDF5, or PyTorch's .pth or safetensors, depending on the network), a name from "
                + "kalon-weights list, or seeded:S for random weights.",
            valueName: "file|name|seeded:S"))
    public var weights: String?

    /// Names of layers or tensors, separated by commas (`--taps`); nil for the network's own.
    @Option(
        help: ArgumentHelp(
            "Layers, or tensors of a file, to pool and put side by side in this order; * matches any text. "
                + "Default: the network's own.",
            valueName: "a,b,c"))
    public var taps: String?

    /// Names of outputs of a network in a file, separated by commas (`--feature-output`).
    @Option(help: ArgumentHelp("For a network in a file: the outputs to use as features.", valueName: "a,b,c"))
    public var featureOutput: String?

    /// How the tokens of a network in a file are pooled (`--tokens`).
    @Option(
        help: ArgumentHelp(
            "For tensors [1, tokens, width] of a file: take the first token, the mean of all, or the mean of all but the first.",
            valueName: "first|mean|patches"))
    public var tokens: TokenPooling?

    /// The order of the input's dimensions of a network in a file (`--layout`); nil if its shape says it.
    @Option(
        help: ArgumentHelp(
            "For a network in a file: the order of its input's dimensions, if the shape leaves that open.",
            valueName: "NCHW|NHWC"))
    public var layout: ChannelLayout?

    /// The side of the network's input in pixels (`--size`); nil for the network's own.
    @Option(help: ArgumentHelp("Side of the network's input in pixels. Default: the network's own.", valueName: "pixels"))
    public var size: Int?

    /// The range of the pixel values (`--values`); nil for the network's own.
    @Option(
        help: ArgumentHelp(
            "Range of the pixel values: unit [0, 1], signed [-1, 1], byte [0, 255], imagenet (unit, then mean and deviation), "
                + "caffe or lite. Default: the network's own."))
    public var values: PixelValues?

    /// Three numbers that are subtracted from the channels (`--mean`), separated by commas.
    @Option(help: ArgumentHelp("Subtract these from the channels, after --values.", valueName: "a,b,c"))
    public var mean: String?

    /// Three numbers that the channels are divided by (`--deviation`), separated by commas.
    @Option(help: ArgumentHelp("Divide the channels by these, after --mean.", valueName: "a,b,c"))
    public var deviation: String?

    /// The order of the colour channels (`--channels`).
    @Option(help: "The order in which the network expects red, green and blue.")
    public var channels: ChannelOrder = .rgb

    /// How a picture is fitted into the input (`--crop` and others); nil for the network's own way.
    @Flag public var fit: Fit?

    /// The shorter side in pixels before cropping (`--shorter-side`).
    @Option(help: ArgumentHelp("With --crop: scale the shorter side to this before cropping.", valueName: "pixels"))
    public var shorterSide: Int?

    /// How pictures are resized (`--resampling`); nil for the network's own way.
    @Option(help: "How pictures are resized. Default: the network's own; bilinear for a network in a file.")
    public var resampling: Resampling?

    /// Whether smaller pictures are enlarged (`--enlarge`).
    @Flag(help: "Also enlarge pictures whose longest side is smaller than --size (multigap and --longest-side).")
    public var enlarge = false

    /// Whether pictures are turned upright (`--orient`); nil for upright.
    @Option(
        help: ArgumentHelp(
            "upright: turn pictures as the camera recorded (default); none: use the pixels as stored, as the published features "
                + "do.",
            valueName: "upright|none"))
    public var orient: OrientationRule?

    /// How convolutions of stride 2 are padded (`--padding`); nil for the way of Keras.
    @Option(
        help: ArgumentHelp(
            "How EfficientNet and MobileNetV2 pad at stride 2: like Keras for any input size, or like TensorFlow's SAME.",
            valueName: "keras|same"))
    public var padding: EfficientNet.Downsampling?

    /// The precision of the computation: `float32`, `bfloat16` or `auto` (`--precision`).
    @Option(help: "float32, bfloat16, or auto, which is bfloat16 if the processor supports it.")
    public var precision: String = Precision.float32.rawValue

    /// The options above that take a value and may differ between the extractors of one command.
    public static let namesWithValues: Set<String> = [
        "--extractor", "--weights", "--taps", "--feature-output", "--tokens", "--layout", "--size", "--values", "--mean",
        "--deviation", "--channels", "--shorter-side", "--resampling", "--orient", "--padding", "--precision",
    ]

    /// Creates the options with their defaults.
    public init() {}

    /// Checks that the options given are in range and belong together.
    ///
    /// - Throws: `ValidationError`.
    public func validate() throws {
        try requireNames(taps, "--taps", of: "layers")
        try requireNames(featureOutput, "--feature-output", of: "outputs")
        try validateSource()
        try validateInput()
    }

    private var isFile: Bool { extractor.map(ModelFile.isMeant) ?? false }

    /// Checks that a network and, for a built-in one, weights are given.
    ///
    /// - Throws: `ValidationError`.
    public func requireNetwork() throws {
        _ = try named()
        if !isFile { _ = try namedWeights() }
    }

    /// The value of `--extractor`.
    ///
    /// - Throws: `ValidationError` if it is missing.
    public func named() throws -> String {
        guard let extractor else {
            throw ValidationError("--extractor is missing; give a network of kalon-extract --list, or onnx:PATH")
        }
        guard !(isFile && extractor.hasSuffix(":")) else {
            throw ValidationError("--extractor is '\(extractor)'; the path of a network is expected after the colon")
        }
        return extractor
    }

    /// Checks that the network is a built-in one.
    ///
    /// - Throws: `ValidationError` for a network in a file.
    public func requireBuiltIn() throws {
        guard !isFile else {
            throw ValidationError(
                "--extractor is \(try named()), a network in a file; a built-in network is expected")
        }
    }

    private func namedWeights() throws -> String {
        guard let weights else {
            throw ValidationError("--weights is missing; give a weight file for \(try named()), or seeded:S")
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
        throw ValidationError("\(option) is '\(text)'; names of \(what), separated by commas, are expected")
    }

    /// Refuses options that belong to the other kind of network, rather than ignoring them.
    private func validateSource() throws {
        let onlyForFiles = [
            "--feature-output": featureOutput != nil, "--tokens": tokens != nil, "--layout": layout != nil,
        ]
        let onlyForBuiltIn = ["--weights": weights != nil, "--padding": padding != nil]
        let misplaced = (isFile ? onlyForBuiltIn : onlyForFiles).filter(\.value).keys.min()
        if let misplaced {
            throw ValidationError(
                isFile
                    ? "\(misplaced) does not apply to \(try named()), which contains its own network and weights"
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
        if (mean == nil) != (deviation == nil) { throw ValidationError("--mean and --deviation must be given together") }
        let hasOwnMean = values == .imagenet || values == .caffe || values == .lite
        if mean != nil && (values == nil || hasOwnMean) {
            throw ValidationError("--mean needs --values unit, signed or byte, which sets its scale")
        }
        if channels == .bgr && values == .caffe {
            throw ValidationError("--values caffe already has the order blue, green, red; leave out --channels")
        }
    }

    private static func names(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    /// The file or folder that weights are read from; nil for seeded weights, and if no weights are given.
    ///
    /// - Throws: `NetworksError`, `WeightsError`, `ModelFileError`.
    public var weightsFile: String? {
        get throws {
            guard !isFile else { return try fileRequest().file.path }
            guard let weights, case .file(let path) = try WeightsReference(orPublished: weights) else { return nil }
            return path
        }
    }

    /// The extractor that these options ask for.
    ///
    /// - Throws: `ValidationError` if the network or its weights are missing; `NetworksError`, `WeightsError`,
    ///   `ModelFileError`, `ImagingError`, `InferenceError`.
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
                throw ValidationError("\(option) is '\(text)'; three numbers, separated by commas, are expected")
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
