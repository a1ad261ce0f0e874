import Foundation
import Graphs
import Kernels
import Learning
import Matrices
import Testing

/// A matrix of standard normal numbers.
func normalMatrix(rows: Int, columns: Int, from stream: inout RandomStream) -> Matrix {
    Matrix(rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in Float(stream.normal()) })
}

/// Two classes whose means lie `distance` deviations apart in each of the first three columns.
func twoClouds(rows: Int, columns: Int, distance: Float, seed: UInt64) -> (features: Matrix, labels: [Int]) {
    var stream = RandomStream(seed: seed, name: "clouds")
    var features = normalMatrix(rows: rows, columns: columns, from: &stream)
    let labels = (0..<rows).map { $0 % 2 }
    for row in 0..<rows {
        for column in 0..<min(3, columns) { features[row, column] += distance * Float(labels[row]) }
    }
    return (features, labels)
}

/// Architectures of tests are written down rightly; one that is not fails the test that makes it.
func architecture(_ layers: DenseLayer...) throws -> NetworkArchitecture {
    try NetworkArchitecture(layers: layers)
}

extension NetworkArchitecture {
    /// The network in training, from these parameters.
    func plan(
        _ parameters: Parameters, batchSize: Int, seed: UInt64, precision: ProductPrecision = .float32, workers: Int = 2,
        projection width: Int? = nil
    ) throws -> Plan {
        let whole = try graph(inputs: parameters.specifications[0].shape[0])
        var graph = whole.pruned(toOutputs: [Self.logits])
        var parameters = parameters
        if let width {
            graph = whole.pruned(toOutputs: [Self.logits, Self.hidden])
            let hidden = try #require(graph.index(ofOutput: Self.hidden))
            graph = try graph.appending(
                [.init("projection", .dense(units: width, hasBias: true), inputs: [hidden])],
                outputs: graph.outputs + [.init("projection", node: graph.nodes.count)])
            var stream = RandomStream(seed: seed, name: "projection")
            parameters = try parameters.moved(to: graph) { specification in
                specification.name.role == .bias
                    ? [Float](repeating: 0, count: width)
                    : (0..<specification.count).map { _ in Float(stream.uniform(in: -0.5...0.5)) }
            }
        }
        let plan = try Plan(
            Model(graph, parameters: parameters),
            .init(batchSize: batchSize, isTraining: true, precision: precision, workers: workers))
        plan.beginEpoch(0, of: self, seed: seed)
        return plan
    }
}

extension Plan {
    /// Renews dropout as a training does.
    func beginEpoch(_ epoch: Int, of architecture: NetworkArchitecture, seed: UInt64) {
        let names = architecture.layerNames
        renewDropout { name in
            RandomStream(seed: seed, name: "dropout.\(names.firstIndex(of: name) ?? 0).epoch.\(epoch)")
        }
    }
}

extension Parameters {
    /// The tensors that training changes, in the order in which gradients are consumed.
    var trained: [[Float]] { specifications.filter { $0.kind == .trained }.compactMap { self[$0.name] } }
}

/// Keeps gradients and changes nothing.
final class GradientRecorder: GradientConsumer {
    private(set) var gradients: [[Float]]
    private let lock = NSLock()

    init(tensorCounts: [Int]) {
        gradients = tensorCounts.map { [Float](repeating: .nan, count: $0) }
    }

    func consume(
        tensor: Int, offset: Int, gradient: UnsafeBufferPointer<Float>, parameters: UnsafeMutablePointer<Float>
    ) {
        lock.withLock { gradients[tensor].replaceSubrange(offset..<offset + gradient.count, with: gradient) }
    }
}

/// What the rows of one step should be told.
struct Answers {
    var labels: [Int]
    var loss = ClassificationLoss()
    var partners: (labels: [Int], share: Double)?
    var distillation: Distillation?
    var teacher: Matrix?
    var teacherLayer: Matrix?
    var ratings: Matrix?

    /// The trainedOutputs of a plan of a network of so many classes.
    func trainedOutputs(of plan: Plan, classes: Int) throws -> [TrainedOutput] {
        let rows = labels.count
        let objective: any Objective
        if let ratings {
            objective = RatingObjective(ratings: ratings, teacher: teacher, distillation: distillation, batchSize: rows)
        } else {
            objective = ClassObjective(
                loss, labels: labels, classes: classes, teacher: teacher, distillation: distillation, batchSize: rows)
        }
        let logits = try #require(plan.graph.index(ofOutput: NetworkArchitecture.logits))
        var trainedOutputs = [TrainedOutput(node: logits, objective: objective)]
        if let teacherLayer, let node = plan.graph.index(ofOutput: "projection") {
            let weight = distillation?.matching ?? 0
            let objective = SquaredErrorObjective(targets: teacherLayer, weight: weight, batchSize: rows)
            trainedOutputs.append(TrainedOutput(node: node, objective: objective))
        }
        let mixing = partners.map { RowMixing(partners: $0.labels, share: $0.share) }
        for output in trainedOutputs { output.objective.fill(Array(0..<rows)[...], mixing: mixing) }
        return trainedOutputs
    }
}

/// One step of a network on whole arrays.
func step(
    _ plan: Plan, features: ArraySlice<Float>, _ answers: Answers, classes: Int, consumer: any GradientConsumer
) throws -> LossTotal {
    let trainedOutputs = try answers.trainedOutputs(of: plan, classes: classes)
    return features.withUnsafeBufferPointer { features in
        features.baseAddress.map { plan.step($0, rows: answers.labels.count, trainedOutputs: trainedOutputs, consumer: consumer) }
            ?? LossTotal()
    }
}
