import Matrices

extension [LayerParameters] {
    /// The weights of a network on the columns `old`, ascending, for one on the columns `new`, ascending.
    ///
    /// The rows of the first kernel that belong to shared columns stay, those of new columns are 0, and all other layers
    /// are as they were: the network says what it said without the columns that it lost, until it is trained further.
    ///
    /// - Precondition: the first layer is dense and takes as many inputs as `old` has columns.
    public func moved(from old: [Int], to new: [Int]) -> [LayerParameters] {
        guard case .dense(let kernel, let bias) = first, kernel.rows == old.count else {
            preconditionFailure("the first layer must be dense and take \(old.count) inputs")
        }
        let places = Dictionary(uniqueKeysWithValues: zip(old, old.indices))
        let units = kernel.columns
        let moved = Matrix(rows: new.count, columns: units) { target in
            kernel.withUnsafeBufferPointer { source in
                for (row, column) in new.enumerated() {
                    let target = UnsafeMutableBufferPointer(rebasing: target[row * units..<(row + 1) * units])
                    if let place = places[column] {
                        _ = target.update(from: source[place * units..<(place + 1) * units])
                    } else {
                        target.update(repeating: 0)
                    }
                }
            }
        }
        return [.dense(kernel: moved, bias: bias)] + dropFirst()
    }
}

extension TrainingSnapshot {
    /// The state before the first epoch of a training that starts from weights of an earlier one; its optimiser is new.
    init(startingFrom parameters: [LayerParameters], configuration: TrainingConfiguration) {
        let tensors = parameters.flatMap(\.trained)
        let optimiser = configuration.optimiser.optimiser(
            tensorCounts: tensors.map(\.count), isKernel: tensors.map { _ in false })
        self.init(
            history: TrainingHistory(), parameters: parameters, best: parameters, optimiser: optimiser.state,
            averages: configuration.averageDecay.map { _ in tensors })
    }
}
