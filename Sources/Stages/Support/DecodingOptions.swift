import ArgumentParser
import Imaging

/// The option that limits the size of the photographs that are decoded.
public struct DecodingOptions: ParsableArguments {
    /// The most pixels that a photograph may have (`--max-pixels`).
    @Option(
        help: ArgumentHelp(
            "The most pixels that a photograph may have; larger ones are refused before they are decoded.", valueName: "count"))
    public var maxPixels: Int = PictureDecoder.standardMaximumPixels

    /// Creates the options with their defaults.
    public init() {}

    /// Checks the number of pixels.
    ///
    /// - Throws: `ValidationError`.
    public func validate() throws {
        try OptionNumbers.require("--max-pixels", maxPixels, 1...Self.largest)
    }

    private static let largest = 1 << 40

    /// A decoder with this limit.
    public var decoder: PictureDecoder { PictureDecoder(maximumPixels: maxPixels) }
}
