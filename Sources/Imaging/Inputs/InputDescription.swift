import Foundation

/// How pixels between the given ones are found.
public enum Resampling: String, Codable, Sendable {
    case bilinear = "bilinear, half-pixel centres, no antialiasing"
}

/// What becomes of the orientation that a camera notes in EXIF.
public enum OrientationRule: String, Codable, CaseIterable, Sendable {
    case ignored
    case applied = "exif"
}

/// Everything that turns a decoded picture into the input of a network; stored with the features made from it.
public struct InputDescription: Codable, Equatable, Sendable {
    public let geometry: Geometry
    public let values: PixelValues
    public let resampling: Resampling
    public let orientation: OrientationRule

    public init(geometry: Geometry, values: PixelValues, orientation: OrientationRule = .ignored) {
        self.geometry = geometry
        self.values = values
        resampling = .bilinear
        self.orientation = orientation
    }

    /// The input made of `picture`.
    ///
    /// Black borders are part of the picture: with `signed` values they are -1. Throws `vanishingSide` when a side of
    /// the resized picture would have no pixel. Cost: one pass over the result, on one thread.
    public func tensor(from picture: Picture) throws(ImagingError) -> ImageTensor {
        let picture = orientation == .applied ? picture.upright : picture
        let placement = try geometry.placement(width: picture.width, height: picture.height)
        return BilinearResize(from: picture, to: placement).tensor(of: picture, values: values)
    }
}

extension InputDescription {
    /// One line of JSON, keys sorted: equal descriptions give equal text.
    public var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else {
            preconditionFailure("a description of strings, integers and booleans did not encode")
        }
        return String(decoding: data, as: UTF8.self)
    }

    /// Reads what `json` gives. Throws `badInputDescription`.
    public init(json: String) throws(ImagingError) {
        do {
            self = try JSONDecoder().decode(Self.self, from: Data(json.utf8))
        } catch {
            throw .badInputDescription(reason: "\(error)".replacing("\n", with: " "))
        }
    }
}
