import Matrices

extension TrainingSnapshot {
    /// A snapshot without its numbers: what a file needs beside them.
    public struct Outline: Codable, Sendable, Equatable {
        fileprivate enum Layer: Codable, Equatable {
            case dense(inputs: Int, units: Int)
            case batchNormalization(width: Int)
            case dropout
        }

        fileprivate let history: TrainingHistory
        fileprivate let layers: [Layer]
        fileprivate let steps: Int
        fileprivate let optimiserCounts: [Int]
        fileprivate let averageCounts: [Int]?
        fileprivate let projection: Layer?

        /// The sizes of all tensors, in their order.
        public var counts: [Int] {
            let layers = layers.flatMap(\.counts)
            return layers + layers + optimiserCounts + (averageCounts ?? []) + (projection?.counts ?? [])
        }
    }

    public var outline: Outline {
        Outline(
            history: history, layers: parameters.map(Outline.Layer.init), steps: optimiser.steps,
            optimiserCounts: optimiser.tensors.map(\.count), averageCounts: averages.map { $0.map(\.count) },
            projection: projection.map(Outline.Layer.init))
    }

    /// All numbers: the weights, the best weights, the optimiser's, the averages, the projection.
    public var tensors: [[Float]] {
        parameters.tensors + best.tensors + optimiser.tensors + (averages ?? []) + (projection?.tensors ?? [])
    }

    /// The snapshot of an outline and its tensors.
    ///
    /// - Precondition: the tensors have the outline's `counts`.
    public init(outline: Outline, tensors: [[Float]]) {
        precondition(tensors.map(\.count) == outline.counts, "the tensors are not those of the outline")
        var rest = tensors[...]
        let parameters = outline.layers.map { $0.parameters(from: &rest) }
        let best = outline.layers.map { $0.parameters(from: &rest) }
        let optimiser = Array(rest.prefix(outline.optimiserCounts.count))
        rest = rest.dropFirst(optimiser.count)
        let averages = Array(rest.prefix(outline.averageCounts?.count ?? 0))
        rest = rest.dropFirst(averages.count)
        self.init(
            history: outline.history, parameters: parameters, best: best,
            optimiser: OptimiserState(steps: outline.steps, tensors: optimiser),
            averages: outline.averageCounts.map { _ in averages },
            projection: outline.projection.map { $0.parameters(from: &rest) })
    }
}

extension TrainingSnapshot.Outline.Layer {
    fileprivate init(_ parameters: LayerParameters) {
        switch parameters {
        case .dense(let kernel, _): self = .dense(inputs: kernel.rows, units: kernel.columns)
        case .batchNormalization(let gamma, _, _, _): self = .batchNormalization(width: gamma.count)
        case .dropout: self = .dropout
        }
    }

    fileprivate var counts: [Int] {
        switch self {
        case .dense(let inputs, let units): [inputs * units, units]
        case .batchNormalization(let width): [width, width, width, width]
        case .dropout: []
        }
    }

    fileprivate func parameters(from tensors: inout ArraySlice<[Float]>) -> LayerParameters {
        switch self {
        case .dense(let inputs, let units):
            .dense(
                kernel: Matrix(rows: inputs, columns: units, elements: tensors.removeFirst()), bias: tensors.removeFirst())
        case .batchNormalization:
            .batchNormalization(
                gamma: tensors.removeFirst(), beta: tensors.removeFirst(), movingMean: tensors.removeFirst(),
                movingVariance: tensors.removeFirst())
        case .dropout: .dropout
        }
    }
}
