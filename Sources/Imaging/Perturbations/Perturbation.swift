import Faults
import Matrices

/// A change that photographs may undergo on their way to a viewer, and that should not change a verdict.
///
/// It is applied to the picture as the network takes it, after resizing, with values from 0 to 255.
public struct Perturbation: Sendable, Equatable {
    /// What is done to the picture.
    public enum Kind: Sendable, Equatable {
        /// A part with this share of the area and the same proportions, at a random place.
        case crop(area: ClosedRange<Double>)
        /// Rotated about its centre, and cropped to the largest upright rectangle without black corners.
        case rotation(degrees: Double)
        /// The mean over a square with this side, which is odd.
        case boxBlur(side: Int)
        /// Normally distributed numbers of this deviation, converted to bytes and added with saturation.
        ///
        /// Numbers of -1 and below wrap to white, those of 1 and above add their integer part, and the others do nothing.
        case wrappedNoise(deviation: Double)
        /// Nine times a pixel minus its eight neighbours, without clipping.
        case sharpening
        /// Non-local means (Buades et al. 2005) for noise of this deviation, clipped and rounded to bytes.
        case denoising(deviation: Double)
        /// Written as JPEG with this quality, 1 to 100, and read again.
        case jpeg(quality: Int)
        /// Every value multiplied by this factor, and clipped.
        case brightness(factor: Double)
        /// Every value's distance from the mean luma multiplied by this factor, and clipped.
        case contrast(factor: Double)
        /// Reduced by this factor, and enlarged to its size again.
        case downscaling(factor: Double)
    }

    /// The name by which options and results refer to it.
    public let name: String
    /// What is done to the picture.
    public let kind: Kind

    /// Makes a perturbation.
    ///
    /// - Parameters:
    ///   - name: the name by which options and results refer to it.
    ///   - kind: what is done to the picture.
    public init(_ name: String, _ kind: Kind) {
        self.name = name
        self.kind = kind
    }

    /// The perturbations that the published system was tested with, with its parameters; its denoising network is replaced.
    public static let published = [
        Perturbation("crop", .crop(area: 0.85...0.9)), Perturbation("rotate", .rotation(degrees: 1)),
        Perturbation("blur", .boxBlur(side: 7)), Perturbation("noise", .wrappedNoise(deviation: 0.4)),
        Perturbation("sharpen", .sharpening), Perturbation("denoise", .denoising(deviation: 2)),
    ]

    /// Common changes of photographs on the web, each in five strengths, the weakest first.
    public static let graded: [Perturbation] =
        [90, 70, 50, 30, 10].map { Perturbation("jpeg-\($0)", .jpeg(quality: $0)) }
        + shares.map { Perturbation("brightness-\($0)", .brightness(factor: $0)) }
        + shares.map { Perturbation("contrast-\($0)", .contrast(factor: $0)) }
        + [1.5, 2, 3, 4, 6].map { Perturbation("downscale-\($0.briefly)", .downscaling(factor: $0)) }

    private static let shares = [0.85, 0.7, 0.55, 0.4, 0.25]

    /// The perturbed picture.
    ///
    /// - Parameters:
    ///   - picture: a picture with values from 0 to 255.
    ///   - stream: random numbers for this picture alone.
    /// - Throws: `ImagingError` if JPEG cannot be written.
    public func applied(
        to picture: ImageTensor, from stream: inout RandomStream
    ) throws(ImagingError) -> ImageTensor {
        switch kind {
        case .crop(let area): picture.cropped(area: stream.uniform(in: area), from: &stream)
        case .rotation(let degrees): picture.rotated(degrees: degrees)
        case .boxBlur(let side): picture.boxBlurred(side: side)
        case .wrappedNoise(let deviation): picture.noisy(deviation: deviation, from: &stream)
        case .sharpening: picture.sharpened
        case .denoising(let deviation): NonLocalMeans(deviation: deviation).denoised(picture)
        case .jpeg(let quality): try picture.compressed(quality: quality)
        case .brightness(let factor): picture.mapped { $0 * Float(factor) }.clipped
        case .contrast(let factor): picture.contrasted(factor: Float(factor))
        case .downscaling(let factor): try picture.downscaled(factor: factor)
        }
    }
}
