extension Canvas {
    /// A disc whose edge fades over `softness` pixels, half of them outside.
    mutating func disc(_ centre: SIMD2<Float>, radius: Float, softness: Float = 1, _ colour: Colour, opacity: Float = 1) {
        let reach = radius + softness
        paint(x: centre.x - reach, centre.x + reach, y: centre.y - reach, centre.y + reach) { x, y, pixel in
            let dx = x - centre.x, dy = y - centre.y
            let distance = (dx * dx + dy * dy).squareRoot()
            pixel = mix(pixel, colour, clamp01((radius - distance) / softness + 0.5) * opacity)
        }
    }

    /// Light around a point, added to what is already there.
    mutating func glow(_ centre: SIMD2<Float>, radius: Float, _ colour: Colour) {
        let reach = radius * 3
        paint(x: centre.x - reach, centre.x + reach, y: centre.y - reach, centre.y + reach) { x, y, pixel in
            let dx = (x - centre.x) / radius, dy = (y - centre.y) / radius
            let fall = max(1 - (dx * dx + dy * dy) / 9, 0)
            pixel += colour * (fall * fall * fall)
        }
    }

    /// A stroke with round ends whose thickness goes from `start` to `end`.
    mutating func stroke(
        from a: SIMD2<Float>, to b: SIMD2<Float>, thickness start: Float, _ end: Float, _ colour: Colour, opacity: Float = 1
    ) {
        let reach = max(start, end) / 2 + 1
        let along = b - a
        let squared = max((along * along).sum(), 1e-6)
        paint(x: min(a.x, b.x) - reach, max(a.x, b.x) + reach, y: min(a.y, b.y) - reach, max(a.y, b.y) + reach) { x, y, pixel in
            let offset = SIMD2(x, y) - a
            let t = clamp01((offset * along).sum() / squared)
            let away = offset - along * t
            let distance = (away * away).sum().squareRoot()
            // A line thinner than a pixel keeps its place and loses opacity.
            let thickness = mix(start, end, t)
            let cover = clamp01(max(thickness, 1) / 2 - distance + 0.5) * min(thickness, 1)
            pixel = mix(pixel, colour, cover * opacity)
        }
    }

    /// A convex shape with its corners in clockwise order as seen in the picture.
    mutating func convex(
        _ corners: [SIMD2<Float>], softness: Float = 1, opacity: Float = 1, _ colour: (_ x: Float, _ y: Float) -> Colour
    ) {
        guard let first = corners.first else { return }
        var low = first, high = first
        for corner in corners {
            low = pointwiseMin(low, corner)
            high = pointwiseMax(high, corner)
        }
        let edges = corners.indices.map { index -> (SIMD2<Float>, SIMD2<Float>) in
            let from = corners[index], along = corners[(index + 1) % corners.count] - from
            let length = max((along * along).sum().squareRoot(), 1e-6)
            return (from, SIMD2(-along.y, along.x) / length)
        }
        paint(x: low.x - softness, high.x + softness, y: low.y - softness, high.y + softness) { x, y, pixel in
            var inside = Float.infinity
            for (from, normal) in edges { inside = min(inside, ((SIMD2(x, y) - from) * normal).sum()) }
            let cover = clamp01(inside / softness + 0.5) * opacity
            if cover > 0 { pixel = mix(pixel, colour(x, y), cover) }
        }
    }
}
