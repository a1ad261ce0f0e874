// Rows of numbers: random ones, their components, the columns that matter, a classifier, and how good it is.
import Evaluation
import Evolution
import Learning
import Matrices
import Reduction
import Selection

/// Forty rows of six columns, of which the first two depend on the label.
func examples() -> (features: Matrix, labels: [Int]) {
    var stream = RandomStream(seed: 1, name: "examples")
    let labels = (0..<40).map { $0 % 2 }
    let values = labels.flatMap { label in
        (0..<6).map { column in Float(stream.normal()) + (column < 2 ? 4 * Float(label) : 0) }
    }
    return (Matrix(rows: 40, columns: 6, elements: values), labels)
}

func matrices() {
    // snippet.matrices
    var stream = RandomStream(seed: 1, name: "measurements")
    let matrix = Matrix(rows: 4, columns: 3, elements: (0..<12).map { _ in Float(stream.normal()) })

    var again = RandomStream(seed: 1, name: "measurements")
    print(matrix[0, 0] == Float(again.normal()))  // true
    print(matrix.row(3).count)  // 3
    // snippet.end
    again = RandomStream(seed: 1, name: "measurements")
    precondition(matrix[0, 0] == Float(again.normal()) && matrix.row(3).count == 3)
}

func reduction(_ features: Matrix) throws {
    // snippet.reduction
    let components = try PrincipalComponentConfiguration(size: .count(2)).fit(features)
    let scores = try components.transform(features)

    print(scores.rows == features.rows, scores.columns)  // true 2
    print(components.explainedVarianceRatio)  // the share of the variance along each, the largest first
    // snippet.end
    precondition(scores.rows == features.rows && scores.columns == 2)
    precondition(components.explainedVarianceRatio[0] > components.explainedVarianceRatio[1])
}

func evolution() throws {
    // snippet.evolution
    // Masks of three columns out of twelve; a mask is worth as much as it has of the first three.
    let configuration = SearchConfiguration(genes: 3, populationSize: 20, stopping: .generations(40))
    let result = try GeneticSearch(configuration: configuration).run(seed: 1, sourceWidth: 12) { mask, _ in
        Double(mask.columns.count { $0 < 3 })
    }
    print(result.best.mask.columns)  // [0, 1, 2]
    // snippet.end
    precondition(result.best.mask.columns == [0, 1, 2])
}

func selection(_ features: Matrix, _ labels: [Int]) throws {
    // snippet.selection
    let examples = try LabelledColumns(features: features, labels: labels)
    let selection = try MutualInformation().select(2, from: examples) {}

    print(selection.mask.columns)  // [0, 1]
    let chosen = try selection.mask.project(features)
    print(chosen.columns)  // 2
    // snippet.end
    precondition(selection.mask.columns == [0, 1] && chosen.columns == 2)
}

func learning(_ features: Matrix, _ labels: [Int]) throws {
    // snippet.learning
    let trainer = try Trainer(
        architecture: NetworkArchitecture(hiddenWidths: [8], classes: 2),
        configuration: TrainingConfiguration(epochs: 30, batchSize: 8, seed: 1))
    let network = try trainer.fit(
        features: features, labels: labels, progress: { print($0.record.epoch, $0.record.validationLoss) })
    let probabilities = try network.probabilities(for: features)
    print(probabilities[0, 0] > 0.5)  // true: the first row has the label 0
    // snippet.end
    precondition(labels[0] == 0 && probabilities[0, 0] > 0.5)
}

func evaluation() throws {
    // snippet.evaluation
    let evaluation = try BinaryEvaluation(
        [
            JudgedPhotograph(path: "dunes.jpg", label: 1, probability: 0.9),
            JudgedPhotograph(path: "harbour.jpg", label: 1, probability: 0.4),
            JudgedPhotograph(path: "receipt.jpg", label: 0, probability: 0.2),
            JudgedPhotograph(path: "car-park.jpg", label: 0, probability: 0.1),
        ], threshold: 0.5)

    print(evaluation.confusion.accuracy ?? .nan)  // 0.75: the harbour is called not aesthetic
    print(evaluation.area ?? .nan)  // 1.0: yet both aesthetic photographs come before the others
    // snippet.end
    precondition(evaluation.confusion.accuracy == 0.75 && evaluation.area == 1)
}

let (features, labels) = examples()
matrices()
try reduction(features)
try evolution()
try selection(features, labels)
try learning(features, labels)
try evaluation()
