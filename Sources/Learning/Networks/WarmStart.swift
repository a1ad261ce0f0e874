import Graphs
import Matrices

extension NetworkArchitecture {
    /// Adapts the weights of a network on some columns to a network on other columns.
    ///
    /// The rows of the first kernel that belong to shared columns are kept, those of new columns are 0, and all other layers
    /// stay the same. Until it is trained further, the network answers as before without the columns that it lost.
    ///
    /// - Parameters:
    ///   - parameters: The weights of the network on `old`.
    ///   - old: The columns of these weights, ascending.
    ///   - new: The columns of the result, ascending.
    /// - Precondition: The first layer is dense and has as many inputs as `old` has columns.
    /// - Throws: `LearningError`.
    public func moved(_ parameters: Parameters, from old: [Int], to new: [Int]) throws(LearningError) -> Parameters {
        guard let kernel = parameters.specifications.first, kernel.name.role == .kernel, kernel.shape[0] == old.count,
            let source = parameters[kernel.name]
        else {
            preconditionFailure("the first layer must be dense and take \(old.count) inputs")
        }
        let places = Dictionary(uniqueKeysWithValues: zip(old, old.indices))
        let units = kernel.shape[1]
        var moved = [Float](repeating: 0, count: new.count * units)
        for (row, column) in new.enumerated() {
            guard let place = places[column] else { continue }
            moved.replaceSubrange(row * units..<(row + 1) * units, with: source[place * units..<(place + 1) * units])
        }
        return try LearningError.make {
            try parameters.moved(to: graph(inputs: new.count), replacing: [kernel.name: moved])
        }
    }
}

extension TrainingSnapshot {
    /// The state before the first epoch of a training that starts from earlier weights; its optimiser is new.
    init(startingFrom parameters: Parameters, configuration: TrainingConfiguration) {
        let tensors = parameters.specifications.filter { $0.kind == .trained }.compactMap { parameters[$0.name] }
        let optimiser = configuration.optimiser.optimiser(
            tensorCounts: tensors.map(\.count), isKernel: tensors.map { _ in false })
        self.init(
            history: TrainingHistory(), parameters: parameters.tensors, best: parameters.tensors, optimiser: optimiser.state,
            averages: configuration.averageDecay.map { _ in tensors })
    }
}
