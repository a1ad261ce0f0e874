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
        try NetworkArchitecture(layers: [.dropout(rate: dropout), .softmax(classes: outputs)])
    }

    /// The head that training starts with.
    func newHead(_ body: TuneBody, outputs: Int, seed: UInt64) throws -> TuningHead {
        if let head = body.head {
            guard head.architecture.classes == outputs else {
                throw ValidationError(
                    "--start has \(head.architecture.classes) outputs, but \(outputs) are expected; give another classifier")
            }
            return try TuningHead(head)
        }
        let inputs = body.network.columns
        guard head == .features else {
            return try TuningHead(architecture(outputs: outputs), inputs: inputs, seed: seed)
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
        number(epoch.validationLoss) + (head == .features ? "" : String(format: ", accuracy %.4f", epoch.validationAccuracy))
    }

    /// A loss; small ones, as those of features are, with as many digits as large ones.
    func number(_ loss: Double) -> String { String(format: head == .features ? "%.4g" : "%.4f", loss) }
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
