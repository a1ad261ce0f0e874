import ArgumentParser
import Explanation
import Files

/// The options of methods that hide parts of the picture.
public struct PerturbationOptions: ParsableArguments {
    /// How a picture is divided into segments (`--superpixels`).
    public enum SuperpixelName: String, CaseIterable, Sendable, ExpressibleByArgument {
        /// Quick shift.
        case quickshift
        /// SLIC.
        case slic
    }

    /// The number of samples of LIME (`--samples`).
    @Option(help: ArgumentHelp("lime: the number of samples.", valueName: "count"))
    public var samples = 1000

    /// How LIME divides the picture (`--superpixels`).
    @Option(help: ArgumentHelp("lime: how the picture is divided: quickshift or slic.", valueName: "name"))
    public var superpixels: SuperpixelName = .quickshift

    /// The number of segments (`--segments`); nil for the method's own.
    @Option(
        help: ArgumentHelp(
            "lime with slic: about how many segments there are (default: 50); shapley: how many at most, up to "
                + "\(ExactShapley.mostSegments) (default: 9).", valueName: "count"))
    public var segments: Int?

    /// The largest number of segments with a weight (`--most-weights`); nil for all.
    @Option(
        help: ArgumentHelp(
            "lime: the largest number of segments that get a weight (default: all). Up to six are chosen one after the other by "
                + "how well they fit, more by their weights.", valueName: "count"))
    public var mostWeights: Int?

    /// The number of evaluations of partition SHAP (`--evaluations`).
    @Option(help: ArgumentHelp("shap: the number of evaluations.", valueName: "count"))
    public var evaluations = 1000

    /// What hidden parts look like (`--hide`); nil for the method's own.
    @Option(
        help: ArgumentHelp(
            "lime, shap, shapley: what hidden parts look like: mean, blur, or a colour as RRGGBB (default: 000000 for lime, blur for "
                + "the others).", valueName: "mean|blur|RRGGBB"))
    public var hide: HidingName?

    /// Creates the options with their defaults.
    public init() {}

    /// Checks the numbers.
    ///
    /// - Throws: `ValidationError`.
    public func validate() throws {
        try OptionNumbers.require("--samples", samples, 2...OptionNumbers.most)
        try OptionNumbers.require("--segments", segments, 2...OptionNumbers.most)
        try OptionNumbers.require("--most-weights", mostWeights, 1...OptionNumbers.most)
        try OptionNumbers.require("--evaluations", evaluations, 2...OptionNumbers.most)
    }

    func lime(threads: Int) -> LIME {
        var method = LIME(threads: threads)
        (method.samples, method.mostSegments) = (samples, mostWeights)
        if let hide { method.hiding = hide.hiding }
        if superpixels == .slic {
            var slic = SLIC()
            if let segments { slic.segments = segments }
            method.superpixels = .slic(slic)
        }
        return method
    }

    var shap: PartitionSHAP {
        var method = PartitionSHAP()
        method.evaluations = evaluations
        if let hide { method.hiding = hide.hiding }
        return method
    }

    var shapley: ExactShapley {
        var method = ExactShapley()
        if let segments { method.segments = segments }
        if let hide { method.hiding = hide.hiding }
        return method
    }

    /// What an explanation by one of these methods depends on, by name.
    func settings(of name: ExplanationMethodName) -> [String: String] {
        var settings: [String: String] = [:]
        settings["hide"] = hide?.text
        switch name {
        case .lime:
            (settings["samples"], settings["superpixels"]) = (String(samples), superpixels.rawValue)
            settings["most_weights"] = mostWeights.map(String.init)
            if superpixels == .slic { settings["segments"] = segments.map(String.init) }
        case .shapley: settings["segments"] = segments.map(String.init)
        case .shap: settings["evaluations"] = String(evaluations)
        default: break
        }
        return settings
    }
}

/// What hidden parts look like, as it is written on a command line.
public struct HidingName: Sendable, ExpressibleByArgument {
    /// What it stands for.
    public let hiding: Hiding
    /// How it was written.
    let text: String

    /// Reads `mean`, `blur`, or six hexadecimal digits; nil for anything else.
    public init?(argument: String) {
        text = argument.lowercased()
        switch text {
        case "mean": hiding = .mean
        case "blur": hiding = .blur(nil)
        default:
            guard text.count == 6, text.allSatisfy(\.isHexDigit), let colour = UInt32(text, radix: 16) else { return nil }
            hiding = .colour(
                red: UInt8(colour >> 16), green: UInt8(colour >> 8 & 255), blue: UInt8(colour & 255))
        }
    }
}
