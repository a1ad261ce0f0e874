/// The range that a network expects of its pixels.
public enum PixelValues: String, Codable, CaseIterable, Sendable {
    /// x / 255, in [0, 1].
    case unit
    /// x / 127.5 - 1, in [-1, 1].
    case signed
    /// x, in [0, 255].
    case byte

    /// The value of a pixel of `byte`, which lies in [0, 255] and may have a fraction.
    @inline(__always)
    func scale(_ byte: Float) -> Float {
        switch self {
        case .unit: byte / 255
        case .signed: byte / 127.5 - 1
        case .byte: byte
        }
    }
}
