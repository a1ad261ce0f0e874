import Matrices

/// Where the photographer put things, as fractions of the width and of the height from the top.
struct Framing {
    let horizon: Float
    let subject: Float
    /// The third that the subject leaves free.
    let counterpoint: Float

    /// Frames by the rule of thirds; or `badly`, with the horizon in the middle or at an edge, and the subject cut off.
    init(lowHorizon: Bool, badly: Bool, using stream: inout RandomStream) {
        let left = Bool.random(using: &stream)
        let drift = Float(stream.uniform(in: -0.025...0.025))
        if badly {
            let edge = Float(stream.uniform(in: -0.01...0.03))
            let extreme: Float = lowHorizon ? 0.91 : 0.14
            horizon = Bool.random(using: &stream) ? 0.5 + drift / 2 : extreme + drift
            subject = left ? edge : 1 - edge
            counterpoint = 0.5
        } else {
            horizon = (lowHorizon ? 0.67 : 0.37) + drift
            subject = (left ? 0.335 : 0.665) + drift
            counterpoint = 1 - subject
        }
    }
}
