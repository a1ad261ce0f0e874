/// The results of one epoch of training.
public struct EpochRecord: Codable, Sendable, Equatable {
    /// The number of the epoch, counted from 0.
    public let epoch: Int
    /// The learning rate during the epoch.
    public let learningRate: Double
    /// The mean loss of the rows seen, each with the weights and the dropout of its step.
    public let trainingLoss: Double
    /// The share of these rows whose largest probability belongs to their label, 0 to 1.
    public let trainingAccuracy: Double
    /// The mean loss of the validation rows after the epoch, without a teacher's share.
    ///
    /// It is the cross-entropy in nats, or for ratings the earth mover's distance.
    public let validationLoss: Double
    /// The share of the validation rows that are classified correctly after the epoch, 0 to 1.
    public let validationAccuracy: Double

    /// A record with these values.
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

/// What a training reports about an epoch that has just ended.
public struct EpochReport: Sendable {
    /// The results of the epoch.
    public let record: EpochRecord
    /// The number of steps in the epoch.
    public let steps: Int
    /// The mean time of a step, including the gathering of its rows but not the validation.
    public let stepTime: Duration

    package init(record: EpochRecord, steps: Int, stepTime: Duration) {
        (self.record, self.steps, self.stepTime) = (record, steps, stepTime)
    }
}

/// The epochs of one training, in order.
public struct TrainingHistory: Codable, Sendable, Equatable {
    /// The records of the epochs, in order.
    public private(set) var epochs: [EpochRecord]

    /// A history of these epochs.
    public init(epochs: [EpochRecord] = []) {
        self.epochs = epochs
    }

    /// The epoch with the lowest validation loss, whose weights are kept; nil if there are no epochs.
    ///
    /// It is the earliest of equal ones.
    public var best: EpochRecord? {
        epochs.reduce(nil) { best, epoch in
            best.map { epoch.validationLoss < $0.validationLoss ? epoch : $0 } ?? epoch
        }
    }

    package mutating func append(_ epoch: EpochRecord) {
        epochs.append(epoch)
    }
}
