/// What a photographer may do badly.
///
/// Each fault changes the picture, but none changes its subject.
package enum PictureFault: String, CaseIterable, Codable, Sendable {
    /// The camera was not held level.
    case tilted
    /// Wires, poles and stray objects are in the way.
    case cluttered
    /// Light comes from everywhere: no sun, no shadows, grey.
    case flatLight
    /// The horizon cuts the picture in half, or the subject is cut by its edge.
    case badlyFramed
    /// The lens was focused elsewhere.
    case defocused
    /// The camera moved while the shutter was open.
    case motionBlurred
    /// The sensor was pushed too far, which shows as grain.
    case noisy
    /// Too much light: bright parts are white.
    case overexposed
    /// Too little light: most of the picture is dark.
    case underexposed
    /// The white balance is wrong.
    case colourCast
}
