/// Small photographs of coloured noise, which even a tiny network tells apart.
package enum ColouredNoise {
    /// The label of a photograph: red ones, with odd numbers, have 1.
    package static func label(_ number: Int) -> Int { number % 2 }

    /// A PPM file of about 50 x 45 pixels, red for odd numbers and blue for even ones; no two are alike.
    package static func file(_ number: Int) -> [UInt8] {
        let (width, height) = (48 + 5 * (number % 3), 44 + 3 * (number % 4))
        let base = label(number) == 1 ? [200, 90, 60] : [60, 90, 200]
        // The constants of Knuth's MMIX.
        var state = UInt64(number) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        let pixels = (0..<width * height * 3).map { place -> UInt8 in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(base[place % 3] - 50 + Int(state >> 33) % 101)
        }
        return Array("P6\n\(width) \(height)\n255\n".utf8) + pixels
    }
}

extension Scratch {
    /// Writes photographs of coloured noise into a folder; returns their names there.
    @discardableResult
    package func writeColouredNoise(_ count: Int, to folder: String) throws -> [String] {
        try (0..<count).map { number in
            try write(ColouredNoise.file(number), to: "\(folder)/\(number).ppm")
            return "\(number).ppm"
        }
    }
}
