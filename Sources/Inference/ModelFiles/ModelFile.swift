import Files
import Foundation
import Isolation
import Networks

/// The file formats that networks can be read from.
public enum ModelFormat: String, Sendable, Codable, CaseIterable {
    /// One `.onnx` file, or one with its weights in files of the same folder.
    case onnx = "ONNX"
    /// A folder that TensorFlow saved, with `saved_model.pb` in it.
    case savedModel = "TensorFlow SavedModel"
    /// One `.tflite` file.
    case tensorFlowLite = "TensorFlow Lite"
    /// OpenVINO's own `.xml`, with its weights in a `.bin` of the same name.
    case openVINO = "OpenVINO IR"
}

/// A network in a file or a folder.
public struct ModelFile: Sendable, Equatable, Codable {
    /// The path as it was given on the command line.
    public let path: String
    /// The format, as the name shows it.
    public let format: ModelFormat

    /// The prefixes that mark a path to a network where the name of a network is expected.
    public static let prefixes = ["onnx:", "model:"]

    /// Whether `name` is the path of a file rather than the name of a network.
    public static func isMeant(by name: String) -> Bool {
        prefixes.contains { name.hasPrefix($0) }
    }

    /// The network at the path after `onnx:` or `model:`.
    ///
    /// Cost: reads only names, not contents.
    ///
    /// - Throws: `ModelFileError.missing`, `.unknownFormat`, `.notONNX`, `.notAFile`, `.companionMissing`.
    public init(named name: String) throws(ModelFileError) {
        let prefix = Self.prefixes.first { name.hasPrefix($0) } ?? ""
        try self.init(path: String(name.dropFirst(prefix.count)))
        guard prefix != "onnx:" || format == .onnx else { throw .notONNX(path: path, found: format) }
    }

    /// The network at a path without a prefix.
    ///
    /// - Throws: As `init(named:)`, except for `.notONNX`.
    public init(path: String) throws(ModelFileError) {
        self.path = path
        format = try Self.format(of: path)
        let main = format == .savedModel ? path + "/saved_model.pb" : path
        guard Self.isRegular(main) else {
            throw .notAFile(path: path, companion: format == .savedModel ? main : nil)
        }
        guard format != .openVINO || FileManager.default.fileExists(atPath: Self.weightsBeside(path)) else {
            throw .companionMissing(path: path, companion: Self.weightsBeside(path))
        }
    }

    /// The name without its folder, as in `ExtractorConfiguration.network`: `onnx:resnet50.onnx`.
    public var name: String {
        (format == .onnx ? "onnx:" : "model:") + URL(fileURLWithPath: path).lastPathComponent
    }

    private static func format(of path: String) throws(ModelFileError) -> ModelFormat {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { throw .missing(path: path) }
        if isFolder.boolValue {
            guard FileManager.default.fileExists(atPath: path + "/saved_model.pb") else {
                throw .companionMissing(path: path, companion: path + "/saved_model.pb")
            }
            return .savedModel
        }
        switch URL(fileURLWithPath: path).pathExtension.lowercased() {
        case "onnx": return .onnx
        case "tflite": return .tensorFlowLite
        case "xml": return .openVINO
        default: throw .unknownFormat(path: path)
        }
    }

    private static func weightsBeside(_ path: String) -> String {
        URL(fileURLWithPath: path).deletingPathExtension().relativePath + ".bin"
    }

    /// The SHA-256 of the file, or of the list of the digests of several files.
    ///
    /// That list has the file itself, then the files that belong to it in the order of their names. Cost: reads everything
    /// once.
    ///
    /// - Throws: `StorageError`, and `ModelFileError` for an ONNX file that cannot be read or whose weights are missing.
    public func digest() throws -> String {
        let files = try (format == .savedModel ? [] : [path]) + companions().sorted()
        for file in files where file != path { try checkCompanion(file) }
        return try files.count == 1 ? FileDigest.sha256(of: files[0]) : FileDigest.sha256(ofFiles: files)
    }

    /// Checks that a file that belongs to the network is a regular file in its folder.
    ///
    /// Links inside the folder are followed, and so are links to the folder in which the network itself is, as in caches of
    /// downloads.
    private func checkCompanion(_ file: String) throws(ModelFileError) {
        guard Self.isRegular(file) else { throw .notAFile(path: path, companion: file) }
        let place = Self.resolved(file)
        let given = URL(fileURLWithPath: path)
        let folders =
            format == .savedModel
            ? [Self.resolved(path)]
            : [
                Self.resolved(given.deletingLastPathComponent().path),
                URL(fileURLWithPath: Self.resolved(path)).deletingLastPathComponent().path,
            ]
        guard folders.contains(where: { place.hasPrefix($0 == "/" ? "/" : $0 + "/") }) else {
            throw .companionOutside(path: path, companion: file)
        }
    }

    /// The path after following links.
    private static func resolved(_ path: String) -> String {
        guard let pointer = realpath(path, nil) else { return path }
        defer { free(pointer) }
        return String(cString: pointer)
    }

    /// Whether there is a regular file, possibly at the end of links.
    private static func isRegular(_ path: String) -> Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
    }

    /// The size of all its files, in bytes.
    ///
    /// - Throws: As `digest`.
    func byteCount() throws -> Int {
        try ([path] + companions()).reduce(0) { $0 + (FileIdentity(path: $1)?.count ?? 0) }
    }

    /// The other files that belong to the network.
    private func companions() throws -> [String] {
        switch format {
        case .tensorFlowLite: return []
        case .openVINO: return [Self.weightsBeside(path)]
        case .savedModel: return try filesInside()
        case .onnx: return try weightsOutside()
        }
    }

    private func filesInside() throws(ModelFileError) -> [String] {
        do {
            return try FileManager.default.subpathsOfDirectory(atPath: path).map { "\(path)/\($0)" }.filter { file in
                var isFolder: ObjCBool = false
                return !FileManager.default.fileExists(atPath: file, isDirectory: &isFolder) || !isFolder.boolValue
            }
        } catch {
            throw .unreadable(path: path, format: format, reason: error.localizedDescription)
        }
    }

    /// The files that an ONNX model names for its weights.
    private func weightsOutside() throws(ModelFileError) -> [String] {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().relativePath
        let files: [String]
        do {
            files = try ONNXFile.names(inModel: path).map { "\(folder)/\($0)" }
        } catch {
            throw .unreadable(path: path, format: format, reason: "its content is not ONNX")
        }
        for file in files where !FileManager.default.fileExists(atPath: file) {
            throw .companionMissing(path: path, companion: file)
        }
        return files
    }
}
