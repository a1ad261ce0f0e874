/// What a photographer may do badly; each changes the picture and none changes its subject.
public enum PictureFault: String, CaseIterable, Codable, Sendable {
    /// The camera was not held level.
    case tilted
    /// Wires, poles and stray things stand in the way.
    case cluttered
    /// Light from everywhere: no sun, no shadow, grey.
    case flatLight
    /// The horizon cuts the picture in half, or the subject is cut by its edge.
    case badlyFramed
    /// The lens was focused elsewhere.
    case defocused
    /// The camera moved.
    case motionBlurred
    /// The sensor was pushed too far.
    case noisy
    case overexposed
    case underexposed
    /// The white balance is wrong.
    case colourCast
}
