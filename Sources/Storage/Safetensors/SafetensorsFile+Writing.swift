import Foundation

/// A tensor to be written into a safetensors file, as F32.
public struct SafetensorsValues: Sendable, Equatable {
    public var name: String
    public var shape: [Int]
    /// Row by row.
    public var values: [Float]

    /// - Precondition: the values fill the shape.
    public init(name: String, shape: [Int], values: [Float]) {
        precondition(values.count == shape.reduce(1, *), "\(values.count) values cannot fill the shape \(shape)")
        self.name = name
        self.shape = shape
        self.values = values
    }
}

extension SafetensorsFile {
    /// Writes tensors that `safetensors.torch.load_file` reads, with the provenance as metadata.
    ///
    /// - Precondition: no name comes twice. Cost: all values once more in memory.
    public static func write(
        to path: String, tensors: [SafetensorsValues], provenance: Provenance
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
        let place = HDF5Place(file: path, object: "the header", output: nil)
        let header = SafetensorsHeader(
            entries: Dictionary(uniqueKeysWithValues: entries),
            metadata: ["format": "pt", "provenance": try JSONText.encode(provenance, place)])
        var text = try JSONText.encode(header, place)
        // Values begin at a multiple of eight bytes.
        text += String(repeating: " ", count: (8 - text.utf8.count % 8) % 8)
        var data = withUnsafeBytes(of: UInt64(text.utf8.count).littleEndian) { Data($0) }
        data.append(contentsOf: text.utf8)
        for tensor in tensors { tensor.values.withUnsafeBytes { data.append(contentsOf: $0) } }
        try AtomicOutput.write(data, to: path)
    }
}
