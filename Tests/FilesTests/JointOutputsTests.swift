import Files
import Foundation
import TestSupport
import Testing

/// Files that take their places together.
@Suite struct JointOutputsTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func text(_ name: String) -> String? { try? String(contentsOfFile: scratch.path(name), encoding: .utf8) }

    @Test func allTakeTheirPlacesAtOnce() throws {
        try scratch.write("old", to: "first.h5")
        let outputs = JointOutputs([scratch.path("first.h5"), scratch.path("second.h5")])
        for (path, words) in zip(outputs.temporaryPaths, ["one", "two"]) {
            try words.write(toFile: path, atomically: false, encoding: .utf8)
        }
        #expect(text("first.h5") == "old" && text("second.h5") == nil)
        try outputs.commit()
        #expect(text("first.h5") == "one" && text("second.h5") == "two")
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder).sorted() == ["first.h5", "second.h5"])
    }

    @Test func noneTakesItsPlaceIfOneIsMissing() throws {
        try scratch.write("old", to: "first.h5")
        do {
            let outputs = JointOutputs([scratch.path("first.h5"), scratch.path("second.h5")])
            try "one".write(toFile: outputs.temporaryPaths[0], atomically: false, encoding: .utf8)
            let problem = StorageError.cannotWrite(path: scratch.path("second.h5"), reason: "it was not written to its end")
            #expect(throws: problem) { try outputs.commit() }
        }
        #expect(text("first.h5") == "old")
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder).sorted() == ["first.h5"])
    }

    @Test func linksAreFollowed() throws {
        try scratch.write("old", to: "target")
        try FileManager.default.createSymbolicLink(atPath: scratch.path("link"), withDestinationPath: scratch.path("target"))
        let outputs = JointOutputs([scratch.path("link")])
        try "new".write(toFile: outputs.temporaryPaths[0], atomically: false, encoding: .utf8)
        try outputs.commit()
        #expect(text("target") == "new")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: scratch.path("link")) == scratch.path("target"))
    }
}
