import Imaging

/// The picture without content, from which a method measures the effect of a picture's pixels.
public enum Baseline: Sendable, Equatable {
    /// Black.
    case black
    /// White.
    case white
    /// The mean colour of the picture.
    case mean
    /// Another picture of the same size.
    case picture(Picture)

    /// The baseline for a picture.
    ///
    /// - Precondition: Another picture has the same size.
    func picture(for picture: Picture) -> Picture {
        switch self {
        case .black: return Hiding.colour(red: 0, green: 0, blue: 0).background(of: picture)
        case .white: return Hiding.colour(red: 255, green: 255, blue: 255).background(of: picture)
        case .mean: return Hiding.mean.background(of: picture)
        case .picture(let other):
            precondition(other.width == picture.width && other.height == picture.height, "a baseline of another size")
            return other
        }
    }
}
