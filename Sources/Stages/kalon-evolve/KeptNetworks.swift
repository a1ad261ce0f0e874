import Evolution
import Foundation
import Learning
import StageSupport
import Storage

/// The best networks of a search so far, which later masks begin from, in a folder beside the output.
///
/// A list for each generation names the files of its networks. The list of a generation is written before the search's
/// own checkpoint of it and removed after the next one's, so that a search stopped at any moment finds what it needs.
final class KeptNetworks {
    struct Member {
        let mask: FeatureMask
        let fitness: Double
        /// One a training that the fitness is the mean of.
        let networks: [[LayerParameters]]
    }

    private(set) var members: [Member] = []
    private let output: String
    private let folder: String
    private let limit: Int
    private let architecture: NetworkArchitecture
    private let provenance: Provenance

    private struct Entry: Codable {
        let mask: FeatureMask
        let fitness: Double
        let files: [String]
    }

    /// Networks of this architecture, at most `limit` of them.
    init(output: String, limit: Int, architecture: NetworkArchitecture, provenance: Provenance) {
        self.output = output
        folder = output + ".partial.networks"
        self.limit = limit
        self.architecture = architecture
        self.provenance = provenance
    }

    /// Adds networks; the best stay, of equally good ones the newer.
    func add(_ new: [Member]) {
        let all = new + members
        let order = all.indices.sorted { one, other in
            all[one].fitness == all[other].fitness ? one < other : all[one].fitness > all[other].fitness
        }
        members = order.prefix(limit).map { all[$0] }
    }

    /// Brings back the networks after a generation. Throws `EvolutionError.snapshotDamaged` where they are missing.
    func load(generation: Int) throws {
        let path = list(generation)
        let damaged = EvolutionError.snapshotDamaged(
            reason: "\(path) is missing or damaged; remove \(output).partial")
        guard let data = FileManager.default.contents(atPath: path),
            let entries = try? JSONDecoder().decode([Entry].self, from: data)
        else { throw damaged }
        members = try entries.map { entry in
            let networks = try entry.files.map { try TrainedNetwork(ClassifierFile.read("\(folder)/\($0)")) }
            guard networks.allSatisfy({ $0.architecture == architecture && $0.inputs == entry.mask.count }) else {
                throw damaged
            }
            return Member(mask: entry.mask, fitness: entry.fitness, networks: networks.map(\.parameters))
        }
    }

    /// Writes the networks after a generation; those that are there already stay as they are.
    func save(generation: Int) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let entries = try members.map { member in
            let files = member.networks.indices.map { "\(member.mask.name)-\($0).h5" }
            for (file, parameters) in zip(files, member.networks) where !exists(file) {
                let network = try TrainedNetwork(
                    architecture: architecture, inputs: member.mask.count, parameters: parameters)
                let content = ClassifierContent(
                    inputWidth: network.inputs, layers: network.classifierLayers, application: nil)
                try ClassifierFile.write(content, provenance: provenance, to: "\(folder)/\(file)")
            }
            return Entry(mask: member.mask, fitness: member.fitness, files: files)
        }
        try AtomicOutput.write(JSONEncoder().encode(entries), to: list(generation))
    }

    /// Removes what no generation from this one on needs. Called once the search's own checkpoint is there.
    func forget(before generation: Int) {
        let kept = Set(members.flatMap { member in member.networks.indices.map { "\(member.mask.name)-\($0).h5" } })
        for name in names where "\(folder)/\(name)" != list(generation) && !kept.contains(name) {
            unlink("\(folder)/\(name)")
        }
    }

    /// Removes the folder once the search is done, or where what lies in it is of another one.
    func remove() {
        for name in names { unlink("\(folder)/\(name)") }
        rmdir(folder)
    }

    private var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] }
    private func list(_ generation: Int) -> String { "\(folder)/generation-\(generation).json" }
    private func exists(_ file: String) -> Bool { FileManager.default.fileExists(atPath: "\(folder)/\(file)") }
}

extension FeatureMask {
    /// A file name that only masks of the same columns have.
    fileprivate var name: String {
        Array(columns.map(String.init).joined(separator: ",").utf8).withUnsafeBytes { FileDigest.sha256(of: $0) }
    }
}

extension [KeptNetworks.Member] {
    /// Weights to begin from: those of the network that shares most columns with the mask, moved to its columns; nil where
    /// none shares half of them.
    func weights(for mask: FeatureMask) -> [[LayerParameters]]? {
        let shares = map { $0.mask.overlap(with: mask) }
        guard let most = shares.max(), 2 * most >= mask.count, let place = shares.firstIndex(of: most) else { return nil }
        let nearest = self[place]
        return nearest.networks.map { $0.moved(from: nearest.mask.columns, to: mask.columns) }
    }
}
