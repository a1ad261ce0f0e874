import Faults
import Foundation
import Matrices

/// How values between the given pixels are found.
public enum Resampling: String, Codable, CaseIterable, Sendable {
    /// Between the four nearest pixels, in float32.
    case bilinear = "bilinear, half-pixel centres, no antialiasing"
    /// As in Pillow and torchvision, on bytes.
    case antialiasedBilinear = "bilinear, antialiased, rounded to bytes"
    /// As in Pillow and most networks of timm, on bytes.
    case antialiasedBicubic = "bicubic, antialiased, rounded to bytes"
}

/// What is done with the orientation that a camera notes in EXIF.
public enum OrientationRule: String, Codable, CaseIterable, Sendable {
    /// Pixels are taken as stored.
    case ignored
    /// The picture is turned upright first.
    case applied = "exif"
}

/// Everything that turns a decoded picture into the input of a network; it is stored with the features made from it.
public struct InputDescription: Codable, Equatable, Sendable {
    /// How the picture is brought to the network's size.
    public let geometry: Geometry
    /// The range and order of the values.
    public let values: PixelValues
    /// How values between the given pixels are found.
    public let resampling: Resampling
    /// What is done with the EXIF orientation.
    public let orientation: OrientationRule
    /// The normalisation after the values' own scaling; nil if there is none.
    public let normalisation: ChannelNormalisation?
    /// The order of the channels that the network takes, applied after `values`, which may have an order of their own.
    public let channels: ChannelOrder

    /// Makes a description.
    ///
    /// - Parameters:
    ///   - geometry: how the picture is brought to the network's size.
    ///   - values: the range and order of the values.
    ///   - orientation: what is done with the EXIF orientation.
    ///   - resampling: how values between the given pixels are found.
    ///   - normalisation: the normalisation after the values' own scaling; nil for none.
    ///   - channels: the order of the channels.
    public init(
        geometry: Geometry, values: PixelValues, orientation: OrientationRule = .ignored,
        resampling: Resampling = .bilinear, normalisation: ChannelNormalisation? = nil, channels: ChannelOrder = .rgb
    ) {
        self.geometry = geometry
        self.values = values
        self.resampling = resampling
        self.orientation = orientation
        self.normalisation = normalisation
        self.channels = channels
    }

    /// The network's input for `picture`.
    ///
    /// Black borders are part of the picture: with `signed` values they are -1. Cost: one pass over the result, on one thread.
    ///
    /// - Returns: `[height, width, 3]`.
    /// - Throws: `vanishingSide` if a side of the resized picture would have no pixels.
    public func tensor(from picture: Picture) throws(ImagingError) -> ImageTensor {
        let picture = orientation == .applied ? picture.upright : picture
        let placement = try geometry.placement(width: picture.width, height: picture.height)
        return finished(resized(picture, to: placement))
    }

    /// The network's input for a picture that is perturbed after it is resized.
    ///
    /// - Parameters:
    ///   - picture: the picture.
    ///   - perturbation: what is done to it after resizing.
    ///   - stream: random numbers for the perturbation.
    /// - Returns: `[height, width, 3]`.
    /// - Throws: what `tensor(from:)` and the perturbation throw.
    public func tensor(
        from picture: Picture, perturbedBy perturbation: Perturbation, stream: inout RandomStream
    ) throws(ImagingError) -> ImageTensor {
        let bytes = InputDescription(
            geometry: geometry, values: .byte, orientation: orientation, resampling: resampling)
        let perturbed = try perturbation.applied(to: bytes.tensor(from: picture), from: &stream)
        var scaled: [Float] = []
        scaled.reserveCapacity(perturbed.values.count)
        for pixel in stride(from: 0, to: perturbed.values.count, by: 3) {
            let colours = values.values(
                red: perturbed.values[pixel], green: perturbed.values[pixel + 1], blue: perturbed.values[pixel + 2])
            scaled += [colours.0, colours.1, colours.2]
        }
        return finished(ImageTensor(width: perturbed.width, height: perturbed.height, values: scaled))
    }

    /// The tensor after the steps that follow the values' own scaling.
    private func finished(_ tensor: ImageTensor) -> ImageTensor {
        guard normalisation != nil || channels == .bgr else { return tensor }
        var pixels = tensor.values
        pixels.withUnsafeMutableBufferPointer { pixels in
            if channels == .bgr { Self.reverseChannels(pixels) }
            normalisation?.apply(to: pixels)
        }
        return ImageTensor(width: tensor.width, height: tensor.height, values: pixels)
    }

    private func resized(_ picture: Picture, to placement: Placement) -> ImageTensor {
        guard let kernel = resampling.kernel else {
            return BilinearResize(from: picture, to: placement).tensor(of: picture, values: values)
        }
        // The rest is placement and scaling.
        let kept = FilteredResize(from: picture, to: placement, kernel: kernel).kept(of: picture)
        let rest = Placement(resized: placement.kept, canvas: placement.canvas)
        return BilinearResize(from: kept, to: rest).tensor(of: kept, values: values)
    }

    private static func reverseChannels(_ pixels: UnsafeMutableBufferPointer<Float>) {
        for pixel in stride(from: 0, to: pixels.count, by: 3) { pixels.swapAt(pixel, pixel + 2) }
    }
}

extension InputDescription {
    /// Decodes a description; one without `channels` was written when there was only RGB.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        geometry = try fields.decode(Geometry.self, forKey: .geometry)
        values = try fields.decode(PixelValues.self, forKey: .values)
        resampling = try fields.decode(Resampling.self, forKey: .resampling)
        orientation = try fields.decode(OrientationRule.self, forKey: .orientation)
        normalisation = try fields.decodeIfPresent(ChannelNormalisation.self, forKey: .normalisation)
        channels = try fields.decodeIfPresent(ChannelOrder.self, forKey: .channels) ?? .rgb
    }

    /// Encodes the value.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(geometry, forKey: .geometry)
        try fields.encode(values, forKey: .values)
        try fields.encode(resampling, forKey: .resampling)
        try fields.encode(orientation, forKey: .orientation)
        try fields.encodeIfPresent(normalisation, forKey: .normalisation)
        if channels != .rgb { try fields.encode(channels, forKey: .channels) }
    }

    private enum CodingKeys: String, CodingKey {
        case geometry, values, resampling, orientation, normalisation, channels
    }
}

extension InputDescription {
    /// One line of JSON with sorted keys: equal descriptions give equal text.
    ///
    /// The order RGB is not mentioned.
    public var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else {
            preconditionFailure("a description of strings, integers and booleans did not encode")
        }
        return String(decoding: data, as: UTF8.self)
    }

    /// Reads the JSON that `json` gives.
    ///
    /// - Throws: `badInputDescription`.
    public init(json: String) throws(ImagingError) {
        do {
            self = try JSONDecoder().decode(Self.self, from: Data(json.utf8))
        } catch {
            throw .badInputDescription(reason: "it " + DecodingProblem(error).words)
        }
    }
}
