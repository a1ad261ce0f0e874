import Faults
import Foundation
import Networks
import Storage

/// What Kalon writes into the metadata of an ONNX file beside the network: the extractor that the network is, and how
/// the file came about.
public struct ModelNotes: Sendable {
    /// The network that the file was made from, and how a picture becomes its input.
    public let extractor: ExtractorConfiguration

    private static let extractorKey = "kalon_extractor"

    public init(extractor: ExtractorConfiguration) {
        self.extractor = extractor
    }

    /// The notes in the ONNX file at `path`; nil where it has none.
    ///
    /// Throws `ModelFileError.unreadable`, `InferenceError.unreadableDescription`. Reads no weights.
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

    /// The entries to write. Throws `InferenceError`.
    public func entries() throws(InferenceError) -> [String: String] {
        [Self.extractorKey: try ExtractorConfiguration.json([extractor])]
    }

    /// The same with how the network was changed, and how the file came about.
    public func entries(record: some Encodable, provenance: Provenance) throws -> [String: String] {
        var entries = try entries()
        entries["kalon_record"] = try CanonicalJSON.text(record)
        entries["kalon_provenance"] = try CanonicalJSON.text(provenance)
        return entries
    }
}
