import Files
import Foundation
import TensorBoard
import Testing
import TestSupport

@Suite struct EventFileTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private static let start = Date(timeIntervalSince1970: 1_700_000_000)

    private static let events = [
        ScalarEvent(
            step: 1, time: start + 1.5,
            scalars: [
                .init("train/loss", 0.75), .init("train/accuracy", 0), .init("validation/loss", 0.8125),
                .init("learning_rate", 0.003),
            ]),
        ScalarEvent(
            step: 300, time: start + 201.5,
            scalars: [
                .init("train/loss", 0.1), .init("train/accuracy", 1), .init("validation/loss", 1e-9),
                .init("learning_rate", 0.00286),
            ]),
    ]

    @Test func theBytesAreThoseOfTensorBoard() throws {
        try EventFile.write(Self.events, from: Self.start, to: scratch.path(EventFile.name))
        let reference = try bytes(of: Fixture.path("tensorboard/events.out.tfevents.reference"))
        #expect(try bytes(of: scratch.path(EventFile.name)) == reference)
    }

    @Test func anotherReaderFindsEveryScalar() throws {
        try EventFile.write(Self.events, from: Self.start, to: scratch.path(EventFile.name))
        let records = try EventRecords(try bytes(of: scratch.path(EventFile.name)))
        #expect(records.versions == ["brain.Event:2"])
        #expect(records.scalars.map(\.step) == [1, 1, 1, 1, 300, 300, 300, 300])
        #expect(records.scalars.map(\.tag) == Self.events.flatMap { $0.scalars.map(\.tag) })
        #expect(records.scalars.map(\.value) == Self.events.flatMap { $0.scalars.map(\.value) })
        #expect(records.scalars.map(\.time).suffix(1) == [1_700_000_201.5])
    }

    @Test func aDamagedByteIsFound() throws {
        try EventFile.write(Self.events, from: Self.start, to: scratch.path(EventFile.name))
        let whole = try bytes(of: scratch.path(EventFile.name))
        for place in whole.indices {
            var damaged = whole
            damaged[place] ^= 0x10
            #expect(throws: EventRecords.Problem.self, "byte \(place)") { try EventRecords(damaged) }
        }
    }

    /// A reader at the end of a file goes on reading at its place when the file is replaced by a longer one.
    @Test func aLongerFileBeginsWithTheShorterOne() throws {
        let path = scratch.path(EventFile.name)
        try EventFile.write(Array(Self.events.prefix(1)), from: Self.start, to: path)
        let short = try bytes(of: path)
        try EventFile.write(Self.events, from: Self.start, to: path)
        #expect(try bytes(of: path).starts(with: short))
        #expect(try scratch.names == [EventFile.name])
    }

    @Test func aMissingFolderIsAnError() {
        #expect(throws: StorageError.self) {
            try EventFile.write([], from: Self.start, to: scratch.path("none/\(EventFile.name)"))
        }
    }
}
