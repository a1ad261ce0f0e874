import ArgumentParser
import Evaluation
import Foundation
import Judging
import Learning
import Tuning

// The head of a training: what it is at first, and what becomes of it.
extension Tune {
    /// The share of a new head's inputs that are dropped in training.
    var dropout: Double { tuning.dropout ?? TuneOptions.standardDropout }

    func architecture(outputs: Int) throws -> NetworkArchitecture {
        let last = outputs == 1 ? DenseLayer.dense(units: 1, activation: .linear) : .softmax(classes: outputs)
        return try NetworkArchitecture(layers: [.dropout(rate: dropout), last])
    }

    /// The head that training starts with.
    func newHead(_ body: TuneBody, _ truth: TuneTruth, seed: UInt64) throws -> TuningHead {
        let outputs = truth.data.truth.outputs
        if let head = body.head {
            guard head.architecture.classes == outputs else {
                throw ValidationError(
                    "--start has \(head.architecture.classes) outputs, but \(outputs) are expected; give another classifier")
            }
            return try TuningHead(head)
        }
        let inputs = body.network.columns
        guard head == .features else {
            return try TuningHead(
                architecture(outputs: outputs), inputs: inputs, seed: seed, bias: truth.firstBias)
        }
        return try TuningHead(RegressionHead(inputs: inputs, columns: outputs, dropout: dropout).model(seed: seed))
    }

    /// The head of the best epoch as a classifier: with the teacher's layers on top if features were learned.
    func classifier(of run: TuningRun, _ teaching: Teaching?) throws -> TrainedNetwork {
        guard let teaching else { return try run.head() }
        let model = try run.headModel()
        let (inputs, columns) = (model.graph.nodes[0].channels, teaching.source.join.columns)
        let weights = try RegressionHead(inputs: inputs, columns: columns, dropout: dropout).weights(of: model)
        return try teaching.teacher.student(
            behind: FeatureLayer(kernel: weights.kernel, bias: weights.bias, dropout: dropout),
            givingColumnsOf: teaching.source, history: run.history)
    }

    /// The validation loss of an epoch, and its accuracy if answers are right or wrong.
    func results(of epoch: EpochRecord) -> String {
        number(epoch.validationLoss)
            + (isRightOrWrong ? String(format: ", accuracy %.4f", epoch.validationAccuracy) : "")
    }

    /// A loss; small ones, as those of features are, with as many digits as large ones.
    func number(_ loss: Double) -> String { String(format: isRightOrWrong ? "%.4f" : "%.4g", loss) }

    private var isRightOrWrong: Bool { head == .classes || head == .nima }
}

/// How a network was trained, as stored with its classifier.
struct TuningReport: Codable {
    var head = "network"
    let network: String
    let weights: String
    /// The classifier that it went on with; nil for a new head.
    let start: String?
    /// The classifier whose features were learned; nil for labels and votes.
    let teacher: String?
    let configuration: TuningConfiguration
    var warnings: [Warning] = []
}
