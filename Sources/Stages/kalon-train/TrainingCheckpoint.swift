import Foundation
import Learning
import StageSupport
import Storage

/// The state of a training after one of its epochs, in a file beside the output that one run at a time holds.
///
/// The file is the length of a JSON header in eight bytes, the header, and the numbers of the snapshot.
final class TrainingCheckpoint {
    private let path: String
    private let identity: String
    /// The file as it was found.
    private var found: Data
    private var handle: FileHandle
    private var isKept: Bool
    private var lastCost = Duration.zero
    private var lastEnd = ContinuousClock.now

    private struct Header: Codable {
        let identity: String
        let outline: TrainingSnapshot.Outline
        /// SHA-256 of the numbers.
        let digest: String
    }

    /// Takes the file, which is made where there is none. Throws `StorageError.cannotWrite` when another run holds it.
    init(output: String, identity: String) throws {
        path = output + ".partial"
        self.identity = identity
        handle = try LockedFile.open(path)
        found = try handle.readToEnd() ?? Data()
        isKept = !found.isEmpty
    }

    deinit {
        // A training that saved no epoch leaves nothing behind.
        if !isKept { unlink(path) }
    }

    /// The state of an earlier run on the same data with the same options; nil where there is none.
    ///
    /// Throws `PipelineError.checkpointDamaged` for a file that is no checkpoint.
    func load() throws -> TrainingSnapshot? {
        if found.isEmpty { return nil }
        defer { found = Data() }
        guard found.count >= 8 else { throw PipelineError.checkpointDamaged(path) }
        let length = found.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= UInt64(found.count - 8),
            let header = try? JSONDecoder().decode(Header.self, from: found[8..<8 + Int(length)])
        else { throw PipelineError.checkpointDamaged(path) }
        if header.identity != identity { return nil }
        let counts = header.outline.counts
        var start = 8 + Int(length)
        guard found.count - start == 4 * counts.reduce(0, +) else { throw PipelineError.checkpointDamaged(path) }
        let tensors = counts.map { count in
            defer { start += 4 * count }
            return [Float](unsafeUninitializedCapacity: count) { buffer, initialised in
                _ = found.copyBytes(to: buffer, from: start..<start + 4 * count)
                initialised = count
            }
        }
        guard FileDigest.sha256(of: tensors) == header.digest else { throw PipelineError.checkpointDamaged(path) }
        return TrainingSnapshot(outline: header.outline, tensors: tensors)
    }

    /// Saves the state after an epoch, unless the last saving is so recent that a tenth of the time would go into it.
    func saveWhenDue(_ snapshot: @autoclosure () -> TrainingSnapshot) throws {
        let start = ContinuousClock.now
        guard start - lastEnd >= lastCost * 10 else { return }
        try save(snapshot())
        lastEnd = ContinuousClock.now
        lastCost = lastEnd - start
    }

    private func save(_ snapshot: TrainingSnapshot) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let tensors = snapshot.tensors
        let header = try encoder.encode(
            Header(identity: identity, outline: snapshot.outline, digest: FileDigest.sha256(of: tensors)))
        handle = try AtomicOutput.writeLocked(to: path) { output throws(StorageError) in
            try output.append(withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) })
            try output.append(header)
            for tensor in tensors {
                let written = tensor.withUnsafeBytes { bytes in
                    Result { () throws(StorageError) in try output.append(bytes) }
                }
                try written.get()
            }
        }
        isKept = true
    }

    /// Removes the file once the training is done.
    func remove() {
        isKept = false
    }
}
