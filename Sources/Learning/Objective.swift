/// The sum of the losses of some rows, and how many of them the network gets right.
package struct LossTotal {
    package var loss = 0.0
    package var correct = 0

    package init() {}

    mutating func add(_ other: LossTotal) {
        loss += other.loss
        correct += other.correct
    }
}

/// What an output of a network should say of rows: its loss, and the gradient of that.
package protocol Objective: AnyObject {
    /// Brings together what is to be said of the named rows, which replace those before. `mixing` says with which others they were
    /// mixed, where they were.
    func fill(_ rows: ArraySlice<Int>, mixing: RowMixing?)

    /// Adds the losses of the batch's first `rows` rows to `total`, and writes the gradient of their *mean* loss.
    ///
    /// Shapes: output and gradient `[rows, width]`.
    func evaluate(
        _ output: UnsafePointer<Float>, rows: Int, gradient: UnsafeMutablePointer<Float>, into total: inout LossTotal)
}

/// An output and what it is trained to say. Several of one network add up.
package struct TrainedOutput {
    /// The position of the output's node.
    package let node: Int
    package let objective: any Objective

    package init(node: Int, objective: any Objective) {
        self.node = node
        self.objective = objective
    }
}
