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
            "multigap, efficientnet-b0 to -b7, mobilenet-v1, or mobilenet-v1@WIDTH.", valueName: "network"))
    public var extractor: String

    @Option(
        help: ArgumentHelp(
            "A Keras weight file without the classifier, a name of kalon-weights list, or seeded:S.",
            valueName: "file|name|seeded:S"))
    public var weights: String

    @Option(
        help: ArgumentHelp(
            "Layers to pool and put side by side, in this order; * stands for any text. Default: the network's own.",
            valueName: "a,b,c"))
    public var taps: String?

    @Option(help: ArgumentHelp("Side in pixels that the geometry uses. Default: the network's own.", valueName: "pixels"))
    public var size: Int?

    @Option(help: ArgumentHelp("unit [0, 1], signed [-1, 1] or byte [0, 255]. Default: the network's own."))
    public var values: PixelValues?

    @Flag(help: "Cut the centre out of a picture instead of fitting all of it.")
    public var crop = false

    @Flag(help: "Enlarge pictures that are smaller than --size (multigap).")
    public var enlarge = false

    @Option(
        help: ArgumentHelp(
            "none: pixels as they are stored, as in the published features; exif: turned upright as the camera noted.",
            valueName: "none|exif"))
    public var orient: OrientationRule = .ignored

    @Option(
        help: ArgumentHelp(
            "How EfficientNet pads at stride 2: as Keras' network of any size, or TensorFlow's SAME.",
            valueName: "keras|same"))
    public var padding: EfficientNet.Downsampling = .keras

    @Option(help: "float32, bfloat16, or auto: bfloat16 where the processor has it.")
    public var precision: String = Precision.float32.rawValue

    public init() {}

    public func validate() throws {
        if let taps, tapNames?.isEmpty ?? false {
            throw ValidationError("--taps is '\(taps)'; names of layers with commas between them are expected")
        }
    }

    private var tapNames: [String]? {
        taps?.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }

    /// The file of weights, where they are not seeded. Throws `NetworksError` and `WeightsError`.
    public var weightsFile: String? {
        get throws {
            guard case .file(let path) = try WeightsReference(orPublished: weights) else { return nil }
            return path
        }
    }

    /// What was asked for. Throws `NetworksError`, `WeightsError` and `InferenceError`.
    public func request(_ context: StageContext) throws -> ExtractorRequest {
        var request = ExtractorRequest(
            network: try Network(named: extractor), weights: try WeightsReference(orPublished: weights))
        request.taps = tapNames
        request.side = size
        request.values = values
        request.crops = crop
        request.enlarges = enlarge
        request.orientation = orient
        request.downsampling = padding
        request.precision = try chosenPrecision(context)
        return request
    }

    private func chosenPrecision(_ context: StageContext) throws -> Precision {
        guard precision == "auto" else { return try Precision(named: precision) }
        let chosen: Precision = Processor.hasBfloat16 ? .bfloat16 : .float32
        context.progress.log("--precision auto: \(chosen.rawValue)")
        return chosen
    }
}

extension PixelValues: ExpressibleByArgument {}

extension OrientationRule: ExpressibleByArgument {
    public init?(argument: String) {
        guard let rule = Self.allCases.first(where: { $0.defaultValueDescription == argument }) else { return nil }
        self = rule
    }

    public var defaultValueDescription: String { self == .applied ? "exif" : "none" }

    public static var allValueStrings: [String] { allCases.map(\.defaultValueDescription) }
}

extension EfficientNet.Downsampling: ExpressibleByArgument {}
