import Graphs
import Kernels
import Matrices

/// A classifier during training: its plan, and the objectives of its outputs.
///
/// If a teacher's layer is matched, a linear map to it is learned with the classifier, and dropped afterwards.
final class TrainingNetwork {
    let plan: Plan
    private let architecture: NetworkArchitecture
    private let seed: UInt64
    /// The classifier's own graph.
    private let graph: Graph
    private let trainedOutputs: [TrainedOutput]
    private let layerNames: [String]

    private static let projectionName = "projection"

    /// Starts from the weights of a snapshot, or from new ones.
    ///
    /// - Throws: `LearningError`.
    init(
        _ architecture: NetworkArchitecture, _ configuration: TrainingConfiguration, _ data: TrainingData, threads: Int,
        resumingFrom snapshot: TrainingSnapshot?
    ) throws(LearningError) {
        self.architecture = architecture
        seed = configuration.seed
        layerNames = architecture.layerNames
        let inputs = data.features.columns
        let target = data.teacher?.penultimate
        if target != nil, architecture.hiddenWidth == nil { throw .layerToMatchMissing }
        let seed = seed
        (graph, plan) = try LearningError.make {
            let graph = try architecture.graph(inputs: inputs)
            let own =
                try snapshot.map { try Self.parameters(of: graph, from: $0.parameters) }
                ?? Initialisation.parameters(of: architecture, inputs: inputs, seed: seed)
            let whole = try Self.trained(graph, matching: target)
            let parameters = try own.moved(to: whole) { specification in
                guard let stored = snapshot?.projection else { return Initialisation.projection(specification, seed: seed) }
                let tensor = specification.name.role == .kernel ? stored.first : stored.last
                guard let tensor, stored.count == 2, tensor.count == specification.count else {
                    throw LearningError.snapshotDiffers("its map to the teacher's layer has a different shape")
                }
                return tensor
            }
            let settings = Plan.Settings(
                batchSize: configuration.batchSize, isTraining: true, precision: configuration.precision, workers: threads)
            return (graph, try Plan(Model(whole, parameters: parameters), settings))
        }
        trainedOutputs = Self.trainedOutputs(of: plan.graph, architecture, configuration, data)
    }

    /// The part of the graph that training needs, with a map to the teacher's layer if one is matched.
    private static func trained(_ graph: Graph, matching target: Matrix?) throws(GraphError) -> Graph {
        guard let target else { return graph.pruned(toOutputs: [NetworkArchitecture.logits]) }
        let part = graph.pruned(toOutputs: [NetworkArchitecture.logits, NetworkArchitecture.hidden])
        guard let hidden = part.index(ofOutput: NetworkArchitecture.hidden) else { return part }
        let projection = Graph.Layer(projectionName, .dense(units: target.columns, hasBias: true), inputs: [hidden])
        return try part.appending([projection], outputs: part.outputs + [.init(projectionName, node: part.nodes.count)])
    }

    private static func trainedOutputs(
        of graph: Graph, _ architecture: NetworkArchitecture, _ configuration: TrainingConfiguration, _ data: TrainingData
    ) -> [TrainedOutput] {
        var trainedOutputs: [TrainedOutput] = []
        let size = configuration.batchSize
        if let node = graph.index(ofOutput: NetworkArchitecture.logits) {
            trainedOutputs.append(TrainedOutput(node: node, objective: answer(architecture, configuration, data)))
        }
        if let target = data.teacher?.penultimate, let node = graph.index(ofOutput: projectionName) {
            // The student's layer is seen through a linear map that is learned at the same time (Romero et al. 2015).
            let weight = configuration.distillation?.matching ?? 0
            let objective = SquaredErrorObjective(targets: target, weight: weight, batchSize: size)
            trainedOutputs.append(TrainedOutput(node: node, objective: objective))
        }
        return trainedOutputs
    }

