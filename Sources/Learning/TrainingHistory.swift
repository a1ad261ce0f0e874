/// What one epoch of training came to.
public struct EpochRecord: Codable, Sendable, Equatable {
    /// Counted from 0.
    public let epoch: Int
    public let learningRate: Double
    /// Mean over the rows seen, each with the weights and the dropout of its step.
    public let trainingLoss: Double
    /// Share of these rows whose largest probability was at their label, 0 to 1.
    public let trainingAccuracy: Double
    /// Mean cross-entropy of the validation rows after the epoch, in nats; a teacher has no part in it.
    public let validationLoss: Double
    /// Share of the validation rows classified rightly after the epoch, 0 to 1.
    public let validationAccuracy: Double

    public init(
        epoch: Int, learningRate: Double, trainingLoss: Double, trainingAccuracy: Double, validationLoss: Double,
        validationAccuracy: Double
    ) {
        self.epoch = epoch
        self.learningRate = learningRate
        self.trainingLoss = trainingLoss
        self.trainingAccuracy = trainingAccuracy
        self.validationLoss = validationLoss
        self.validationAccuracy = validationAccuracy
    }
}

/// What a training tells of an epoch that it has just ended.
public struct EpochReport: Sendable {
    public let record: EpochRecord
    /// Steps of the epoch.
    public let steps: Int
    /// The mean time of a step, its rows brought together included and the validation left out.
    public let stepTime: Duration
}

/// The epochs of one training, in order.
public struct TrainingHistory: Codable, Sendable, Equatable {
    public private(set) var epochs: [EpochRecord]

    public init(epochs: [EpochRecord] = []) {
        self.epochs = epochs
    }

    /// The epoch of the lowest validation loss, the earliest of equal ones: the one whose weights are kept.
    public var best: EpochRecord? {
        epochs.reduce(nil) { best, epoch in
            best.map { epoch.validationLoss < $0.validationLoss ? epoch : $0 } ?? epoch
        }
    }

    mutating func append(_ epoch: EpochRecord) {
        epochs.append(epoch)
    }
}
