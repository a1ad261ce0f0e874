import Foundation

/// A tensor of a PyTorch file: a view of a storage that lies within it.
package struct TorchTensor: Sendable {
    /// The name, as the file has it.
    package let name: String
    /// The length of each side; empty for a single value.
    package let shape: [Int]
    let storage: TorchStorage
    let element: TorchElement
    private let offset: Int
    private let strides: [Int]
    private let count: Int

    /// Checks that every value lies in the storage, and that no more values are claimed than it has.
    ///
    /// Strides of 0 could otherwise make a few bytes fill the memory.
    init(_ name: String, _ tensor: PickleTensor, in storage: TorchStorage) throws(FormatProblem) {
        let claimed = tensor.storage
        let (bytes, overflows) = claimed.count.multipliedReportingOverflow(by: claimed.element.byteCount)
        guard !overflows, bytes <= storage.size else {
            throw FormatProblem(
                "the storage of \(name) should hold \(claimed.count) values of \(claimed.element.byteCount) bytes, "
                    + "but it has \(storage.size) bytes")
        }
        guard let extent = Self.extent(of: tensor), extent.count <= claimed.count, extent.end <= claimed.count else {
            throw FormatProblem(
                "the tensor \(name) of shape \(tensor.shape), strides \(tensor.strides) and offset \(tensor.offset) "
                    + "does not fit its storage of \(claimed.count) values")
        }
        self.name = name
        self.storage = storage
        element = claimed.element
        shape = tensor.shape
        offset = tensor.offset
        strides = tensor.strides
        count = extent.count
    }

    /// The number of values, and the place after the last one in the storage; nil if the numbers make no sense.
    private static func extent(of tensor: PickleTensor) -> (count: Int, end: Int)? {
        guard tensor.shape.count == tensor.strides.count, tensor.offset >= 0 else { return nil }
        var (count, last) = (1, tensor.offset)
        for (side, stride) in zip(tensor.shape, tensor.strides) {
            guard side >= 0, stride >= 0 else { return nil }
            let (product, isTooMany) = count.multipliedReportingOverflow(by: side)
            let (distance, isTooFar) = stride.multipliedReportingOverflow(by: max(side - 1, 0))
            let (place, isBeyond) = last.addingReportingOverflow(distance)
            guard !isTooMany, !isTooFar, !isBeyond else { return nil }
            (count, last) = (product, place)
        }
        return count == 0 ? (0, 0) : last < Int.max ? (count, last + 1) : nil
    }

    /// The values, row by row.
    func values() throws(FormatProblem) -> [Float] {
        let content = try storage.content()
        return content.withUnsafeBytes { bytes in
            switch element {
            case .float32: gathered(bytes) { Float(bitPattern: UInt32(littleEndian: $0)) }
            case .float16: gathered(bytes) { Float(Float16(bitPattern: UInt16(littleEndian: $0))) }
            case .bfloat16: gathered(bytes) { Float(bitPattern: UInt32(UInt16(littleEndian: $0)) << 16) }
            case .float64: gathered(bytes) { Float(Double(bitPattern: UInt64(littleEndian: $0))) }
            case .int64: gathered(bytes) { Float(Int64(littleEndian: $0)) }
            case .int32: gathered(bytes) { Float(Int32(littleEndian: $0)) }
            case .int16: gathered(bytes) { Float(Int16(littleEndian: $0)) }
            case .int8: gathered(bytes) { Float($0 as Int8) }
            case .uint8: gathered(bytes) { Float($0 as UInt8) }
            case .boolean: gathered(bytes) { $0 as UInt8 == 0 ? 0 : 1 }
            }
        }
    }

    /// Copies the values in the order of their indices, the last of which changes fastest.
    private func gathered<Pattern: FixedWidthInteger>(
        _ bytes: UnsafeRawBufferPointer, _ value: (Pattern) -> Float
    ) -> [Float] {
        [Float](unsafeUninitializedCapacity: count) { buffer, done in
            var indices = [Int](repeating: 0, count: shape.count)
            var place = offset
            for position in 0..<count {
                let pattern = bytes.loadUnaligned(fromByteOffset: place * MemoryLayout<Pattern>.size, as: Pattern.self)
                buffer.initializeElement(at: position, to: value(pattern))
                for axis in shape.indices.reversed() {
                    indices[axis] += 1
                    place += strides[axis]
                    if indices[axis] < shape[axis] { break }
                    indices[axis] = 0
                    place -= strides[axis] * shape[axis]
                }
            }
            done = count
        }
    }
}

/// Where the values of a storage are.
enum TorchStorage: Sendable {
    /// In the file itself.
    case bytes(Data)
    /// In an entry of the archive, which may be compressed.
    case entry(ZipEntry)

    /// The number of bytes that there should be.
    var size: Int {
        switch self {
        case .bytes(let data): data.count
        case .entry(let entry): entry.size
        }
    }

    /// The bytes, as many as `size` says.
    func content() throws(FormatProblem) -> Data {
        switch self {
        case .bytes(let data): data
        // PyTorch can be told to leave the checksums out.
        case .entry(let entry): try entry.unverified()
        }
    }
}
