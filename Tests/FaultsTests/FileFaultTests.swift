import Faults
import Testing

/// What a fault keeps when the file is added in which it was found.
@Suite struct FileFaultTests {
    private struct Narrow: Fault {
        let kind = FaultKind.usage
        let sentence = "choose fewer columns"
        let settings = [Setting.genes, .selectionMethod]
    }

    private struct Plain: Fault {
        let kind = FaultKind.badData
        let sentence = "f.h5 is damaged"
    }

    @Test func aFileIsAddedToAFault() throws {
        let fault = try #require(throws: FileFault.self) { try FileFault.naming("f.h5") { throw Narrow() } }
        #expect(fault.sentence == "f.h5: choose fewer columns" && fault.kind == .usage)
        #expect(fault.settings == [.genes, .selectionMethod])
    }

    @Test func aFaultThatNamesTheFileStays() throws {
        let fault = try #require(throws: FileFault.self) { try FileFault.naming("f.h5") { throw Plain() } }
        #expect(fault.sentence == "f.h5 is damaged" && fault.settings.isEmpty)
    }
}
