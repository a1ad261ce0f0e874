import Graphs
import Inference
import Learning
import Matrices
import Records

extension Classifier {
    /// The classifier of a student that gives this teacher's features: the layer that gives them, and the teacher's layers.
    ///
    /// The teacher's reductions, mask and scaling become part of the layer. The student takes its own features as they are.
    ///
    /// - Parameters:
    ///   - layer: Gives the columns of `source` from the student's features.
    ///   - source: The teacher's features, on which the layer was trained: as extracted, or reduced by its own reductions.
    ///   - history: How the layer was trained.
    /// - Throws: `JudgingError.studentColumns` if the classifier takes features of other extractors, `LearningError`.
    public func student(
        behind layer: FeatureLayer, givingColumnsOf source: SourceFeatures, history: TrainingHistory
    ) throws -> TrainedNetwork {
        let isReduced = try requireTaught(source)
        let layer = try layer.followed(byColumnsOf: self, isReduced: isReduced)
        let dropout: [DenseLayer] = layer.dropout > 0 ? [.dropout(rate: layer.dropout)] : []
        let architecture = try NetworkArchitecture(
            layers: dropout + [.dense(units: layer.bias.count, activation: .linear)] + network.architecture.layers)
        let inputs = layer.kernel.rows
        let tensors = [layer.kernel.elements, layer.bias] + network.parameters.tensors
        return try TrainedNetwork(
            architecture: architecture, inputs: inputs,
            parameters: Parameters(of: architecture.graph(inputs: inputs), tensors: tensors), history: history)
    }

    /// Checks that a student that gives these features can have the classifier's layers on top.
    ///
    /// - Returns: Whether the features are already reduced by the classifier's own reductions.
    /// - Throws: `JudgingError.studentColumns`.
    @discardableResult
    public func requireTaught(_ source: SourceFeatures) throws(JudgingError) -> Bool {
        let reductions = content.application?.reductions ?? []
        let isSame =
            pipeline.map { pipeline in
                pipeline.extractors.count == source.extractors.count
                    && zip(pipeline.extractors, source.extractors).allSatisfy { $0.describesSameFeatures(as: $1) }
                    && (source.reductions.isEmpty || source.reductions == reductions)
            } ?? (network.inputs == source.join.columns)
        guard isSame else {
            let own = pipeline.map { $0.extractors.map(\.summary) } ?? ["unnamed features"]
            throw .studentColumns(
                classifier: path, found: source.extractors.map(\.summary) + ["\(source.join.columns) columns"],
                expected: own + (pipeline == nil ? ["\(network.inputs) columns"] : []))
        }
        return !source.reductions.isEmpty
    }
}
