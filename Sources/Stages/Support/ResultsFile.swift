import Evaluation
import Faults
import Files
import Foundation

/// A file of results (`results/2`): JSON with sorted keys, in which undefined rates are left out.
public struct ResultsFile: Sendable {
    /// The results.
    public let report: EvaluationReport
    /// How the results were made; the first input is the classifier.
    public let provenance: Provenance

    private static let schema = "results/2"

    /// Creates the content of a file.
    ///
    /// - Parameters:
    ///   - report: The results.
    ///   - provenance: How they were made; the first input is the classifier.
    public init(report: EvaluationReport, provenance: Provenance) {
        self.report = report
        self.provenance = provenance
    }

    /// Writes the file.
    ///
    /// - Throws: `StorageError.cannotWrite`.
    public func write(to path: String) throws {
        try AtomicOutput.write(ReadableJSON.data(self), to: path)
    }

    /// Reads a file of results and checks its values.
    ///
    /// - Throws: `StorageError` if the file cannot be read, `PipelineError.notResults` if it holds no results, and
    ///   `StoredProblem` with the key of an impossible value.
    public static func read(_ path: String) throws -> ResultsFile {
        try ReadableJSON.value(in: path, marked: Key.schema.rawValue, otherwise: .notResults(path)) {
            (file: ResultsFile) throws(StoredProblem) in
            try file.report.check()
            try file.provenance.check()
        }
    }
}

extension Provenance {
    fileprivate func check() throws(StoredProblem) {
        try StoredProblem.at("provenance") { () throws(StoredProblem) in
            try StoredProblem.require("seconds", seconds, in: .positive)
            try StoredProblem.requireCount("threads", threads)
        }
    }
}

/// The report's own keys, together with the schema and the provenance.
extension ResultsFile: Codable {
    private enum Key: String, CodingKey {
        case schema = "kalon_schema"
        case provenance
    }

    /// Decodes the value, and checks it.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        guard try container.decode(String.self, forKey: .schema) == Self.schema else {
            throw DecodingError.dataCorruptedError(
                forKey: .schema, in: container, debugDescription: "\(Self.schema) was expected")
        }
        self.init(
            report: try EvaluationReport(from: decoder),
            provenance: try container.decode(Provenance.self, forKey: .provenance))
    }

    /// Encodes the value.
    public func encode(to encoder: any Encoder) throws {
        try report.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(Self.schema, forKey: .schema)
        try container.encode(provenance, forKey: .provenance)
    }
}
