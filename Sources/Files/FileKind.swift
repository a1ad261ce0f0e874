import Faults
import Foundation

/// What a file is, judged by its first and last bytes, for files found in the place of another.
public enum FileKind: String, Sendable, CaseIterable {
    /// No bytes at all.
    case empty
    /// HDF5, which Keras and Kalon write.
    case hdf5
    /// Weights in the safetensors format.
    case safetensors
    /// Anything that `torch.save` wrote.
    case torch
    /// A `.keras` archive.
    case kerasArchive
    /// An `.npz` archive.
    case numPyArchive
    /// Any other zip archive.
    case zip
    /// An `.npy` array.
    case numPyArray
    /// A pickle of protocol 2 to 5.
    case pickle
    /// A network in ONNX.
    case onnx
    /// A network in TensorFlow Lite.
    case tensorFlowLite
    /// A picture in a common format.
    case picture
    /// Anything that gzip compressed.
    case gzip
    /// XML, such as a network in OpenVINO's format.
    case xml
    /// HTML, such as a server's log-in page.
    case page
    /// A pointer of Git LFS in the place of a large file.
    case gitPointer

    /// The kind of the file at a path; nil if it is of none of these kinds or cannot be read.
    ///
    /// - Parameter path: the file; only its first 4 KB and last 64 KB are read.
    public init?(of path: String) {
        guard let descriptor = try? InputPath.open(path) else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        let size = Int(status.st_size)
        let head = Self.bytes(of: descriptor, from: 0, count: min(size, 1 << 12))
        self.init(head: head) { Self.bytes(of: descriptor, from: max(0, size - 1 << 16), count: min(size, 1 << 16)) }
    }

    /// - Parameter tail: the end of the file, where an archive lists its contents.
    package init?(head: Data, tail: () -> Data) {
        if head.isEmpty {
            self = .empty
        } else if head.starts(with: [0x50, 0x4B, 3, 4]) || head.starts(with: [0x50, 0x4B, 5, 6]) {
            self = Self.archive(listing: head + tail())
        } else if let kind = Self.beginnings.first(where: { head.starts(with: $0.bytes) })?.kind {
            self = kind
        } else if head.count > 9, head[head.startIndex + 8] == UInt8(ascii: "{"), LittleEndian.number(head.prefix(8)) < 1 << 32 {
            self = .safetensors
        } else if head.dropFirst(4).starts(with: Data("TFL3".utf8)) {
            self = .tensorFlowLite
        } else if Self.isONNX(head) {
            self = .onnx
        } else if Self.isPickle(head) {
            self = .pickle
        } else if String(decoding: head.prefix(256), as: UTF8.self).lowercased().contains("<html") {
            self = .page
        } else {
            return nil
        }
    }

    private static let beginnings: [(bytes: Data, kind: FileKind)] = [
        (Data([0x89, 0x48, 0x44, 0x46]), .hdf5), (Data([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]), .numPyArray),
        // What torch.save wrote before it wrote archives: a pickle that begins with a magic number.
        (Data([0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20]), .torch),
        (Data([0x89, 0x50, 0x4E, 0x47]), .picture), (Data([0xFF, 0xD8, 0xFF]), .picture), (Data("GIF8".utf8), .picture),
        (Data([0x49, 0x49, 0x2A, 0]), .picture), (Data([0x4D, 0x4D, 0, 0x2A]), .picture), (Data("RIFF".utf8), .picture),
        (Data([0x1F, 0x8B]), .gzip), (Data("<?xml".utf8), .xml), (Data("<!DOCTYPE".utf8), .page), (Data("<!doctype".utf8), .page),
        (Data("version https://git-lfs".utf8), .gitPointer),
    ]

    /// Zip archives are told apart by the files that they list.
    private static func archive(listing: Data) -> FileKind {
        let contains = { (name: String) in listing.range(of: Data(name.utf8)) != nil }
        if contains("data.pkl") { return .torch }
        if contains("model.weights.h5") { return .kerasArchive }
        return contains(".npy") ? .numPyArchive : .zip
    }

    /// A version of the format, followed by one of the fields that may come next.
    private static func isONNX(_ head: Data) -> Bool {
        let bytes = [UInt8](head.prefix(3))
        return bytes.count == 3 && bytes[0] == 8 && (1...32).contains(bytes[1])
            && [0x12, 0x1A, 0x22, 0x28, 0x32, 0x3A, 0x42].contains(bytes[2])
    }

    private static func isPickle(_ head: Data) -> Bool {
        let bytes = [UInt8](head.prefix(2))
        return bytes.count == 2 && bytes[0] == 0x80 && (2...5).contains(bytes[1])
    }

    private static func bytes(of descriptor: Int32, from offset: Int, count: Int) -> Data {
        var bytes = [UInt8](repeating: 0, count: count)
        let done = pread(descriptor, &bytes, count, off_t(offset))
        return Data(bytes.prefix(max(0, done)))
    }
}

extension FileKind {
    /// The kind as it appears in a sentence, with its article: `a PyTorch file`.
    public var name: String {
        switch self {
        case .empty: "an empty file"
        case .hdf5: "an HDF5 file"
        case .safetensors: "a safetensors file"
        case .torch: "a PyTorch file"
        case .kerasArchive: "a Keras archive (.keras)"
        case .numPyArchive: "an archive of NumPy arrays (.npz)"
        case .zip: "a zip archive"
        case .numPyArray: "a NumPy array (.npy)"
        case .pickle: "a Python pickle"
        case .onnx: "an ONNX network"
        case .tensorFlowLite: "a TensorFlow Lite network"
        case .picture: "a picture"
        case .gzip: "a gzip file"
        case .xml: "an XML file"
        case .page: "a web page"
        case .gitPointer: "a Git LFS pointer"
        }
    }

    /// How to get from such a file to one that can be read; nil if there is nothing to say.
    package var advice: String? {
        switch self {
        case .kerasArchive:
            "save the weights alone with model.save_weights(\"model.weights.h5\"), or the whole model with "
                + "model.save(\"model.h5\")"
        case .safetensors, .torch, .hdf5:
            "Keras networks take their weights as .h5, PyTorch networks as .pth or .safetensors"
        case .onnx, .tensorFlowLite: "give a network in a file as the extractor model:FILE"
        case .gzip: "unpack it first"
        case .page: "a server sent it instead of the file; fetch the file again"
        case .gitPointer: "run git lfs pull to fetch the file itself"
        case .empty, .numPyArchive, .zip, .numPyArray, .pickle, .picture, .xml: nil
        }
    }

    /// What the advice asks to set.
    var settings: [Setting] {
        switch self {
        case .onnx, .tensorFlowLite: [.extractor]
        default: []
        }
    }
}

extension StorageError {
    /// The error for the file at `path` if it is not of the expected kind; nil if it is but is damaged, or if its kind is
    /// unknown.
    package static func otherFormat(_ path: String, expected: FileKind) -> StorageError? {
        guard let found = FileKind(of: path), found != expected else { return nil }
        return .otherFormat(path: path, found: found, expected: expected.name)
    }
}
