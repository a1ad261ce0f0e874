import Files
import Foundation

/// The state of a stage's work, kept in a file beside its output.
///
/// Only one run at a time holds the file. It is a `SealedContent`: the state's numbers (float32), and a header in JSON.
public final class Checkpoint<State: Codable> {
    private let file: LockedFile
    /// What must match for interrupted work to resume.
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

    /// Read first, because the state of other work may not decode as `State`.
    private struct Identity: Codable {
        let identity: String
    }

    /// Takes hold of the file, creating it if necessary.
    ///
    /// - Parameters:
    ///   - output: The path of the output that the file lies beside.
    ///   - identity: What must match for interrupted work to resume.
    ///   - clock: Measures how long the work takes.
    /// - Throws: `StorageError.cannotWrite` if another run holds the file.
    public init(output: String, identity: String, clock: WorkClock) throws {
        self.clock = clock
        self.identity = identity
        // An existing file is kept, whatever it is: `load` refuses one that is not a checkpoint.
        file = try LockedFile(beside: output) { _ in true }
        found = try file.content()
        isKept = !found.isEmpty
    }

    deinit {
        // Work that saved nothing leaves nothing behind.
        if !isKept { file.remove() }
    }

    /// Loads the state of an earlier run with the same identity, and adds that run's time to the clock.
    ///
    /// - Returns: The state and its numbers, or nil if there is no such run.
    /// - Throws: `PipelineError.checkpointDamaged` if the file is not a checkpoint of this kind of work.
    public func load() throws -> (state: State, numbers: [[Float]])? {
        if found.isEmpty { return nil }
        defer { found = Data() }
        guard let (work, text, numbers) = Self.parts(of: found) else { throw damaged }
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

    /// What the work is, the bytes of the header, and the numbers; nil for any other file.
    private static func parts(of file: Data) -> (work: Identity, header: Data, numbers: Data)? {
        func identity(_ header: Data) -> Identity? { try? JSONDecoder().decode(Identity.self, from: header) }
        if let content = SealedContent(of: file), let work = identity(content.note) {
            return (work, content.note, content.payload)
        }
        guard let (header, numbers) = olderParts(of: file), let work = identity(header) else { return nil }
        return (work, header, numbers)
    }

    /// The parts of a file of version 0.1, which began with the length of the header and the header.
    private static func olderParts(of file: Data) -> (header: Data, numbers: Data)? {
        guard let content = SealedContent.unsealed(file), content.count >= 8 else { return nil }
        let length = LittleEndian.number(content.prefix(8))
        let rest = content.dropFirst(8)
        guard length <= UInt64(rest.count) else { return nil }
        return (rest.prefix(Int(length)), rest.dropFirst(Int(length)))
    }

    /// The error that `load` throws, for callers that find the state itself inconsistent.
    public var damaged: PipelineError { .checkpointDamaged(file.path) }

    /// Replaces the stored state atomically.
    ///
    /// - Parameters:
    ///   - state: The state after the work so far.
    ///   - numbers: Its arrays of numbers, such as tensors.
    /// - Throws: `StorageError` if the file cannot be written.
    public func save(_ state: State, numbers: [[Float]] = []) throws {
        let header = try CanonicalJSON.data(
            Header(identity: identity, state: state, counts: numbers.map(\.count), seconds: clock.seconds))
        try file.replace { output throws(StorageError) in
            for array in numbers {
                let written = array.withUnsafeBytes { bytes in
                    Result { () throws(StorageError) in try output.append(bytes) }
                }
                try written.get()
            }
            try SealedContent.seal(output, note: header)
        }
        isKept = true
    }

    /// Marks the work as done, so that the file is removed when this object goes away.
    public func remove() {
        isKept = false
    }
}
