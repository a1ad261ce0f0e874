import COpenVINOGraph
import Foundation
import Networks
import Storage

/// Compiled networks kept in the user's cache folder, so that only the first run with some weights compiles them.
///
/// An entry belongs to the content of weights and taps, the precision, the engine's version and the processor: a change
/// of any of them makes another. A cache never makes a run fail: where an entry is damaged or cannot be kept, `notice`
/// is told in a sentence, and the network is compiled as if there were no cache.
public struct EngineCache: Sendable {
    private let files: FileCache
    private let notice: @Sendable (String) -> Void

    /// To be raised whenever equal weights give another network than before: the writer of ONNX changed, how weights are
    /// made from a seed, or what is refused. Changes of architectures, and of what replaces nodes of ONNX, are noticed
    /// without it.
    static let revision = 2

    /// About twenty networks of the size of MultiGAP.
    public static let standardMaximumBytes = 4 << 30

    public init(
        folder: String, maximumBytes: Int = standardMaximumBytes, notice: @escaping @Sendable (String) -> Void
    ) {
        files = FileCache(folder: folder, maximumBytes: maximumBytes)
        self.notice = notice
    }

    /// The one in `kalon/networks` of the user's cache folder, `XDG_CACHE_HOME` or else `~/.cache`; nil where there is none.
    public static func standard(
        environment: [String: String], notice: @escaping @Sendable (String) -> Void
    ) -> EngineCache? {
        let own = UserFolder.path(variable: "XDG_CACHE_HOME", fallback: ".cache", environment: environment)
        return own.map { EngineCache(folder: $0 + "/networks", notice: notice) }
    }

    /// A network as it was kept.
    struct Entry {
        let facts: ModelFacts
        /// What the engine exported.
        let network: Data
    }

    /// What is kept of a network. Cost: reads all of it once.
    func find(_ key: String) -> Entry? {
        switch files.find(fullKey(key)) {
        case .nothing: return nil
        case .damaged: break
        case .content(let content):
            if let entry = Self.entry(in: content) { return entry }
        }
        discard(key)
        return nil
    }

    /// Keeps a network that `export` writes to the path it is given. Returns whether that could be done.
    func keep(_ key: String, facts: ModelFacts, export: (_ path: String) throws(InferenceError) -> Void) -> Bool {
        do {
            try files.store(fullKey(key)) { path in
                try export(path)
                let text = try JSONEncoder().encode(facts)
                return text + LittleEndian.bytes(UInt64(text.count))
            }
            return true
        } catch {
            let reason = (error as? StorageError)?.sentence ?? (error as? InferenceError)?.sentence ?? "\(error)"
            notice("the compiled network is not kept for the next run: \(reason)")
            return false
        }
    }

    /// Tells that an entry, though undamaged, could not be used.
    func reportUnusable(_ error: any Error) {
        let reason = (error as? InferenceError)?.sentence ?? "\(error)"
        notice("a network compiled by an earlier run could not be used (\(reason)); compiling it again")
    }

    /// Deletes an entry that is of no use.
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

    /// The parts of an entry: network, facts, and the length of the facts (UInt64, little-endian).
    private static func entry(in content: Data) -> Entry? {
        let lengthBytes = content.suffix(8)
        guard lengthBytes.count == 8 else { return nil }
        let length = LittleEndian.number(lengthBytes)
        let rest = content.dropLast(8)
        guard length <= UInt64(rest.count),
            let facts = try? JSONDecoder().decode(ModelFacts.self, from: rest.suffix(Int(length)))
        else { return nil }
        return Entry(facts: facts, network: rest.dropLast(Int(length)))
    }
}
