import Matrices

/// The state of a training after one of its epochs: with the same data and configuration, what follows is the same.
public struct TrainingSnapshot: Sendable, Equatable {
    public let history: TrainingHistory
    /// The weights after the last epoch.
    public let parameters: [LayerParameters]
    /// The weights of the best epoch.
    public let best: [LayerParameters]
    public let optimiser: OptimiserState
    /// The moving averages of the trained tensors, where they are kept.
    public let averages: [[Float]]?
    /// The map to a teacher's layer, where one is matched.
    public let projection: LayerParameters?

    public init(
        history: TrainingHistory, parameters: [LayerParameters], best: [LayerParameters], optimiser: OptimiserState,
        averages: [[Float]]?, projection: LayerParameters? = nil
    ) {
        self.history = history
        self.parameters = parameters
        self.best = best
        self.optimiser = optimiser
        self.averages = averages
        self.projection = projection
    }

    /// Throws `LearningError` unless the weights are those of the architecture.
    func check(architecture: NetworkArchitecture, inputs: Int) throws(LearningError) {
        for parameters in [parameters, best] {
            _ = try TrainedNetwork(architecture: architecture, inputs: inputs, parameters: parameters)
        }
    }
}
