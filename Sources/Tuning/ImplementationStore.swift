import Files
import Foundation
import Kernels

/// Which implementation runs each convolution, kept between runs.
///
/// Implementations are chosen by the clock, so two runs could choose differently and then differ in their last digits. What one
/// run has chosen, the next ones on the same processor with the same library and number of threads take over, which also saves
/// the seconds of trying. A store never makes a run fail.
public struct ImplementationStore: Sendable {
    private let files: FileCache
    private let notice: @Sendable (String) -> Void

    /// Some thousand shapes take less than a megabyte.
    private static let maximumBytes = 64 << 20

    /// A store in a folder of its own, which is made when the first choice is kept.
    ///
    /// - Parameters:
    ///   - folder: The folder.
    ///   - notice: Called with a sentence if choices cannot be used or kept.
    public init(folder: String, notice: @escaping @Sendable (String) -> Void) {
        files = FileCache(folder: folder, maximumBytes: Self.maximumBytes)
        self.notice = notice
    }

    /// The store in `kalon/convolutions` of the user's cache folder, which is `XDG_CACHE_HOME` or else `~/.cache`.
    ///
    /// - Parameters:
    ///   - environment: The environment variables of the process.
    ///   - notice: Called with a sentence if choices cannot be used or kept.
    /// - Returns: Nil if there is no such folder.
    public static func standard(
        environment: [String: String], notice: @escaping @Sendable (String) -> Void
    ) -> ImplementationStore? {
        UserFolder.cache("convolutions", environment: environment).map { ImplementationStore(folder: $0, notice: notice) }
    }

    private struct Choice: Codable {
        let shape: [Int]
        let name: String
    }

    /// What earlier runs with so many threads have chosen, by shape.
    package func choices(threads: Int) -> [[Int]: String] {
        switch files.find(Self.key(threads)) {
        case .nothing: return [:]
        case .content(let content):
            if let choices = try? JSONDecoder().decode([Choice].self, from: content.note) {
                return Dictionary(choices.map { ($0.shape, $0.name) }, uniquingKeysWith: { first, _ in first })
            }
        case .damaged: break
        }
        files.remove(Self.key(threads))
        notice("the choices of convolutions in \(files.folder) were damaged; choosing again")
        return [:]
    }

    /// Keeps choices beside those of other runs, which stay as they are.
    package func keep(_ names: [[Int]: String], threads: Int) {
        let known = choices(threads: threads)
        guard names.contains(where: { known[$0.key] == nil }) else { return }
        let all = names.merging(known) { _, known in known }.map { Choice(shape: $0.key, name: $0.value) }
            .sorted { $0.shape.lexicographicallyPrecedes($1.shape) }
        do {
            try files.store(Self.key(threads)) { _ in try JSONEncoder().encode(all) }
        } catch {
            notice(
                "the choices of convolutions are not kept for the next run: \((error as? StorageError)?.sentence ?? "\(error)")")
        }
    }

    private static func key(_ threads: Int) -> String {
        ["kalon convolutions 1", Plan.engineIdentity, MachineDescription.instructionSets(), "\(threads) threads"]
            .joined(separator: "\n")
    }
}
