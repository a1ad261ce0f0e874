import Matrices

/// The things on the table, and where they stand.
///
/// The camera looks along +z; the table is at y = 0.
struct Arrangement {
    private(set) var solids: [Solid] = []

    private static let glazes: [UInt32] = [0x2F5D6B, 0x7A8F6A, 0xC8B79A, 0x8C4A32, 0x3B4A66, 0xD8D2C4]

    /// Puts a tall thing at `x` and two or three pieces of fruit beside it; `breadth` metres of the table are visible.
    init(at x: Float, breadth: Float, using stream: inout RandomStream) {
        solids.append(Self.vessel(at: SIMD3(x, 0, 0.35), using: &stream))
        let side: Float = x > 0 ? -1 : 1
        let kind = Int.random(in: 0..<4, using: &stream)
        let first = Float(stream.uniform(in: 0.42...0.52))
        addFruit(kind, at: SIMD3(x + side * first, 0, -0.12), using: &stream)
        let second = first + Float(stream.uniform(in: 0.42...0.56))
        addFruit(stream.uniform() < 0.6 ? kind : (kind + 1) % 4, at: SIMD3(x + side * second, 0, 0.12), using: &stream)
        // Only a wide picture has room on the outer side.
        if breadth > 2.5 && stream.uniform() < 0.6 {
            addFruit(kind, at: SIMD3(x - side * Float(stream.uniform(in: 0.3...0.42)), 0, -0.3), using: &stream)
        }
    }

    /// Adds things of all colours anywhere, some of them cut off by the edges of the picture.
    mutating func clutter(using stream: inout RandomStream) {
        for _ in 0..<Int.random(in: 9...13, using: &stream) {
            let place = SIMD3<Float>(
                Float(stream.uniform(in: -1.9...1.9)), 0, Float(stream.uniform(in: -0.95...1.5)))
            if stream.uniform() < 0.35 {
                solids.append(Self.vessel(at: place, using: &stream))
            } else {
                let radius = Float(stream.uniform(in: 0.09...0.26))
                let colour = Colour(hue: Float(stream.uniform()), saturation: 0.9, value: 0.9)
                let radii = SIMD3(
                    radius * Float(stream.uniform(in: 0.7...1.4)), radius * Float(stream.uniform(in: 0.5...1.2)), radius)
                solids.append(
                    Solid(
                        shape: .ellipsoid(radii: radii), place: place + SIMD3(0, radii.y, 0),
                        material: Material(colour: colour, pattern: .plain, gloss: 0.3)))
            }
        }
    }

    private mutating func addFruit(_ kind: Int, at place: SIMD3<Float>, using stream: inout RandomStream) {
        let size = Float(stream.uniform(in: 0.9...1.1))
        let (radii, material): (SIMD3<Float>, Material) =
            switch kind {
            case 0:
                (
                    SIMD3(0.225, 0.205, 0.225),
                    Material(colour: Colour(sRGB: 0xA82420), pattern: .streaks(Colour(sRGB: 0xD8A23C)), gloss: 0.16)
                )
            case 1: (SIMD3(0.235, 0.225, 0.235), Material(colour: Colour(sRGB: 0xE8851C), pattern: .pitted, gloss: 0.1))
            case 2: (SIMD3(0.25, 0.175, 0.18), Material(colour: Colour(sRGB: 0xEACB2E), pattern: .pitted, gloss: 0.1))
            default:
                (
                    SIMD3(0.16, 0.17, 0.16),
                    Material(colour: Colour(sRGB: 0x4A2546), pattern: .streaks(Colour(sRGB: 0x6E5280)), gloss: 0.08)
                )
            }
        solids.append(
            Solid(shape: .ellipsoid(radii: radii * size), place: place + SIMD3(0, radii.y * size, 0), material: material))
    }

    private static func vessel(at place: SIMD3<Float>, using stream: inout RandomStream) -> Solid {
        let shapes: [([Float], Float)] = [
            ([0.2, 0.21, 0.21, 0.21, 0.21, 0.17, 0.085, 0.065, 0.065, 0.075], 1.15),
            ([0.13, 0.21, 0.27, 0.28, 0.25, 0.18, 0.11, 0.09, 0.13], 0.92),
            ([0.16, 0.2, 0.19, 0.15, 0.11, 0.1, 0.13, 0.17], 1.05),
            ([0.17, 0.26, 0.31, 0.3, 0.22, 0.13, 0.1, 0.11], 0.7),
        ]
        let (radii, height) = shapes[Int.random(in: shapes.indices, using: &stream)]
        let glaze = Colour(sRGB: glazes[Int.random(in: glazes.indices, using: &stream)])
        let bare = Colour(sRGB: 0xB08460)
        let pattern: Material.Pattern = stream.uniform() < 0.35 ? .glazed(bare) : .plain
        return Solid(
            shape: .turned(radii: radii, height: height), place: place,
            material: Material(colour: glaze, pattern: pattern, gloss: 0.3))
    }
}
