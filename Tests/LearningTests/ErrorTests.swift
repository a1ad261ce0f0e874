import Faults
import Graphs
import Learning
import Matrices
import Testing

@Suite struct ErrorTests {
    private let features = Matrix(rows: 8, columns: 3, elements: (0..<24).map { Float($0 % 5) })
    private let labels = [0, 1, 0, 1, 0, 1, 0, 1]

    private func expect(
        _ error: LearningError, configuration: TrainingConfiguration = .init(epochs: 1), features: Matrix? = nil,
        labels: [Int]? = nil, validation: ValidationSource = .drawn, teacher: Matrix? = nil,
        at location: SourceLocation = #_sourceLocation
    ) throws {
        var configuration = configuration
        if configuration.validationFraction == 0.1 { configuration.validationFraction = 0.25 }
        let trainer = Trainer(
            architecture: try NetworkArchitecture(hiddenWidths: [4], classes: 2), configuration: configuration)
        #expect(throws: error, sourceLocation: location) {
            try trainer.fit(
                features: features ?? self.features, labels: labels ?? self.labels, validation: validation,
                teacher: teacher.map { TeacherAnswers(logits: $0) })
        }
        #expect(error.sentence.count > 20, sourceLocation: location)
    }

    @Test func badDataAreNamed() throws {
        var broken = features
        broken[5, 2] = .nan
        try expect(.notFinite(part: .training, row: 5, column: 2), features: broken)
        broken[5, 2] = .infinity
        try expect(
            .notFinite(part: .validation, row: 5, column: 2),
            validation: .separate(features: broken, labels: labels))
        try expect(.oneClassOnly(label: 1), labels: [Int](repeating: 1, count: 8))
        try expect(.labelOutOfRange(part: .training, row: 3, label: 2, classes: 2), labels: [0, 1, 0, 2, 0, 1, 0, 1])
        try expect(.labelOutOfRange(part: .training, row: 0, label: -1, classes: 2), labels: [-1, 1, 0, 1, 0, 1, 0, 1])
        try expect(.labelCount(part: .training, labels: 3, rows: 8), labels: [0, 1, 0])
        try expect(.empty(part: .training, rows: 0, columns: 3), features: Matrix(rows: 0, columns: 3), labels: [])
        try expect(
            .columnCount(part: .validation, found: 2, expected: 3),
            validation: .separate(features: Matrix(rows: 1, columns: 2), labels: [0]))
        try expect(
            .rowOutOfRange(part: .validation, row: 8, rows: 8),
            validation: .split(StratifiedSplit(training: [0, 1], validation: [8])))
        try expect(
            .noRows(part: .validation), validation: .split(StratifiedSplit(training: [0, 1], validation: [])))
        try expect(
            .tooFewRowsToSplit(rows: 2, fraction: 0.25), features: features.selecting(rows: [0, 1]), labels: [0, 1])
    }

    @Test func teacherAndDistillationBelongTogether() throws {
        let distilling = TrainingConfiguration(epochs: 1, distillation: try Distillation())
        try expect(.distillationWithoutTeacher, configuration: distilling)
        try expect(.teacherWithoutDistillation, teacher: Matrix(rows: 8, columns: 2))
        try expect(
            .rowCount(part: .teacher, found: 7, expected: 8), configuration: distilling,
            teacher: Matrix(rows: 7, columns: 2))
        try expect(
            .columnCount(part: .teacher, found: 3, expected: 2), configuration: distilling,
            teacher: Matrix(rows: 8, columns: 3))
    }

    @Test func configurationValuesAreChecked() throws {
        try expect(
            .configurationValue(name: "number of epochs", value: 0, expected: "at least 1"),
            configuration: .init(epochs: 0))
        try expect(
            .configurationValue(name: "batch size", value: -1, expected: "at least 1"),
            configuration: .init(batchSize: -1))
        try expect(
            .configurationValue(name: "learning rate", value: -0.5, expected: "above 0"),
            configuration: .init(learningRate: -0.5))
        try expect(
            .configurationValue(name: "validation fraction", value: 1, expected: "above 0 and below 1"),
            configuration: .init(validationFraction: 1))
        try expect(
            .configurationValue(name: "mixup", value: -1, expected: "0 or more"), configuration: .init(mixup: -1))
        try expect(
            .configurationValue(name: "label smoothing", value: 1, expected: "at least 0 and below 1"),
            configuration: .init(objective: .init(labelSmoothing: 1)))
        try expect(
            .classWeightCount(found: 3, classes: 2), configuration: .init(objective: .init(weighting: .given([1, 1, 1]))))
        try expect(
            .configurationValue(name: "momentum", value: 1, expected: "at least 0 and below 1"),
            configuration: .init(optimiser: .descent(momentum: 1)))
        try expect(.mixupWithTeacher, configuration: .init(mixup: 0.2, distillation: Distillation()))
        #expect(throws: LearningError.self) { try Distillation(alpha: 1.5) }
        #expect(throws: LearningError.self) { try Distillation(temperature: 0) }
    }

    @Test func aRateThatIsFarTooHighIsNamed() throws {
        let wild = Matrix(rows: 8, columns: 3, elements: features.elements.map { $0 * 1e30 })
        try expect(
            .diverged(epoch: 0), configuration: .init(epochs: 1, batchSize: 2, learningRate: 1e30), features: wild)
        #expect(LearningError.diverged(epoch: 0).sentence.contains("in epoch 1;"), "a reader counts from 1")
        #expect(LearningError.cancelled(epoch: 4).sentence.contains("in epoch 5"))
    }

    /// Against what the buffers add up to by hand.
    @Test func theMemoryOfATrainingIsEstimated() throws {
        let network = try NetworkArchitecture(hiddenWidths: [100], classes: 2)
        let weights = 4 * (11 * 100 + 4 * 100 + 101 * 2)
        let numbers = 8 * (10 + 200 + 300 + 200 + 4)
        #expect(network.trainingBytes(inputs: 10, batchSize: 8) == 4 * (weights + numbers))
        let immense = try NetworkArchitecture(hiddenWidths: [65536, 65536], classes: 2)
        #expect(immense.trainingBytes(inputs: 256, batchSize: 128) > 65_000_000_000)
    }

    @Test func architecturesAreChecked() {
        #expect(throws: LearningError.lastLayerGivesNoAnswer) { try NetworkArchitecture(layers: []) }
        #expect(throws: LearningError.lastLayerGivesNoAnswer) {
            try architecture(.dense(units: 2, activation: .linear))
        }
        #expect(throws: LearningError.lastLayerGivesNoAnswer) {
            try architecture(.dense(units: 2, activation: .relu), .batchNormalization)
        }
        #expect(throws: LearningError.hiddenSoftmax(layer: 0)) {
            try architecture(.softmax(classes: 2), .softmax(classes: 2))
        }
        #expect(throws: LearningError.layerValue(layer: 0, name: "rate", value: 1, expected: "at least 0 and below 1")) {
            try architecture(.dropout(rate: 1), .softmax(classes: 2))
        }
        #expect(throws: LearningError.layerValue(layer: 0, name: "units", value: 0, expected: "at least 1")) {
            try NetworkArchitecture(hiddenWidths: [0], classes: 2)
        }
        #expect(throws: LearningError.layerValue(layer: 0, name: "units", value: 1, expected: "at least 2")) {
            try NetworkArchitecture(hiddenWidths: [], classes: 1)
        }
    }

    @Test func sentencesNameTheFacts() {
        #expect(
            LearningError.notFinite(part: .training, row: 7, column: 11).sentence.hasPrefix("training row 7, column 11"))
        #expect(
            LearningError.graph(.tensor(TensorName(layer: "dense_3", role: .kernel), found: 5, expected: 6)).sentence
                == "the tensor dense_3/kernel has 5 values, but 6 are expected")
        #expect(LearningError.lastLayerNotSoftmax.kind == .usage)
        #expect(LearningError.diverged(epoch: 1).kind == .badData)
    }
}
