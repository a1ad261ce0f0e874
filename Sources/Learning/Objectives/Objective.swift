/// The sum of the losses of some rows, and how many of them the network classifies correctly.
package struct LossTotal {
    package var loss = 0.0
    package var correct = 0

    package init() {}

    package mutating func add(_ other: LossTotal) {
        loss += other.loss
        correct += other.correct
    }
}

/// What an output of a network is trained towards: its loss, and the gradient of the loss.
package protocol Objective: AnyObject {
    /// Gathers the targets of the named rows, which replace those before.
    ///
    /// If the rows are mixed, `mixing` says with which other rows.
    func fill(_ rows: ArraySlice<Int>, mixing: RowMixing?)

    /// Adds the losses of the batch's first `rows` rows to `total`, and writes the gradient of their *mean* loss.
    ///
    /// Output and gradient are `[rows, width]`.
    func evaluate(
        _ output: UnsafePointer<Float>, rows: Int, gradient: UnsafeMutablePointer<Float>, into total: inout LossTotal)
}

/// An output and its objective.
///
/// The losses of several outputs of one network are added.
package struct TrainedOutput {
    /// The position of the output's node.
    package let node: Int
    package let objective: any Objective

    package init(node: Int, objective: any Objective) {
        self.node = node
        self.objective = objective
    }
}
