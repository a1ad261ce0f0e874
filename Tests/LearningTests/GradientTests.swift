import Graphs
import Learning
import Matrices
import TestSupport
import Testing

/// What a `Distillation` is made of.
struct Teaching: Sendable {
    let alpha: Double
    let temperature: Double
    var matching = 0.0
}

/// One network whose gradients are compared with central differences of the loss in double precision.
struct GradientCase: CustomTestStringConvertible, Sendable {
    let name: String
    let layers: [DenseLayer]
    var teaching: Teaching?
    var objective = TrainingObjective()
    var partnerShare = 0.0
    /// Whether rows have distributions in place of labels.
    var isRated = false

    var testDescription: String { name }

    static let all: [GradientCase] =
        [
            GradientCase(name: "softmax alone", layers: [.softmax(classes: 3)]),
            GradientCase(
                name: "linear",
                layers: [.dense(units: 5, activation: .linear), .softmax(classes: 3)]),
            GradientCase(
                name: "relu", layers: [.dense(units: 7, activation: .relu), .softmax(classes: 3)]),
            GradientCase(
                name: "batch normalisation",
                layers: [.dense(units: 6, activation: .relu), .batchNormalization, .softmax(classes: 3)]),
            GradientCase(
                name: "batch normalisation first",
                layers: [
                    .batchNormalization(momentum: 0.9, epsilon: 0.1), .softmax(classes: 3),
                ]),
            GradientCase(
                name: "dropout",
                layers: [
                    .dense(units: 7, activation: .linear), .dropout(rate: 0.3), .softmax(classes: 3),
                ]),
            GradientCase(
                name: "all layers",
                layers: [
                    .dense(units: 9, activation: .relu), .batchNormalization, .dropout(rate: 0.25),
                    .dense(units: 6, activation: .relu), .batchNormalization, .dropout(rate: 0.5),
                    .softmax(classes: 4),
                ]),
            GradientCase(
                name: "distillation",
                layers: [.dense(units: 6, activation: .relu), .batchNormalization, .softmax(classes: 3)],
                teaching: Teaching(alpha: 0.7, temperature: 3)),
            objective("focal loss", TrainingObjective(focus: 2)),
            objective("focal loss below 1", TrainingObjective(focus: 0.5)),
            objective("class weights", TrainingObjective(weighting: .given([0.5, 2, 1.25]))),
            objective("label smoothing", TrainingObjective(labelSmoothing: 0.2)),
            objective("mixed rows", TrainingObjective(), partnerShare: 0.3),
            objective(
                "everything at once", TrainingObjective(focus: 1.5, weighting: .given([0.5, 2, 1.25]), labelSmoothing: 0.1),
                partnerShare: 0.4),
            GradientCase(
                name: "weighted distillation",
                layers: [.dense(units: 6, activation: .relu), .softmax(classes: 3)],
                teaching: Teaching(alpha: 0.4, temperature: 2),
                objective: TrainingObjective(weighting: .given([0.5, 2, 1.25]))),
            GradientCase(
                name: "ratings", layers: [.dense(units: 6, activation: .tanh), .softmax(classes: 5)],
                isRated: true),
            GradientCase(
                name: "ratings and a teacher",
                layers: [.dense(units: 6, activation: .relu), .batchNormalization, .softmax(classes: 4)],
                teaching: Teaching(alpha: 0.3, temperature: 2), isRated: true),
            GradientCase(
                name: "matching a teacher's layer",
                layers: [
                    .dense(units: 6, activation: .relu), .batchNormalization, .dropout(rate: 0.3),
                    .softmax(classes: 3),
                ], teaching: Teaching(alpha: 0.5, temperature: 2, matching: 0.8)),
        ]
        + Activation.allCases.map { activation in
            GradientCase(
                name: activation.rawValue,
                layers: [
                    .dense(units: 7, activation: activation), .batchNormalization, .dense(units: 5, activation: activation),
                    .softmax(classes: 3),
                ])
        }

    private static func objective(
        _ name: String, _ objective: TrainingObjective, partnerShare: Double = 0
    ) -> GradientCase {
        GradientCase(
            name: name, layers: [.dense(units: 6, activation: .tanh), .softmax(classes: 3)],
            objective: objective, partnerShare: partnerShare)
    }
}

extension GradientCase {
    fileprivate func distillation() throws -> Distillation? {
        try teaching.map { try Distillation(alpha: $0.alpha, temperature: $0.temperature, matching: $0.matching) }
    }

