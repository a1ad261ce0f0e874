import Faults

/// An error in what is evaluated, or in the published figures it is compared to.
public enum EvaluationError: Error, Equatable {
    /// A label other than 1 (aesthetic) and 0 (not aesthetic).
    case badLabel(photograph: String, label: Int8)
    /// A probability outside [0, 1], or not a number.
    case badProbability(photograph: String, probability: Double)
    /// A column that every file of published figures must have is missing.
    case missingBenchmarkColumn(String, columns: [String])
    /// A field of a published figure that cannot be read.
    case badBenchmark(name: String, column: String, found: String, expected: String)
    /// A photograph that has one label in one run and another label in another run.
    case labelsDiffer(set: String, path: String)
    /// A benchmark that is listed twice.
    case repeatedBenchmark(name: String)
    /// A perturbation that is listed twice for one set.
    case repeatedPerturbation(name: String, perturbation: String)
}

extension EvaluationError: Fault {
    /// The kind of fault, which decides the exit code.
    public var kind: FaultKind { .badData }

    /// The fault as one sentence for the user.
    public var sentence: String {
        switch self {
        case .badLabel(let photograph, let label):
            "\(photograph) has the label \(label); only photographs labelled 1 (aesthetic) or 0 (not aesthetic) can be evaluated"
        case .badProbability(let photograph, let probability):
            "\(photograph) has the probability \(probability); expected a number from 0 to 1"
        case .missingBenchmarkColumn(let column, let columns):
            "the benchmarks have no column \(column); the required columns are \(columns.joined(separator: ", "))"
        case .badBenchmark(let name, let column, let found, let expected):
            "\(column) of the benchmark \(name) must be \(expected), but it is \"\(found)\""
        case .labelsDiffer(let set, let path):
            "\(path) of \(set) has different labels in the two runs; only runs with the same labels can be compared"
        case .repeatedBenchmark(let name):
            "the benchmark \(name) is listed twice"
        case .repeatedPerturbation(let name, let perturbation):
            "the perturbation \(perturbation) is listed twice for the set \(name)"
        }
    }
}
