import COpenVINO
import Files
import Foundation
import Networks

/// Compiled networks in the user's cache folder, so that only the first run with some weights compiles them.
///
/// An entry belongs to the content of weights and taps, the precision, the version of the engine, and the processor; a change
/// of any of them makes another entry. A cache never makes a run fail. If an entry is damaged or cannot be kept, `notice` gets
/// a sentence, and the network is compiled as if there were no cache.
public struct EngineCache: Sendable {
    private let files: FileCache
    private let notice: @Sendable (String) -> Void

    /// To be raised whenever equal weights give a different network than before.
    ///
    /// That is when the ONNX writer, the making of weights from a seed, or the rules for refusals change. Changes of
    /// architectures, and of the replacements of ONNX nodes, are noticed without it.
    static let revision = 2

    /// The standard limit, in bytes: about twenty networks of the size of MultiGAP.
    public static let standardMaximumBytes = 4 << 30

    /// A cache in a folder of its own.
    ///
    /// - Parameters:
    ///   - folder: The folder; it is created when the first entry is kept.
    ///   - maximumBytes: The limit for all entries together.
    ///   - notice: Called with a sentence if an entry cannot be used or kept.
    public init(
        folder: String, maximumBytes: Int = standardMaximumBytes, notice: @escaping @Sendable (String) -> Void
    ) {
        files = FileCache(folder: folder, maximumBytes: maximumBytes)
        self.notice = notice
    }

    /// The cache in `kalon/networks` of the user's cache folder, which is `XDG_CACHE_HOME` or else `~/.cache`.
    ///
    /// - Parameters:
    ///   - environment: The environment variables of the process.
    ///   - notice: Called with a sentence if an entry cannot be used or kept.
    /// - Returns: Nil if there is no such folder.
    public static func standard(
        environment: [String: String], notice: @escaping @Sendable (String) -> Void
    ) -> EngineCache? {
        UserFolder.cache("networks", environment: environment).map { EngineCache(folder: $0, notice: notice) }
    }

    /// A network as it was kept.
    struct Entry {
        let facts: ModelFacts
        /// The network as the engine exported it.
        let network: Data
    }

    /// The entry of a network; nil if there is none.
    ///
    /// Cost: reads all of it once.
    func find(_ key: String) -> Entry? {
        switch files.find(fullKey(key)) {
        case .nothing: return nil
        case .damaged: break
        case .content(let content):
            if let facts = try? JSONDecoder().decode(ModelFacts.self, from: content.note) {
                return Entry(facts: facts, network: content.payload)
            }
        }
        discard(key)
        return nil
    }

    /// Keeps a network that `export` writes to the given path.
    ///
    /// - Returns: whether that was possible.
    func keep(_ key: String, facts: ModelFacts, export: (_ path: String) throws(InferenceError) -> Void) -> Bool {
        do {
            try files.store(fullKey(key)) { path in
                try export(path)
                return try JSONEncoder().encode(facts)
            }
            return true
        } catch {
            let reason = (error as? StorageError)?.sentence ?? (error as? InferenceError)?.sentence ?? "\(error)"
            notice("the compiled network is not kept for the next run: \(reason)")
            return false
        }
    }

    /// Reports that an entry could not be used although it is undamaged.
    func reportUnusable(_ error: any Error) {
        let reason = (error as? InferenceError)?.sentence ?? "\(error)"
        notice("a network compiled by an earlier run could not be used (\(reason)); compiling it again")
    }

    /// Deletes an entry that cannot be used.
    private func discard(_ key: String) {
        files.remove(fullKey(key))
        notice("a compiled network in \(files.folder) was damaged; compiling it again")
    }

    private func fullKey(_ key: String) -> String {
        [
            "kalon network \(Self.revision), rules \(NodeRules.revision)",
            kalon_engine_version().map { String(cString: $0) } ?? "unknown",
            MachineDescription.instructionSets(), key,
        ].joined(separator: "\n")
    }
}