    fileprivate func loss() -> ClassificationLoss {
        var weights: [Double]?
        if case .given(let given) = objective.weighting { weights = given }
        return ClassificationLoss(
            focus: objective.focus, smoothing: objective.labelSmoothing, weights: weights)
    }
}

@Suite struct GradientTests {
    private static let rows = 11
    private static let inputs = 5
    private static let seed: UInt64 = 5

    @Test(arguments: GradientCase.all)
    func gradientsEqualCentralDifferences(_ trial: GradientCase) throws {
        let architecture = try NetworkArchitecture(layers: trial.layers)
        let distillation = try trial.distillation()
        #expect((distillation == nil) == (trial.teaching == nil))
        var stream = RandomStream(seed: Self.seed, name: "data")
        let features = normalMatrix(rows: Self.rows, columns: Self.inputs, from: &stream)
        let teacher = normalMatrix(rows: Self.rows, columns: architecture.classes, from: &stream)
        let labels = (0..<Self.rows).map { _ in Int.random(in: 0..<architecture.classes, using: &stream) }
        let votes = Matrix(
            rows: Self.rows, columns: architecture.classes,
            elements: (0..<Self.rows * architecture.classes).map { _ in Float(stream.uniform()) })
        let ratings = trial.isRated ? try RatingDistributions(votes: votes).shares : nil
        let parameters = try Self.shaken(
            Initialisation.parameters(of: architecture, inputs: Self.inputs, seed: Self.seed), by: &stream)
        let isMatching = (distillation?.matching ?? 0) > 0
        let teacherLayer = normalMatrix(rows: Self.rows, columns: 4, from: &stream)
        let network = try architecture.plan(
            parameters, batchSize: Self.rows, seed: Self.seed, projection: isMatching ? 4 : nil)
        let recorder = GradientRecorder(tensorCounts: network.tensorCounts)
        let partners = labels.shuffled(using: &stream)
        let answers = Answers(
            labels: labels, loss: trial.loss(), partners: (partners, trial.partnerShare), distillation: distillation,
            teacher: distillation == nil ? nil : teacher, teacherLayer: isMatching ? teacherLayer : nil, ratings: ratings)
        let start = try network.parameters()
        let total = try step(
            network, features: features.elements[...], answers, classes: architecture.classes, consumer: recorder)

        let reference = ReferenceNetwork(
            layers: trial.layers, seed: Self.seed, distillation: distillation, objective: trial.objective,
            partnerShare: trial.partnerShare, ratings: ratings.map(Self.doubles),
            teacherLayer: isMatching ? Self.doubles(teacherLayer) : nil)
        let values = start.trained.map { $0.map(Double.init) }
        func loss(_ values: [[Double]]) -> Double {
            reference.loss(
                parameters: values, features: Self.doubles(features), labels: labels, partners: partners,
                teacher: Self.doubles(teacher))
        }
        expectClose(total.loss / Double(Self.rows), loss(values), tolerance: 1e-6, "loss")
        let expected = Self.centralDifferences(of: loss, at: values)
        let scale = expected.joined().map(abs).max() ?? 0
        #expect(scale > 0.01)
        try #require(recorder.gradients.count == expected.count)
        for (tensor, (found, expected)) in zip(recorder.gradients, expected).enumerated() {
            expectClose(found, expected, tolerance: 2e-6 * max(scale, 1), "tensor \(tensor)")
        }
    }

    /// Away from the special values 0 and 1 of biases, gammas and betas.
    private static func shaken(_ parameters: Parameters, by stream: inout RandomStream) throws -> Parameters {
        try parameters.mapped { specification, values in
            [.bias, .gamma, .beta].contains(specification.name.role)
                ? values.map { $0 + Float(stream.uniform(in: -0.3...0.3)) } : values
        }
    }

    private static func doubles(_ matrix: Matrix) -> [[Double]] {
        (0..<matrix.rows).map { matrix.row($0).map(Double.init) }
    }

    private static func centralDifferences(
        of loss: ([[Double]]) -> Double, at values: [[Double]]
    ) -> [[Double]] {
        let width = 1e-5
        return values.indices.map { tensor in
            values[tensor].indices.map { index in
                var moved = values
                moved[tensor][index] += width
                let above = loss(moved)
                moved[tensor][index] -= 2 * width
                return (above - loss(moved)) / (2 * width)
            }
        }
    }
}
