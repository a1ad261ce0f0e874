import Foundation
import Storage

/// The state of a stage's work, in a file beside its output that one run at a time holds.
///
/// The file is the length of a JSON header (UInt64, little-endian), the header, the state's numbers (float32), and a seal
/// of all that.
public final class Checkpoint<State: Codable> {
    private let file: LockedFile
    /// What must be the same for stopped work to be gone on with.
    private let identity: String
    /// The file as it was found.
    private var found: Data
    private var isKept: Bool
    private let clock: WorkClock

    private struct Header: Codable {
        let identity: String
        let state: State
        /// The sizes of the arrays of numbers.
        let counts: [Int]
        /// How long the work had taken.
        let seconds: Double
    }

    /// What is read first: the state of other work is of another kind.
    private struct Identity: Codable {
        let identity: String
    }

    /// Takes the file, which is made where there is none; `clock` measures the work. Throws `StorageError.cannotWrite`
    /// when another run holds it.
    public init(output: String, identity: String, clock: WorkClock) throws {
        self.clock = clock
        self.identity = identity
        // Whatever is there is kept: `load` refuses what is no checkpoint.
        file = try LockedFile(beside: output) { _ in true }
        found = try file.content()
        isKept = !found.isEmpty
    }

    deinit {
        // Work that saved nothing leaves nothing behind.
        if !isKept { file.remove() }
    }

    /// The state of an earlier run of the same identity, with its numbers; nil where there is none. What the earlier
    /// run took counts from then on.
    ///
    /// Throws `PipelineError.checkpointDamaged` for a file that is no checkpoint of such work.
    public func load() throws -> (state: State, numbers: [[Float]])? {
        if found.isEmpty { return nil }
        defer { found = Data() }
        guard let content = Seal.content(of: found), let (text, numbers) = Self.parts(of: content),
            let work = try? JSONDecoder().decode(Identity.self, from: text)
        else { throw damaged }
        if work.identity != identity { return nil }
        guard let header = try? JSONDecoder().decode(Header.self, from: text) else { throw damaged }
        var rest = numbers
        guard header.counts.allSatisfy({ 0...rest.count / 4 ~= $0 }), rest.count == 4 * header.counts.reduce(0, +) else {
            throw damaged
        }
        let arrays = header.counts.map { count in
            [Float](unsafeUninitializedCapacity: count) { buffer, initialised in
                rest.prefix(4 * count).copyBytes(to: UnsafeMutableRawBufferPointer(buffer))
                rest = rest.dropFirst(4 * count)
                initialised = count
            }
        }
        clock.add(header.seconds)
        return (header.state, arrays)
    }

    /// The bytes of the header and of the numbers.
    private static func parts(of content: Data) -> (header: Data, numbers: Data)? {
        let lengthBytes = content.prefix(8)
        guard lengthBytes.count == 8 else { return nil }
        let length = LittleEndian.number(lengthBytes)
        let rest = content.dropFirst(8)
        guard length <= UInt64(rest.count) else { return nil }
        return (rest.prefix(Int(length)), rest.dropFirst(Int(length)))
    }

    /// What `load` throws, for states that are not sound in themselves.
    public var damaged: PipelineError { .checkpointDamaged(file.path) }

    /// Puts this state in the place of the last one, in one step.
    public func save(_ state: State, numbers: [[Float]] = []) throws {
        let header = try CanonicalJSON.data(
            Header(identity: identity, state: state, counts: numbers.map(\.count), seconds: clock.seconds))
        try file.replace { output throws(StorageError) in
            try output.append(LittleEndian.bytes(UInt64(header.count)))
            try output.append(header)
            for array in numbers {
                let written = array.withUnsafeBytes { bytes in
                    Result { () throws(StorageError) in try output.append(bytes) }
                }
                try written.get()
            }
            try Seal.append(to: output)
        }
        isKept = true
    }

    /// Removes the file once the work is done.
    public func remove() {
        isKept = false
    }
}
