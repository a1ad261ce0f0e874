import Evolution
import Graphs
import Learning

/// The best networks of a search so far; later masks start from their weights.
package final class KeptNetworks {
    package struct Member {
        let mask: FeatureMask
        let fitness: Double
        /// One network for each training; the fitness is the mean of their accuracies.
        let networks: [Parameters]
    }

    /// A member without its weights, as a checkpoint stores it.
    package struct Outline: Codable {
        let mask: FeatureMask
        let fitness: Double
        let networks: Int
    }

    private(set) var members: [Member] = []
    private let limit: Int
    private let architecture: NetworkArchitecture

    /// Networks of this architecture, at most `limit` of them.
    package init(limit: Int, architecture: NetworkArchitecture) {
        self.limit = limit
        self.architecture = architecture
    }

    /// Adds networks and keeps the best; of equally good ones, the newer.
    func add(_ new: [Member]) {
        let all = new + members
        let order = all.indices.sorted { one, other in
            all[one].fitness == all[other].fitness ? one < other : all[one].fitness > all[other].fitness
        }
        members = order.prefix(limit).map { all[$0] }
    }

    package var outlines: [Outline] {
        members.map { Outline(mask: $0.mask, fitness: $0.fitness, networks: $0.networks.count) }
    }

    /// The members' weights, in the order of the outlines.
    package var numbers: [[Float]] { members.flatMap { $0.networks.flatMap(\.tensors) } }

    /// Restores the members from their outlines and numbers.
    ///
    /// - Throws: `LearningError` for weights that do not fit.
    package func restore(_ outlines: [Outline], numbers: [[Float]]) throws {
        var rest = numbers[...]
        members = try outlines.map { outline in
            let graph = try architecture.graph(inputs: outline.mask.count)
            let count = graph.parameters.count
            let networks = try (0..<outline.networks).map { _ in
                defer { rest = rest.dropFirst(count) }
                return try Parameters(of: graph, tensors: Array(rest.prefix(count)))
            }
            return Member(mask: outline.mask, fitness: outline.fitness, networks: networks)
        }
    }
}

extension KeptNetworks {
    /// The weights to start from: those of the network that shares the most columns with the mask, moved to its columns.
    ///
    /// - Returns: Nil if no network shares half of the mask's columns.
    func weights(for mask: FeatureMask, among members: [Member]) throws -> [Parameters]? {
        let shares = members.map { $0.mask.overlap(with: mask) }
        guard let most = shares.max(), 2 * most >= mask.count, let place = shares.firstIndex(of: most) else { return nil }
        let nearest = members[place]
        return try nearest.networks.map { try architecture.moved($0, from: nearest.mask.columns, to: mask.columns) }
    }
}
