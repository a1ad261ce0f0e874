extension TrainingSnapshot {
    /// A snapshot without its numbers, which a file stores next to them.
    public struct Outline: Codable, Sendable, Equatable {
        /// The sizes of the tensors of a layer, in the terms of the first files.
        fileprivate enum Layer: Codable, Equatable {
            case dense(inputs: Int, units: Int)
            case batchNormalization(width: Int)
            case dropout
            /// Tensors of the given sizes.
            case tensors(counts: [Int])

            var counts: [Int] {
                switch self {
                case .dense(let inputs, let units): [inputs * units, units]
                case .batchNormalization(let width): [width, width, width, width]
                case .dropout: []
                case .tensors(let counts): counts
                }
            }
        }

        fileprivate let history: TrainingHistory
        fileprivate let layers: [Layer]
        fileprivate let steps: Int
        fileprivate let optimiserCounts: [Int]
        fileprivate let averageCounts: [Int]?
        fileprivate let projection: Layer?

        fileprivate var parameterCounts: [Int] { layers.flatMap(\.counts) }

        /// The sizes of all tensors, in order.
        public var counts: [Int] {
            parameterCounts + parameterCounts + optimiserCounts + (averageCounts ?? []) + (projection?.counts ?? [])
        }
    }

    /// The snapshot without its numbers.
    public var outline: Outline {
        Outline(
            history: history, layers: [.tensors(counts: parameters.map(\.count))], steps: optimiser.steps,
            optimiserCounts: optimiser.tensors.map(\.count), averageCounts: averages.map { $0.map(\.count) },
            projection: projection.map { .tensors(counts: $0.map(\.count)) })
    }

    /// All numbers, in this order: the weights, the best weights, the optimiser, the averages, the projection.
    public var tensors: [[Float]] { parameters + best + optimiser.tensors + (averages ?? []) + (projection ?? []) }

    /// The snapshot with this outline and these tensors.
    ///
    /// - Precondition: The sizes of the tensors are the `counts` of the outline.
    public init(outline: Outline, tensors: [[Float]]) {
        precondition(tensors.map(\.count) == outline.counts, "the tensors are not those of the outline")
        var rest = tensors[...]
        func next(_ count: Int) -> [[Float]] {
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
        let parameters = next(outline.parameterCounts.count), best = next(outline.parameterCounts.count)
        let optimiser = next(outline.optimiserCounts.count)
        let averages = outline.averageCounts.map { next($0.count) }
        self.init(
            history: outline.history, parameters: parameters, best: best,
            optimiser: OptimiserState(steps: outline.steps, tensors: optimiser), averages: averages,
            projection: outline.projection.map { next($0.counts.count) })
    }
}
