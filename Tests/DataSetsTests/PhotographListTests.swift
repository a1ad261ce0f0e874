import DataSets
import Files
import Foundation
import Testing
import TestSupport

@Suite struct PhotographListTests {
    let scratch: Scratch
    private let pictures: PictureEndings = ["jpg", "png"]

    init() throws { scratch = try Scratch() }

    private func list(_ name: String = "") throws -> PhotographList {
        try PhotographList.load(name.isEmpty ? scratch.folder : scratch.path(name), pictureExtensions: pictures)
    }

    private func make(_ names: [String]) throws {
        for name in names { try scratch.write("", to: name) }
    }

    @Test func namesOfFoldersAreLabels() throws {
        try make(["Set/aesthetic/b.jpg", "Set/aesthetic/deep/a.JPG", "Set/not-aesthetic/c.png", "Set/other/d.png", "Set/e.jpg"])
        let list = try list("Set")
        #expect(list.name == "Set")
        #expect(
            list.photographs.map(\.path) == [
                "aesthetic/b.jpg", "aesthetic/deep/a.JPG", "e.jpg", "not-aesthetic/c.png", "other/d.png",
            ])
        #expect(list.photographs.map(\.label) == [1, 1, -1, 0, -1])
        #expect(list.photographs[0].location == scratch.path("Set/aesthetic/b.jpg"))
        #expect(try self.list("Set/").name == "Set")
    }

    @Test func aRawFileBesideItsPictureIsPassedOver() throws {
        try make([
            "shoot/a.jpg", "shoot/A.NEF", "shoot/b.nef", "shoot/below/b.jpg", "shoot/c.d.nef", "shoot/c.jpg", "shoot/e.png",
            "shoot/e.Nef", "shoot/e.jpg",
        ])
        let list = try PhotographList.load(
            scratch.path("shoot"), pictureExtensions: PictureEndings(["jpg", "png", "nef"], raw: ["nef"]))
        #expect(list.photographs.map(\.path) == ["a.jpg", "b.nef", "below/b.jpg", "c.d.nef", "c.jpg", "e.jpg", "e.png"])
        #expect(list.rawTwins == 2)
        let all = try PhotographList.load(scratch.path("shoot"), pictureExtensions: ["jpg", "png", "nef"])
        #expect(all.photographs.count == 9 && all.rawTwins == 0)
    }

    @Test(
        arguments: [
            (["Good/a.jpg", "BAD/b.jpg"], [0, 1]), (["1/a.jpg", "0/b.jpg"], [0, 1]), (["not_aesthetic/a.jpg"], [0]),
            (["1/a.jpg", "2/b.jpg"], [-1, -1]), (["x/good/a.jpg"], [-1]), (["Keep/a.jpg", "Reject/b.jpg"], [1, 0]),
            (["NO/a.jpg", "yes/b.jpg"], [0, 1]), (["no/a.jpg", "sea/b.jpg"], [-1, -1]),
            (["liked/a.jpg", "disliked/b.jpg"], [0, 1]),
            (["0/a.jpg", "1/b.jpg", "2/c.jpg"], [-1, -1, -1]), (["Not Aesthetic/a.jpg", "picks/b.jpg"], [0, 1]),
        ] as [([String], [Int8])]) func conventions(names: [String], labels: [Int8]) throws
    {
        try make(names)
        #expect(try list().photographs.map(\.label) == labels)
    }

    @Test func pathsAreOrderedByBytes() throws {
        try make(["a b.jpg", "a.jpg", "B.jpg", "a/z.jpg", "é.jpg", "z.jpg"])
        #expect(try list().photographs.map(\.path) == ["B.jpg", "a b.jpg", "a.jpg", "a/z.jpg", "z.jpg", "é.jpg"])
    }

    @Test func hiddenFilesAreLeftOutAndLinksFollowed() throws {
        try make(["set/a.jpg", "set/.b.jpg", "set/.hidden/c.jpg", "elsewhere/d.jpg", "set/notes.txt"])
        let manager = FileManager.default
        try manager.createSymbolicLink(
            atPath: scratch.path("set/link.jpg"), withDestinationPath: scratch.path("elsewhere/d.jpg"))
        try manager.createSymbolicLink(
            atPath: scratch.path("set/folder"), withDestinationPath: scratch.path("elsewhere"))
        try manager.createSymbolicLink(atPath: scratch.path("elsewhere/back"), withDestinationPath: scratch.path("set"))
        try manager.createSymbolicLink(atPath: scratch.path("set/self"), withDestinationPath: scratch.path("set"))
        #expect(try list("set").photographs.map(\.path) == ["a.jpg", "link.jpg"])
    }

    @Test func whatIsNoDataSetIsToldApart() throws {
        try make(["empty/notes.txt", "empty/deep/x.doc", "picture.jpg"])
        #expect(throws: StorageError.missing(path: scratch.path("none"))) { try list("none") }
        #expect(throws: DataSetError.notADataSet(path: scratch.path("picture.jpg"))) { try list("picture.jpg") }
        #expect(throws: DataSetError.noPictures(folder: scratch.path("empty"), otherFiles: 2)) { try list("empty") }
    }

    /// Nine folders that link to one another have more ways through them than any machine could go.
    @Test func everyFolderIsMetOnce() throws {
        let manager = FileManager.default
        for folder in 0..<9 { try scratch.makeFolder("web/\(folder)") }
        for folder in 0..<9 {
            for other in 0..<9 where other != folder {
                try manager.createSymbolicLink(
                    atPath: scratch.path("web/\(folder)/\(other)"), withDestinationPath: "../\(other)")
            }
        }
        try make(["web/0/a.jpg", "web/8/b.jpg"])
        #expect(try list("web").photographs.map(\.path) == ["0/a.jpg", "8/b.jpg"])
    }

    /// A path with a label is preferred, then one without links.
    @Test func aPictureByTwoPathsIsTakenOnce() throws {
        let manager = FileManager.default
        try make(["set/all/a.jpg", "set/all/b.jpg", "set/all/c.jpg", "set/bad/x.jpg"])
        try scratch.makeFolder("set/good")
        try manager.createSymbolicLink(atPath: scratch.path("set/good/a.jpg"), withDestinationPath: "../all/a.jpg")
        try manager.linkItem(atPath: scratch.path("set/all/b.jpg"), toPath: scratch.path("set/good/b.jpg"))
        try manager.createSymbolicLink(atPath: scratch.path("set/again"), withDestinationPath: "all")
        let list = try list("set")
        #expect(list.photographs.map(\.path) == ["all/c.jpg", "bad/x.jpg", "good/a.jpg", "good/b.jpg"])
        #expect(list.photographs.map(\.label) == [-1, 0, 1, 1])
        #expect(list.notes.passedOver.map(\.path) == ["all/a.jpg", "all/b.jpg"])
        #expect(list.notes.passedOver.allSatisfy { $0.reason == .anotherPath })
        #expect(list.notes.unlabelled.map(\.folder) == ["all"] && list.notes.unlabelled.map(\.count) == [1])
    }

    @Test func aPictureUnderBothLabelsIsRefused() throws {
        let manager = FileManager.default
        try make(["set/good/a.jpg", "set/bad/b.jpg"])
        try manager.createSymbolicLink(atPath: scratch.path("set/bad/c.jpg"), withDestinationPath: "../good/a.jpg")
        #expect(throws: DataSetError.bothLabels(first: "bad/c.jpg", second: "good/a.jpg")) { try list("set") }
        try manager.removeItem(atPath: scratch.path("set/bad/c.jpg"))
        try manager.createSymbolicLink(atPath: scratch.path("set/bad/deep"), withDestinationPath: "../good")
        #expect(throws: DataSetError.self) { try list("set") }
    }

    @Test func whatIsPassedOverIsCounted() throws {
        try make(["set/a.jpg", "set/b.CR2", "set/DSC0001", "set/deep/c.nef", "set/deep/notes.txt", "set/.hidden"])
        let notes = try list("set").notes
        #expect(notes.passedOver.map(\.path) == ["DSC0001", "b.CR2", "deep/c.nef", "deep/notes.txt"])
        #expect(
            notes.passedOver.map(\.reason) == ["", "cr2", "nef", "txt"].map { .notAPicture(ending: $0) })
    }

    @Test func foldersMayBeNamed() throws {
        try make(["best/a.jpg", "best/deep/b.jpg", "old/c.jpg", "old/d.txt", "other/best/e.jpg"])
        let (best, old, other) = (scratch.path("best"), scratch.path("old/"), scratch.path("other/best"))
        func load(_ aesthetic: [String], _ notAesthetic: [String]) throws -> PhotographList {
            try PhotographList.load(aesthetic: aesthetic, notAesthetic: notAesthetic, pictureExtensions: pictures)
        }
        let list = try load([best], [old])
        #expect(list.name == "best+old")
        #expect(list.photographs.map(\.path) == ["best/a.jpg", "best/deep/b.jpg", "old/c.jpg"])
        #expect(list.photographs.map(\.label) == [1, 1, 0])
        #expect(list.notes.passedOver.map(\.path) == ["old/d.txt"])
        #expect(try load([best], [other]).photographs.map(\.path) == [best + "/a.jpg", best + "/deep/b.jpg", other + "/e.jpg"])
        #expect(throws: DataSetError.bothLabels(first: "best/deep", second: "deep")) {
            try load([best], [scratch.path("best/deep")])
        }
        let nowhere = scratch.path("nowhere")
        #expect(throws: StorageError.missing(path: nowhere)) { try load([nowhere], []) }
        #expect(throws: StorageError.cannotOpen(path: best + "/a.jpg", reason: "it is not a folder")) {
            try load([best + "/a.jpg"], [])
        }
    }

    @Test func aNameThatIsNotUTF8IsAnObstacle() throws {
        let descriptor = open(scratch.folder + "/a\u{1}.jpg", O_CREAT | O_WRONLY, 0o600)
        close(descriptor)
        let bytes = Array(scratch.folder.utf8) + Array("/b".utf8) + [0xFF] + Array(".jpg".utf8) + [0]
        let created = bytes.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { $0.baseAddress.map { open($0, O_CREAT | O_WRONLY, 0o600) } ?? -1 }
        }
        try #require(created >= 0)
        close(created)
        let photographs = try list().photographs
        #expect(photographs.map(\.path) == ["a\u{1}.jpg", "b\\xFF.jpg"])
        #expect(photographs.map(\.obstacle) == [nil, "the name of the file is not UTF-8"])
        _ = bytes.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { $0.baseAddress.map { unlink($0) } }
        }
    }
}
