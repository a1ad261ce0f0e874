import Imaging

/// The picture without content, from which a method measures the effect of a picture's pixels.
public enum Baseline: Sendable, Equatable {
    /// The picture itself, all of it hidden.
    case hidden(Hiding)
    /// Another picture of the same size.
    case picture(Picture)

    /// Black.
    public static let black = hidden(.colour(red: 0, green: 0, blue: 0))
    /// White.
    public static let white = hidden(.colour(red: 255, green: 255, blue: 255))
    /// The mean colour of the picture.
    public static let mean = hidden(.mean)

    /// The baseline for a picture.
    ///
    /// - Precondition: Another picture has the same size.
    func picture(for picture: Picture) -> Picture {
        switch self {
        case .hidden(let hiding): return hiding.background(of: picture)
        case .picture(let other):
            precondition(other.width == picture.width && other.height == picture.height, "a baseline of another size")
            return other
        }
    }
}
