import Matrices

/// A conifer: a narrow cone with ragged branches.
struct Pine {
    let foot: SIMD2<Float>
    let height: Float
    let tone: Colour
    /// Light added on the upper sides of the branches.
    let rim: Colour

    func paint(on canvas: inout Canvas, using stream: inout RandomStream) {
        let tiers = max(Float(height / max(canvas.unit * 4.5, height / 16)).rounded(), 4)
        let lean = Float(stream.uniform(in: -0.02...0.02))
        let breadth = height * Float(stream.uniform(in: 0.17...0.23))
        let phase = Float(stream.uniform())
        let top = foot.y - height
        canvas.paint(x: foot.x - breadth * 1.3, foot.x + breadth * 1.3, y: top, foot.y) { x, y, pixel in
            let down = (y - top) / height
            let dx = x - foot.x - lean * height * (1 - down)
            let side: Float = dx < 0 ? 0.37 : 0
            let tier = down * tiers + phase + side
            let ragged = tier - tier.rounded(.down)
            let half = breadth * down * (0.55 + 0.6 * ragged) + height * 0.004
            let trunk = down > 0.95 ? height * 0.015 : half
            let cover = clamp01(trunk - abs(dx) + 0.5)
            guard cover > 0 else { return }
            pixel = mix(pixel, tone * (0.7 + 0.5 * ragged) + rim * (1 - ragged), cover)
        }
    }
}
