import Matrices

/// What a node of a plan gives, and the gradient of the loss with respect to it, for up to a batch of rows.
///
/// Readers of the node hand their shares of the gradient to `addGradient` on the way back: the first is written, later ones are
/// added.
final class Slot {
    /// Numbers a row.
    let width: Int
    /// `[rows, width]`; of an input, wherever the caller has it.
    private(set) var values: UnsafePointer<Float>
    private let output: FloatBuffer?
    private let gradient: FloatBuffer?
    /// Where a second share is computed before it is added; one for all nodes of a plan.
    private let scratch: SharedScratch
    /// Whether this way back has brought a gradient here.
    private(set) var hasGradient = false
    /// Whether relevance that came back is not divided by the values.
    var holdsRelevance = false

    /// The result of a node.
    init(width: Int, output: FloatBuffer, gradient: FloatBuffer?, scratch: SharedScratch) {
        self.width = width
        self.output = output
        self.gradient = gradient
        self.scratch = scratch
        values = UnsafePointer(output.pointer)
    }

    /// An input, whose values the caller lends.
    init(inputOf width: Int, gradient: FloatBuffer?, scratch: SharedScratch) {
        self.width = width
        output = nil
        self.gradient = gradient
        self.scratch = scratch
        values = UnsafePointer(scratch.pointer.assumingMemoryBound(to: Float.self))
    }

    /// Where a kernel writes its result.
    ///
    /// Traps for an input.
    var target: UnsafeMutablePointer<Float> {
        guard let output else { preconditionFailure("an input is not written to") }
        return output.pointer
    }

    /// Where the gradient is.
    ///
    /// Traps where none is wanted.
    var gradientTarget: UnsafeMutablePointer<Float> {
        guard let gradient else { preconditionFailure("no gradient is kept here") }
        return gradient.pointer
    }

    /// Whether readers should compute their shares.
    var wantsGradient: Bool { gradient != nil }

    func lend(_ values: UnsafePointer<Float>) { self.values = values }

    func forgetGradient() { (hasGradient, holdsRelevance) = (false, false) }

    /// Multiplies what came back by y / (y + stabiliser): what a layer with these results hands on to its sums.
    func balance(rows: Int, _ stabiliser: Float) {
        for index in 0..<rows * width {
            let value = values[index]
            gradientTarget[index] *= value / value.steadied(by: stabiliser)
        }
    }

    /// Lets `write` fill `[rows, width]` with a share of the gradient, if one is wanted.
    func addGradient(rows: Int, _ write: (UnsafeMutablePointer<Float>) -> Void) {
        guard let gradient else { return }
        guard hasGradient else {
            write(gradient.pointer)
            hasGradient = true
            return
        }
        scratch.reserve(gradient.count * MemoryLayout<Float>.size)
        let (sum, share) = (gradient.pointer, scratch.pointer.assumingMemoryBound(to: Float.self))
        write(share)
        for index in 0..<rows * width { sum[index] += share[index] }
    }
}

extension Float {
    /// This sum away from 0 by a stabiliser, which takes its sign.
    func steadied(by stabiliser: Float) -> Float { self + (self < 0 ? -stabiliser : stabiliser) }
}
