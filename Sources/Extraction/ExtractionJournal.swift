import Files
import Foundation
import Imaging
import Matrices

/// The rows that an extraction has computed so far, in a plain file that survives a kill at any moment.
///
/// The file begins with one line that says which extraction it belongs to. Then there is one record per photograph, in
/// order: the byte count of the payload (UInt32), the kind (0 skipped; 1 features, with the notes on reading in the bits
/// above), the seconds that the work had taken (Float64), the payload, and a checksum over all of it (FNV-1a, UInt64).
/// Numbers are little-endian. A record that was cut short by a kill fails its checksum and is dropped.
package final class ExtractionJournal {
    /// The number of photographs that are done.
    package private(set) var count = 0
    /// How many seconds the work had taken when the last photograph found here was done.
    package private(set) var seconds = 0.0

    private let file: LockedFile
    private let recordsStart: UInt64

    private static let featuresKind: UInt8 = 1
    private static let skippedKind: UInt8 = 0

    /// The beginning of the first line, in this version and in others.
    private static let mark = "kalon extraction journal "
    private static let version = "3 "

    /// Opens the journal beside `output` if it belongs to the extraction `identity`; otherwise starts a new one.
    ///
    /// `identity` is one line of text. The journal is locked until this value is released: a second run for the same
    /// output is refused, and so is a file that is not a journal.
    /// - Throws: `ExtractionError.cannotWriteJournal`.
    package init(beside output: String, identity: String) throws(ExtractionError) {
        precondition(!identity.contains("\n"), "the identity of a journal is one line")
        let header = Data((Self.mark + Self.version + identity + "\n").utf8)
        recordsStart = UInt64(header.count)
        do {
            file = try LockedFile(beside: output, recognises: Self.isJournal)
            let handle = file.handle
            if try handle.read(upToCount: header.count) != header {
                try handle.truncate(atOffset: 0)
                try handle.write(contentsOf: header)
            }
            var end = recordsStart
            while let record = try Self.readRecord(handle) {
                count += 1
                seconds = record.seconds
                end += UInt64(record.byteCount)
            }
            try handle.truncate(atOffset: end)
        } catch StorageError.cannotWrite(_, let reason) {
            throw .cannotWriteJournal(path: LockedFile.path(beside: output), reason: reason)
        } catch {
            throw .cannotWriteJournal(path: LockedFile.path(beside: output), reason: error.localizedDescription)
        }
    }

    /// Whether a file with these first bytes is a journal, or the beginning of one that was cut short by a full disk.
    private static func isJournal(_ head: Data) -> Bool {
        let mark = Data(mark.utf8)
        return head.starts(with: mark) || mark.starts(with: head)
    }

    /// Adds the outcome of the next photograph; `seconds` is how long the work has taken so far.
    package func append(_ outcome: ExtractionOutcome, seconds: Double) throws(ExtractionError) {
        var record = Data()
        let (kind, payload) = Self.encoded(outcome)
        record.append(LittleEndian.bytes(UInt32(payload.count)))
        record.append(kind)
        record.append(LittleEndian.bytes(seconds.bitPattern))
        record.append(payload)
        record.append(LittleEndian.bytes(Self.checksum(record)))
        do {
            try file.handle.write(contentsOf: record)
        } catch {
            throw .cannotWriteJournal(path: file.path, reason: error.localizedDescription)
        }
        count += 1
    }

    /// Calls `body` with every outcome, in order.
    package func forEach(_ body: (ExtractionOutcome) throws -> Void) throws {
        let handle = file.handle
        try handle.seek(toOffset: recordsStart)
        while let record = try Self.readRecord(handle) { try body(record.outcome) }
        try handle.seekToEnd()
    }

    /// Removes the file; the journal must not be used afterwards.
    package func remove() throws(ExtractionError) {
        let code = file.remove()
        guard code == 0 else {
            throw .cannotWriteJournal(path: file.path, reason: String(cString: strerror(code)))
        }
    }

    private static func encoded(_ outcome: ExtractionOutcome) -> (kind: UInt8, payload: Data) {
        switch outcome {
        case .features(let values, let notes):
            (featuresKind | notes.rawValue << 1, values.withUnsafeBytes { Data($0) })
        case .skipped(let reason): (skippedKind, Data(reason.utf8))
        }
    }

    private static func readRecord(
        _ handle: FileHandle
    ) throws -> (outcome: ExtractionOutcome, seconds: Double, byteCount: Int)? {
        guard var record = try handle.read(upToCount: 13), record.count == 13 else { return nil }
        let seconds = Double(bitPattern: LittleEndian.number(record.suffix(8)))
        let size = Int(LittleEndian.number(record.prefix(4)))
        guard let rest = try handle.read(upToCount: size + 8), rest.count == size + 8 else { return nil }
        record.append(rest.prefix(size))
        guard checksum(record) == LittleEndian.number(rest.suffix(8)) else { return nil }
        let payload = Data(rest.prefix(size))
        if record[4] == skippedKind {
            return (.skipped(reason: String(decoding: payload, as: UTF8.self)), seconds, record.count + 8)
        }
        let values = [Float](unsafeUninitializedCapacity: size / MemoryLayout<Float>.size) { buffer, count in
            count = payload.copyBytes(to: buffer) / MemoryLayout<Float>.size
        }
        return (.features(values, ReadingNotes(rawValue: record[4] >> 1)), seconds, record.count + 8)
    }

    private static func checksum(_ data: Data) -> UInt64 {
        var hash = StableHash()
        data.withUnsafeBytes { hash.combine($0) }
        return hash.value
    }
}
