import Files
import Foundation

extension SafetensorsFile {
    /// Writes tensors that `safetensors.torch.load_file` reads, with the provenance as metadata.
    ///
    /// Cost: memory for all values once more.
    ///
    /// - Parameters:
    ///   - path: the file, which is replaced if it exists.
    ///   - tensors: the tensors, in the order in which they are stored.
    ///   - provenance: how they were made.
    /// - Precondition: no two tensors have the same name.
    /// - Throws: `StorageError.cannotWrite`.
    package static func write(
        to path: String, tensors: [NamedTensor], provenance: Provenance
    ) throws(StorageError) {
        var end = 0
        let entries = tensors.map { tensor in
            let start = end
            end += tensor.values.count * MemoryLayout<Float>.size
            return (
                tensor.name,
                SafetensorsHeader.Entry(
                    dtype: SafetensorsType.float32.rawValue, shape: tensor.shape, offsets: [start, end])
            )
        }
        let header = SafetensorsHeader(
            entries: Dictionary(uniqueKeysWithValues: entries),
            metadata: ["format": "pt", "provenance": try JSONText.encode(provenance, as: "the header", of: path)])
        var text = try JSONText.encode(header, as: "the header", of: path)
        // The values must begin at a multiple of eight bytes.
        text += String(repeating: " ", count: (8 - text.utf8.count % 8) % 8)
        var data = LittleEndian.bytes(UInt64(text.utf8.count))
        data.append(contentsOf: text.utf8)
        for tensor in tensors { tensor.values.withUnsafeBytes { data.append(contentsOf: $0) } }
        try AtomicOutput.write(data, to: path)
    }
}
