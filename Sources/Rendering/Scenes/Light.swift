import Matrices

/// The light of one time of day: the colours of the sky, and the light that falls on the ground.
struct Light {
    let zenith: Colour
    let middle: Colour
    let horizon: Colour
    /// The colour around the sun.
    let glow: Colour
    let sun: Colour
    /// The light on whatever faces the sun.
    let direct: Colour
    /// The light on everything.
    let ambient: Colour
    /// How bright the sun's disc is; 0 without a sun.
    let sunStrength: Float
    let isNight: Bool

    init(
        _ zenith: UInt32, _ middle: UInt32, _ horizon: UInt32, glow: UInt32, sun: UInt32, direct: Float, ambient: Float,
        sunStrength: Float = 1, isNight: Bool = false
    ) {
        self.zenith = Colour(sRGB: zenith)
        self.middle = Colour(sRGB: middle)
        self.horizon = Colour(sRGB: horizon)
        self.glow = Colour(sRGB: glow)
        self.sun = Colour(sRGB: sun)
        self.direct = self.sun * direct
        self.ambient = mix(self.middle, Colour(repeating: self.middle.luminance), 0.35) * ambient
        self.sunStrength = sunStrength
        self.isNight = isNight
    }

    static let goldenHour = Light(0x3F78B4, 0x8FB6CC, 0xF7CF92, glow: 0xFFA93C, sun: 0xFFE3A6, direct: 1.15, ambient: 0.75)
    static let sunset = Light(0x2C3468, 0x99527F, 0xFF9350, glow: 0xFF6A22, sun: 0xFFC98A, direct: 0.85, ambient: 0.8)
    static let pinkDawn = Light(0x6478B4, 0xC3A0CB, 0xFFD2BF, glow: 0xFFA08E, sun: 0xFFE0D0, direct: 0.8, ambient: 0.8)
    static let clearDay = Light(
        0x1E5CA8, 0x5F9CD6, 0xBBD8EC, glow: 0xFFF0CC, sun: 0xFFF5E2, direct: 1.2, ambient: 0.7, sunStrength: 0.5)
    static let blueHour = Light(
        0x10204A, 0x2E4F86, 0xB99AA0, glow: 0xF0A070, sun: 0xA8B8E0, direct: 0.25, ambient: 0.9, sunStrength: 0.15)
    static let mistyMorning = Light(
        0x6F8EAE, 0xA9BCC8, 0xEBD9BE, glow: 0xFFDCA0, sun: 0xFFEBC8, direct: 0.9, ambient: 0.75, sunStrength: 0.6)
    static let night = Light(
        0x060B1E, 0x0F1F40, 0x2F4A6E, glow: 0x6F8FB8, sun: 0xE8EEFF, direct: 0.12, ambient: 1.1, sunStrength: 0.5, isNight: true)
    /// The light of a fault: one grey for everything.
    static let flat = Light(
        0xA8ABAE, 0xB0B2B4, 0xB6B7B7, glow: 0xB6B7B7, sun: 0xB5B5B5, direct: 0.04, ambient: 0.95, sunStrength: 0)

    /// One of the lights in which `kind` is worth a photograph.
    static func good(for kind: SceneKind, using stream: inout RandomStream) -> Light {
        let choices: [Light] =
            switch kind {
            case .land: [.goldenHour, .goldenHour, .sunset, .pinkDawn, .clearDay, .mistyMorning]
            case .sea: [.goldenHour, .sunset, .sunset, .pinkDawn, .clearDay, .blueHour]
            case .sky: [.goldenHour, .sunset, .sunset, .pinkDawn, .night, .blueHour, .clearDay]
            case .stillLife: [.goldenHour, .clearDay]
            }
        return choices[Int.random(in: choices.indices, using: &stream)]
    }
}
