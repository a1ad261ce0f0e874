import Files
import Foundation

/// A file that `torch.save` wrote, with the state of a module or a checkpoint that has one under `state_dict`.
///
/// It is a zip archive of a pickle and raw numbers, or in the format before PyTorch 1.6 several pickles followed by the
/// numbers. Nothing in it is run: the reader of pickles only builds tensors.
package struct TorchFile: Sendable {
    /// The path of the file.
    package let path: String
    /// The tensors, sorted by name.
    package let tensors: [TorchTensor]

    /// What makes a storage of its key; nil if the file does not hold it.
    typealias Storages = (_ key: String) throws(FormatProblem) -> TorchStorage?

    /// Opens a file and checks where its tensors are.
    ///
    /// - Parameter path: the file.
    /// - Throws: `StorageError`; `.invalidContent` with the reason unless the file holds a state.
    package static func open(_ path: String) throws(StorageError) -> TorchFile {
        let data = try InputPath.mapped(path)
        do {
            return TorchFile(path: path, tensors: try tensors(of: data))
        } catch {
            throw .invalidContent(file: path, object: "the PyTorch state", problem: error.text)
        }
    }

    private static func tensors(of data: Data) throws(FormatProblem) -> [TorchTensor] {
        if data.starts(with: LegacyTorchFile.beginning) { return try LegacyTorchFile.tensors(of: data) }
        guard data.starts(with: [0x50, 0x4B]) else { throw FormatProblem("it does not begin as torch.save begins a file") }
        return try tensors(of: ZipArchive(data))
    }

    /// The tensors of an archive: `NAME/data.pkl` is the pickle, `NAME/data/KEY` are the storages.
    private static func tensors(of archive: ZipArchive) throws(FormatProblem) -> [TorchTensor] {
        var entries: [String: ZipEntry] = [:]
        for entry in archive.entries {
            guard entries.updateValue(entry, forKey: entry.name) == nil else {
                throw FormatProblem("it has two entries \(entry.name)")
            }
        }
        let pickles = entries.keys.filter { $0.split(separator: "/").count == 2 && $0.hasSuffix("/data.pkl") }
        guard pickles.count == 1, let name = pickles.first, let entry = entries[name] else {
            throw FormatProblem("it has \(pickles.count) entries data.pkl, but one was expected")
        }
        let folder = name.dropLast("data.pkl".count)
        if let order = try entries[folder + "byteorder"]?.unverified(), order != Data("little".utf8) {
            throw FormatProblem("its numbers are big-endian; save it again on another machine")
        }
        let pickle = try entry.unverified()
        var place = pickle.startIndex
        let found = try PickleReader.read(pickle, from: &place, .tensors) { (root, _) throws(FormatProblem) in
            try state(in: root)
        }
        return try checked(found) { entries["\(folder)data/\($0)"].map(TorchStorage.entry) }
    }

    /// The tensors of a dictionary, or of the one under `state_dict`; whatever else it holds is not needed.
    static func state(in root: PickleValue) throws(FormatProblem) -> [String: PickleTensor] {
        guard case .dictionary(var dictionary) = root else {
            throw FormatProblem("it does not hold a dictionary of tensors; \(PickleVocabulary.tensors.advice)")
        }
        if case .dictionary(let inner)? = dictionary.values["state_dict"] { dictionary = inner }
        let tensors = dictionary.values.compactMapValues { if case .tensor(let tensor) = $0 { tensor } else { nil } }
        guard !tensors.isEmpty else {
            let keys = dictionary.values.keys.sorted().prefix(5).joined(separator: ", ")
            throw FormatProblem(
                "no tensors are in its dictionary (keys: \(keys.isEmpty ? "none" : keys)) or under state_dict; "
                    + PickleVocabulary.tensors.advice)
        }
        return tensors
    }

    /// The tensors with their storages, sorted by name.
    static func checked(_ tensors: [String: PickleTensor], _ storages: Storages) throws(FormatProblem) -> [TorchTensor] {
        var result: [TorchTensor] = []
        for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
            guard let storage = try storages(tensor.storage.key) else {
                throw FormatProblem("the storage \(tensor.storage.key) of the tensor \(name) is missing")
            }
            result.append(try TorchTensor(name, tensor, in: storage))
        }
        return result
    }
}

extension TorchFile: StateFile {
    package var outlines: [(name: String, shape: [Int])] { tensors.map { ($0.name, $0.shape) } }

    package func values(at position: Int) throws(StorageError) -> [Float] {
        let tensor = tensors[position]
        do {
            return try tensor.values()
        } catch {
            throw .cannotRead(file: path, object: "the tensor \(tensor.name)", reason: error.text)
        }
    }
}
