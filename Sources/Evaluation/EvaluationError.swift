import Faults

/// What can be wrong with what is evaluated, or with the figures it is compared to.
public enum EvaluationError: Error, Equatable {
    /// A label other than 1 (aesthetic) and 0 (not aesthetic).
    case badLabel(photograph: String, label: Int8)
    /// A probability that is none.
    case badProbability(photograph: String, probability: Double)
    /// A column that every benchmark must have.
    case missingBenchmarkColumn(String, columns: [String])
    /// A figure of a benchmark that cannot be read.
    case badBenchmark(name: String, column: String, found: String, expected: String)
    /// A photograph that two runs hold for different things.
    case labelsDiffer(set: String, path: String)
    /// A benchmark that is listed twice.
    case repeatedBenchmark(name: String)
    /// A perturbation that is listed twice for one set.
    case repeatedPerturbation(name: String, perturbation: String)
}

extension EvaluationError: Fault {
    public var kind: FaultKind { .badData }

    public var sentence: String {
        switch self {
        case .badLabel(let photograph, let label):
            "\(photograph) has the label \(label); only labelled photographs, 1 (aesthetic) or 0 (not), can be evaluated"
        case .badProbability(let photograph, let probability):
            "\(photograph) has the probability \(probability), and one in [0, 1] was expected"
        case .missingBenchmarkColumn(let column, let columns):
            "the benchmarks have no column \(column); the columns are \(columns.joined(separator: ", "))"
        case .badBenchmark(let name, let column, let found, let expected):
            "\(column) of the benchmark \(name) must be \(expected), got \"\(found)\" instead"
        case .labelsDiffer(let set, let path):
            "\(path) of \(set) has one label in one run and another in the other; runs on the same labels can be compared"
        case .repeatedBenchmark(let name):
            "the benchmark \(name) is listed twice"
        case .repeatedPerturbation(let name, let perturbation):
            "the perturbation \(perturbation) is listed twice for the set \(name)"
        }
    }
}
