import Downloads
import Files
import Foundation
import Testing
import TestSupport

/// What a download leaves behind, and what is made of it.
@Suite struct PartialFileTests {
    private let scratch: Scratch
    private let origin = PartialFile.Origin(address: "http://h/w", validator: "\"a\"", total: 8)

    init() throws { scratch = try Scratch() }

    private func open() throws -> PartialFile { try PartialFile(for: scratch.path("w.h5")) }

    private func leave(_ text: String) throws {
        let partial = try open()
        try partial.begin(origin)
        try partial.append(Data(text.utf8))
    }

    @Test func whatIsLeftIsFoundAgain() throws {
        try leave("half")
        let partial = try open()
        #expect(partial.bytes == 4 && partial.origin == origin && partial.total == 8)
        try partial.goOn()
        try partial.append(Data("more".utf8))
        #expect(partial.isSpliced)
        try partial.commit()
        #expect(try scratch.data("w.h5") == Data("halfmore".utf8))
        #expect(try scratch.names == ["w.h5"])
    }

    /// They may be anything; a download that was killed always leaves its note.
    @Test(arguments: [nil, "", "{\"address\":\"ht"])
    func bytesOfUnknownOriginAreLeftAlone(_ note: String?) throws {
        try leave("half")
        try FileManager.default.removeItem(atPath: scratch.path("w.h5.partial.json"))
        if let note { try scratch.write(note, to: "w.h5.partial.json") }
        let error = #expect(throws: StorageError.self) { try open() }
        #expect(error?.sentence.contains("w.h5.partial") == true && error?.sentence.contains("move it away") == true)
        #expect(try scratch.data("w.h5.partial") == Data("half".utf8))
    }

    @Test func beginningAnewLeavesNothingOfBefore() throws {
        try leave("a longer text")
        let partial = try open()
        try partial.begin(PartialFile.Origin(address: "http://g/w", validator: nil, total: nil))
        try partial.append(Data("b".utf8))
        #expect(try partial.reject() == scratch.path("w.h5.rejected"))
        #expect(try scratch.data("w.h5.rejected") == Data("b".utf8))
        #expect(try scratch.names == ["w.h5.rejected"])
    }

    @Test func oneAtATime() throws {
        let first = try open()
        let error = StorageError.cannotWrite(
            path: first.path, reason: "another run is working on the same output")
        #expect(throws: error) { try open() }
    }

    @Test func aFileThatCannotFitIsNotBegun() throws {
        let partial = try open()
        let immense = PartialFile.Origin(address: "http://h/w", validator: nil, total: 1 << 60)
        #expect(throws: StorageError.self) { try partial.begin(immense) }
    }
}
