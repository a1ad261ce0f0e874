/// The state of a training after one of its epochs: with the same data and configuration, what follows is the same.
public struct TrainingSnapshot: Sendable, Equatable {
    public let history: TrainingHistory
    /// The weights after the last epoch, tensor by tensor in the order of the network's graph.
    public let parameters: [[Float]]
    /// The weights of the best epoch.
    public let best: [[Float]]
    public let optimiser: OptimiserState
    /// The moving averages of the trained tensors, where they are kept.
    public let averages: [[Float]]?
    /// Kernel and bias of the map to a teacher's layer, where one is matched.
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
