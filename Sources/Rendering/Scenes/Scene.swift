import Matrices

/// The instructions for a scene.
struct SceneBrief {
    let framing: Framing
    let light: Light
    let isCluttered: Bool
    let isFlat: Bool
}

/// A kind of picture: `paint` fills the whole canvas.
protocol Scene {
    init(brief: SceneBrief, using stream: inout RandomStream)
    func paint(on canvas: inout Canvas, using stream: inout RandomStream)
}
