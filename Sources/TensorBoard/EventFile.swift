import Files
import Foundation
import SwiftProtobuf

/// A file of events, as TensorBoard finds it in a folder of its own for each run.
///
/// It is a TFRecord file: one record for each event, each with its length, and with checksums of the length and the event.
/// The first event names the version of the format.
package enum EventFile {
    /// The name of a run's only file.
    ///
    /// TensorBoard looks for `tfevents` in it. Nothing in it depends on time or machine, so that a run that resumes replaces its
    /// own file, and no step is shown twice.
    package static let name = "events.out.tfevents.kalon"

    private static let version = "brain.Event:2"

    /// Replaces the file by one with these events.
    ///
    /// A program that is reading the file may go on at the place it has reached, because equal events have equal bytes.
    ///
    /// - Parameters:
    ///   - path: the file, in a folder that exists.
    ///   - events: the events, in order.
    ///   - start: when the run began.
    /// - Throws: `StorageError.cannotWrite`.
    package static func write(_ events: [ScalarEvent], from start: Date, to path: String) throws {
        try AtomicOutput.write(content(events, from: start), to: path)
    }

    /// The bytes of the file.
    static func content(_ events: [ScalarEvent], from start: Date) throws -> Data {
        var first = TensorBoard_Event()
        first.wallTime = start.timeIntervalSince1970
        first.fileVersion = version
        return try ([first] + events.map(\.message)).reduce(into: Data()) { content, event in
            content += record(try event.serializedData())
        }
    }

    private static func record(_ event: Data) -> Data {
        let length = LittleEndian.bytes(UInt64(event.count))
        return length + LittleEndian.bytes(MaskedChecksum.of(length)) + event + LittleEndian.bytes(MaskedChecksum.of(event))
    }
}

extension ScalarEvent {
    fileprivate var message: TensorBoard_Event {
        var message = TensorBoard_Event()
        message.wallTime = time.timeIntervalSince1970
        message.step = Int64(step)
        message.summary.value = scalars.map { scalar in
            var value = TensorBoard_Value()
            value.tag = scalar.tag
            value.simpleValue = scalar.value
            return value
        }
        return message
    }
}