    /// What the logits are trained towards.
    private static func answer(
        _ architecture: NetworkArchitecture, _ configuration: TrainingConfiguration, _ data: TrainingData
    ) -> any Objective {
        let (teacher, rule) = (data.teacher?.logits, configuration.distillation)
        if let ratings = data.ratings {
            return RatingObjective(
                ratings: ratings.shares, teacher: teacher, distillation: rule, batchSize: configuration.batchSize)
        }
        let objective = configuration.objective
        let weights = objective.weighting.weights(
            labels: data.trainingRows.lazy.map { data.labels[$0] }, classes: architecture.classes)
        return ClassObjective(
            ClassificationLoss(focus: objective.focus, smoothing: objective.labelSmoothing, weights: weights),
            labels: data.labels, classes: architecture.classes, teacher: teacher, distillation: rule,
            batchSize: configuration.batchSize)
    }

    /// Restarts the random numbers of dropout, so that the masks of an epoch depend only on the seed and the epoch.
    func beginEpoch(_ epoch: Int) {
        plan.renewDropout { [seed, layerNames] name in
            RandomStream(seed: seed, name: "dropout.\(layerNames.firstIndex(of: name) ?? 0).epoch.\(epoch)")
        }
    }

    /// One pass forward and back through the rows of a batch.
    ///
    /// `consumer` gets the gradient of the mean loss with respect to every parameter, once each.
    func step(_ rows: ArraySlice<Int>, of batch: TrainingBatch, consumer: any GradientConsumer) -> LossTotal {
        for output in trainedOutputs { output.objective.fill(rows, mixing: batch.mixing) }
        return plan.step(batch.values, rows: rows.count, trainedOutputs: trainedOutputs, consumer: consumer)
    }

    /// The current parameters of the classifier.
    ///
    /// Cost: a copy.
    ///
    /// - Parameter averages: what replaces the trained values, if given.
    func parameters(averages: [[Float]]? = nil) throws(LearningError) -> Parameters {
        try LearningError.make {
            var averaged: [TensorName: [Float]] = [:]
            for (specification, values) in zip(plan.trained, averages ?? []) { averaged[specification.name] = values }
            return try Parameters(of: graph) { specification in
                try averaged[specification.name] ?? plan.tensor(specification.name) ?? Parameters.missing(specification)
            }
        }
    }

    /// The current values of the tensors that training changes.
    var trainedTensors: [[Float]] { plan.trained.compactMap { plan.tensor($0.name) } }

    /// The kernel and bias of the map to a teacher's layer; nil if there is none.
    var projection: [[Float]]? {
        guard plan.graph.index(named: Self.projectionName) != nil else { return nil }
        return [TensorRole.kernel, .bias].compactMap { plan.tensor(TensorName(layer: Self.projectionName, role: $0)) }
    }

    /// The classifier's parameters from the tensors of a snapshot.
    ///
    /// - Throws: `LearningError` if they do not fit.
    func parameters(from tensors: [[Float]]) throws(LearningError) -> Parameters {
        try LearningError.make { try Self.parameters(of: graph, from: tensors) }
    }

    private static func parameters(of graph: Graph, from tensors: [[Float]]) throws -> Parameters {
        guard tensors.map(\.count) == graph.parameters.map(\.count) else {
            throw LearningError.snapshotDiffers("its weights belong to another network")
        }
        guard tensors.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
            throw LearningError.snapshotDiffers("some of its weights are not finite")
        }
        return try Parameters(of: graph, tensors: tensors)
    }

    /// The classifier with these parameters.
    ///
    /// - Throws: `LearningError`.
    func model(_ parameters: Parameters) throws(LearningError) -> Model {
        try LearningError.make { try Model(graph, parameters: parameters) }
    }
}

extension Plan {
    /// One pass forward and back through `rows` rows `[rows, inputs]`, whose targets have been gathered.
    package func step(
        _ input: UnsafePointer<Float>, rows: Int, trainedOutputs: [TrainedOutput], consumer: any GradientConsumer
    ) -> LossTotal {
        forward(input, rows: rows)
        beginBackward()
        var total = LossTotal()
        for output in trainedOutputs {
            addGradient(at: output.node, rows: rows) { gradient in
                output.objective.evaluate(values(at: output.node), rows: rows, gradient: gradient, into: &total)
            }
        }
        backward(rows: rows, consumer: consumer)
        return total
    }
}
