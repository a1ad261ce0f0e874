/// One line of a file of published figures, field by field.
struct PublishedRecord {
    let name: String
    private let fields: [String: String]

    /// Takes a line that has all `columns`, `name` among them.
    ///
    /// - Throws: `EvaluationError.missingBenchmarkColumn` if a column is missing.
    init(_ fields: [String: String], columns: [String]) throws(EvaluationError) {
        if let missing = columns.first(where: { fields[$0] == nil }) {
            throw .missingBenchmarkColumn(missing, columns: columns)
        }
        self.fields = fields
        name = fields["name", default: ""]
    }

    func text(_ column: String) -> String { fields[column, default: ""] }

    func count(_ column: String) throws(EvaluationError) -> Int {
        guard let value = Int(text(column)), value >= 0 else { throw bad(column, expected: "a number of photographs") }
        return value
    }

    /// A rate, converted from per cent to [0, 1]; nil for an empty field.
    func rate(_ column: String) throws(EvaluationError) -> Double? {
        if text(column).isEmpty { return nil }
        guard let value = Double(text(column)), value >= 0, value <= 100 else {
            throw bad(column, expected: "a percentage from 0 to 100")
        }
        return value / 100
    }

    private func bad(_ column: String, expected: String) -> EvaluationError {
        .badBenchmark(name: name, column: column, found: text(column), expected: expected)
    }
}
