import ArgumentParser
import Imaging

/// What keeps a photograph from being decoded.
public struct DecodingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The most pixels that a photograph may have; more are refused before any is decoded.", valueName: "count"))
    public var maxPixels: Int = PictureDecoder.standardMaximumPixels

    public init() {}

    public func validate() throws {
        try OptionNumbers.require("--max-pixels", maxPixels, 1...Self.largest)
    }

    private static let largest = 1 << 40

    public var decoder: PictureDecoder { PictureDecoder(maximumPixels: maxPixels) }
}
