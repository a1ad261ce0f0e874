import Faults
import Files
import Foundation

/// A safetensors file, the format in which PyTorch's weights are published without code.
///
/// It holds eight bytes with the length of the header, the header, and the values of the tensors one after the other,
/// little-endian. Opening a file reads and checks only the header; nothing in it is trusted.
package struct SafetensorsFile: Sendable {
    /// The path of the file.
    package let path: String
    /// The tensors, in the order of their bytes.
    package let tensors: [SafetensorsTensor]
    /// Where the first tensor's bytes begin.
    private let dataStart: Int

    /// The longest header that is read: enough for a hundred thousand tensors.
    private static let longestHeader = 1 << 24
    private static let lengthByteCount = 8

    /// Opens a file and checks its header.
    ///
    /// - Parameter path: the file.
    /// - Throws: `StorageError`; `.invalidContent` unless the header is sound and the tensors fill the file.
    package static func open(_ path: String) throws(StorageError) -> SafetensorsFile {
        let size = try FileBytes.count(of: path)
        let length = try headerLength(path, size: size)
        let text = try FileBytes.read(path, from: lengthByteCount, count: length, of: "the header")
        let dataStart = lengthByteCount + length
        do {
            let header = try decode(text)
            return SafetensorsFile(
                path: path, tensors: try header.tensors(byteCount: size - dataStart), dataStart: dataStart)
        } catch {
            throw .invalidContent(file: path, object: "the header", problem: error.text)
        }
    }

    private static func headerLength(_ path: String, size: Int) throws(StorageError) -> Int {
        let problem: String
        if size < lengthByteCount {
            problem = "the file has \(size) bytes"
        } else {
            let bytes = try FileBytes.read(path, from: 0, count: lengthByteCount, of: "the header")
            let length = LittleEndian.number(bytes)
            if length <= UInt64(min(size - lengthByteCount, longestHeader)) { return Int(length) }
            problem = "its length would be \(length) bytes, and the file has \(size)"
        }
        throw .otherFormat(path, expected: .safetensors)
            ?? .invalidContent(
                file: path, object: "the header", problem: problem + "; \(FileKind.safetensors.name) was expected")
    }

    private static func decode(_ text: [UInt8]) throws(SafetensorsProblem) -> SafetensorsHeader {
        guard text.first == UInt8(ascii: "{") else { throw .init("it does not begin with {") }
        do {
            return try JSONDecoder().decode(SafetensorsHeader.self, from: Data(text))
        } catch {
            throw .init("it " + DecodingProblem(error).words)
        }
    }

    /// The tensor with a name; nil if there is none.
    ///
    /// - Parameter name: the name, as the file has it.
    package func tensor(named name: String) -> SafetensorsTensor? {
        tensors.first { $0.name == name }
    }

    /// All values of a tensor, row by row.
    ///
    /// - Parameter tensor: a tensor of this file.
    /// - Throws: `StorageError.wrongType` unless the values are F32, F16 or BF16; `.cannotRead` if they cannot be read.
    package func read(_ tensor: SafetensorsTensor) throws(StorageError) -> [Float] {
        let convert: (UnsafeRawBufferPointer) -> [Float]
        switch tensor.type {
        case .float32: convert = { Self.floats($0) { Float(bitPattern: UInt32(littleEndian: $0)) } }
        case .float16: convert = { Self.floats($0) { Float(Float16(bitPattern: UInt16(littleEndian: $0))) } }
        case .bfloat16: convert = { Self.floats($0) { Float(bitPattern: UInt32(UInt16(littleEndian: $0)) << 16) } }
        default:
            throw .wrongType(
                file: path, object: "the tensor \(tensor.name)", found: tensor.type.rawValue,
                expected: "F32, F16 or BF16")
        }
        let bytes = try FileBytes.read(
            path, from: dataStart + tensor.bytes.lowerBound, count: tensor.bytes.count, of: "the tensor \(tensor.name)")
        return bytes.withUnsafeBytes(convert)
    }

    private static func floats<Pattern: FixedWidthInteger>(
        _ bytes: UnsafeRawBufferPointer, _ value: (Pattern) -> Float
    ) -> [Float] {
        stride(from: 0, to: bytes.count, by: MemoryLayout<Pattern>.size).map { position in
            value(bytes.loadUnaligned(fromByteOffset: position, as: Pattern.self))
        }
    }
}

/// Parts of files.
private enum FileBytes {
    static func count(of path: String) throws(StorageError) -> Int {
        try InputPath.requireReadableFile(path)
        var status = stat()
        guard stat(path, &status) == 0 else { throw InputPath.failure(path, errno) }
        return Int(status.st_size)
    }

    /// Exactly `count` bytes, starting at an offset.
    ///
    /// - Throws: `StorageError.cannotRead` if the file ends before that.
    static func read(_ path: String, from offset: Int, count: Int, of object: String) throws(StorageError) -> [UInt8] {
        let descriptor = try InputPath.open(path)
        defer { close(descriptor) }
        var failure: String?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, done in
            while done < count {
                let got = pread(descriptor, buffer.baseAddress?.advanced(by: done), count - done, off_t(offset + done))
                if got < 0 && errno == EINTR { continue }
                if got <= 0 {
                    failure = got == 0 ? "the file ends early" : String(cString: strerror(errno))
                    return
                }
                done += got
            }
        }
        if let failure { throw .cannotRead(file: path, object: object, reason: failure) }
        return bytes
    }
}
