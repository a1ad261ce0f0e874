import Foundation
import Matrices

/// The table, the wall behind it and the light on both.
struct Studio {
    let table: Colour
    let grain: Colour
    let isWooden: Bool
    let wall: Colour
    /// The direction of the lamp.
    let key: SIMD3<Float>
    let keyLight: Colour
    let fill: Colour
    /// The sharpness of the shadows: a larger number stands for a smaller lamp.
    let sharpness: Float
    /// Whether wall and table have stripes, which clash with everything.
    let isBusy: Bool
    let noise: NoiseField

    private static let palettes: [(table: UInt32, grain: UInt32, wooden: Bool, wall: UInt32)] = [
        (0x6B452A, 0x3E2617, true, 0x2C3338), (0x8A6540, 0x5C3F26, true, 0x5E6B62), (0x3A2A22, 0x241812, true, 0x4A3A34),
        (0xC9C0B0, 0xB5AA98, false, 0x75808A), (0xB9A58C, 0xA28D73, false, 0x3C4648), (0xD8D5CE, 0xC8C4BA, false, 0xA7A08F),
    ]

    init(brief: SceneBrief, keyFromLeft: Bool, using stream: inout RandomStream) {
        let palette = Self.palettes[Int.random(in: Self.palettes.indices, using: &stream)]
        table = Colour(sRGB: palette.table)
        grain = Colour(sRGB: palette.grain)
        isWooden = palette.wooden
        wall = Colour(sRGB: palette.wall)
        let side: Float = keyFromLeft ? -1 : 1
        key = SIMD3(side * Float(stream.uniform(in: 0.75...1.1)), Float(stream.uniform(in: 0.75...1.05)), -0.55).normalized
        keyLight = brief.isFlat ? Colour(repeating: 0.08) : Colour(1.75, 1.55, 1.28)
        fill = brief.isFlat ? Colour(0.78, 0.8, 0.8) : Colour(0.20, 0.23, 0.28)
        sharpness = Float(stream.uniform(in: 5...11))
        isBusy = brief.isCluttered
        noise = NoiseField(using: &stream)
    }

    func tableColour(_ point: SIMD3<Float>) -> Colour {
        var base: Colour
        if isWooden {
            let rings = noise.sum(point.x * 0.9, point.z * 7, octaves: 4)
            let fibres = noise.value(point.x * 5, point.z * 60)
            base = mix(table, grain, clamp01(0.4 + rings * 0.55 + fibres * 0.25))
        } else {
            let weave = noise.value(point.x * 70, point.z * 70) * 0.5 + noise.sum(point.x * 1.5, point.z * 1.5, octaves: 3) * 0.4
            base = mix(table, grain, clamp01(0.4 + weave))
        }
        if isBusy {
            let square = (Int((point.x * 3 + 40).rounded(.down)) + Int((point.z * 3 + 40).rounded(.down))) % 2 == 0
            base = square ? base : Colour(sRGB: 0xB03A3A)
        }
        return base
    }

    /// The wall as seen in a direction; the lamp casts a pool of light on it.
    func wallColour(_ direction: SIMD3<Float>) -> Colour {
        let u = direction.x / max(direction.z, 0.1), v = direction.y / max(direction.z, 0.1)
        let toPool = SIMD2(u - key.x * 0.28, v - 0.03)
        let pool = exp(-(toPool * toPool).sum() * 9)
        let plaster = 1 + noise.sum(u * 3, v * 3, octaves: 3) * 0.12
        var base = wall * plaster
        if isBusy {
            let stripe = Int((u * 14 + 40).rounded(.down)) % 2 == 0
            base = stripe ? base : Colour(sRGB: 0xC9B23C)
        }
        return base * (fill * 1.1 + keyLight * (0.08 + 0.42 * pool))
    }

    /// What a mirror would show: the wall, the table, or the window that serves as the lamp.
    func surroundings(_ direction: SIMD3<Float>) -> Colour {
        let facing = direction.dot(key)
        let window = smoothStep(0.90, 0.935, facing)
        let base = direction.y < 0 ? table * (fill + keyLight * 0.3) : wall * (fill + keyLight * 0.2)
        return base + keyLight * (window * 2.2)
    }
}
