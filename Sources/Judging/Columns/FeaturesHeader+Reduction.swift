import Files
import Foundation
import Inference
import Records

extension FeaturesHeader {
    /// Creates the header of reduced features.
    ///
    /// - Parameters:
    ///   - source: The features before the reduction.
    ///   - model: The path of the reduction's model; the file is read for its digest.
    ///   - output: The path of the reduced features, to which the model's path is stored relative.
    /// - Throws: `StorageError`, `InferenceError`.
    public init(reducing source: SourceFeatures, by model: String, beside output: String) throws {
        let first = source.join.files[0].header
        let headers = source.join.files.map(\.header)
        let reference = ReductionReference(
            model: relativePath(from: output, to: model), sha256: try FileDigest.sha256(of: model))
        self.init(
            dataset: first.dataset, extractor: headers.map(\.extractor).joined(separator: "+"),
            extractorJSON: try ExtractorConfiguration.json(source.extractors),
            weights: headers.map(\.weights).joined(separator: "+"),
            weightsSHA256: headers.count == 1 ? first.weightsSHA256 : nil,
            input: headers.count == 1 ? first.input : "[\(headers.map(\.input).joined(separator: ","))]",
            precision: headers.map(\.precision).joined(separator: "+"),
            reductionJSON: try CanonicalJSON.text(reference))
    }
}

/// The relative path from the folder of one file to another file.
func relativePath(from file: String, to other: String) -> String {
    let start = URL(fileURLWithPath: file).standardizedFileURL.deletingLastPathComponent().pathComponents
    let end = URL(fileURLWithPath: other).standardizedFileURL.pathComponents
    let shared = zip(start, end).prefix { $0 == $1 }.count
    return (Array(repeating: "..", count: start.count - shared) + end.dropFirst(shared)).joined(separator: "/")
}
