import Faults
import Matrices

/// Something that happens to photographs on their way to a viewer, and that should not change a verdict.
///
/// It is done to the picture as the network takes it, after resizing, with values from 0 to 255.
public struct Perturbation: Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        /// A part of this share of the area, of the same proportions, anywhere.
        case crop(area: ClosedRange<Double>)
        /// Turned about its middle, and cut to the largest upright rectangle without black corners.
        case rotation(degrees: Double)
        /// The mean over a square of this side, which is odd.
        case boxBlur(side: Int)
        /// Normal numbers of this deviation made whole bytes and added with saturation: those of -1 and below wrap to
        /// white, those of 1 and above add 1, the others do nothing.
        case wrappedNoise(deviation: Double)
        /// Nine times a pixel less its eight neighbours, without clipping.
        case sharpening
        /// Non-local means (Buades et al. 2005) for noise of this deviation, clipped and rounded to bytes.
        case denoising(deviation: Double)
        case jpeg(quality: Int)
        /// Every value times this, clipped.
        case brightness(factor: Double)
        /// Every value's distance from the mean luma times this, clipped.
        case contrast(factor: Double)
        /// Made smaller by this factor, and brought back to its size.
        case downscaling(factor: Double)
    }

    public let name: String
    public let kind: Kind

    public init(_ name: String, _ kind: Kind) {
        self.name = name
        self.kind = kind
    }

    /// Those that the published system was tested with, at its parameters; its denoising network is replaced.
    public static let published = [
        Perturbation("crop", .crop(area: 0.85...0.9)), Perturbation("rotate", .rotation(degrees: 1)),
        Perturbation("blur", .boxBlur(side: 7)), Perturbation("noise", .wrappedNoise(deviation: 0.4)),
        Perturbation("sharpen", .sharpening), Perturbation("denoise", .denoising(deviation: 2)),
    ]

    /// Five strengths each of what happens to photographs on the web, weakest first.
    public static let graded: [Perturbation] =
        [90, 70, 50, 30, 10].map { Perturbation("jpeg-\($0)", .jpeg(quality: $0)) }
        + shares.map { Perturbation("brightness-\($0)", .brightness(factor: $0)) }
        + shares.map { Perturbation("contrast-\($0)", .contrast(factor: $0)) }
        + [1.5, 2, 3, 4, 6].map { Perturbation("downscale-\($0.briefly)", .downscaling(factor: $0)) }

    private static let shares = [0.85, 0.7, 0.55, 0.4, 0.25]

    /// The perturbed picture; `picture` has values from 0 to 255. Throws `ImagingError` where JPEG cannot be written.
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
