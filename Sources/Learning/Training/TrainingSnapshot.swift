/// The state of a training after one of its epochs.
///
/// With the same data and configuration, training continues from it as if it had never stopped.
public struct TrainingSnapshot: Sendable, Equatable {
    /// The results of the epochs so far.
    public let history: TrainingHistory
    /// The weights after the last epoch, tensor by tensor in the order of the network's graph.
    public let parameters: [[Float]]
    /// The weights of the best epoch.
    public let best: [[Float]]
    /// What the optimiser remembers of its steps.
    public let optimiser: OptimiserState
    /// The moving averages of the trained tensors; nil if none are kept.
    public let averages: [[Float]]?
    /// The kernel and bias of the map to a teacher's layer; nil if none is matched.
    public let projection: [[Float]]?

    init(
        history: TrainingHistory, parameters: [[Float]], best: [[Float]], optimiser: OptimiserState, averages: [[Float]]?,
        projection: [[Float]]? = nil
    ) {
        self.history = history
        self.parameters = parameters
        self.best = best
        self.optimiser = optimiser
        self.averages = averages
        self.projection = projection
    }
}
