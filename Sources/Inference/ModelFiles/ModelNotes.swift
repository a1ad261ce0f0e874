import Faults
import Files
import Foundation
import Networks

/// The notes that Kalon writes into the metadata of an ONNX file.
///
/// They say which extractor the network is, and how the file came about.
public struct ModelNotes: Sendable {
    /// The extractor: the network that the file was made from, and how a picture becomes its input.
    public let extractor: ExtractorConfiguration

    private static let extractorKey = "kalon_extractor"

    /// Notes about an extractor.
    public init(extractor: ExtractorConfiguration) {
        self.extractor = extractor
    }

    /// The notes in the ONNX file at `path`; nil if it has none.
    ///
    /// No weights are read.
    ///
    /// - Throws: `ModelFileError.unreadable`, `InferenceError.unreadableDescription`.
    init?(readingFrom path: String) throws {
        let metadata: [String: String]
        do {
            metadata = try ONNXFile.metadata(ofModel: path)
        } catch {
            throw ModelFileError.unreadable(path: path, format: .onnx, reason: "its content is not ONNX")
        }
        guard let text = metadata[Self.extractorKey] else { return nil }
        guard let extractor = try FileFault.naming(path, { try ExtractorConfiguration.list(json: text) }).first else {
            return nil
        }
        self.extractor = extractor
    }

    /// The metadata entries to write, by key.
    ///
    /// - Throws: `InferenceError`.
    public func entries() throws(InferenceError) -> [String: String] {
        [Self.extractorKey: try ExtractorConfiguration.json([extractor])]
    }

    /// The metadata entries to write, with how the network was changed and how the file came about.
    ///
    /// - Parameters:
    ///   - record: How the network was changed, stored as JSON.
    ///   - provenance: How the file came about.
    /// - Throws: `InferenceError`, and `EncodingError` if the record cannot be encoded.
    public func entries(record: some Encodable, provenance: Provenance) throws -> [String: String] {
        var entries = try entries()
        entries["kalon_record"] = try CanonicalJSON.text(record)
        entries["kalon_provenance"] = try CanonicalJSON.text(provenance)
        return entries
    }
}
