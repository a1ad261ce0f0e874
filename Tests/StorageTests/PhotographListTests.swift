import Foundation
import Storage
import TestSupport
import Testing

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

    @Test(arguments: [
        (["Good/a.jpg", "BAD/b.jpg"], [0, 1]), (["1/a.jpg", "0/b.jpg"], [0, 1]), (["not_aesthetic/a.jpg"], [0]),
        (["1/a.jpg", "2/b.jpg"], [-1, -1]), (["x/good/a.jpg"], [-1]),
    ] as [([String], [Int8])]) func conventions(names: [String], labels: [Int8]) throws {
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
        #expect(try list("set").photographs.map(\.path) == ["a.jpg", "folder/d.jpg", "link.jpg"])
    }

    @Test func whatIsNoDataSetIsToldApart() throws {
        try make(["empty/notes.txt", "empty/deep/x.doc", "picture.jpg"])
        #expect(throws: StorageError.missing(path: scratch.path("none"))) { try list("none") }
        #expect(throws: StorageError.notADataSet(path: scratch.path("picture.jpg"))) { try list("picture.jpg") }
        #expect(throws: StorageError.noPictures(folder: scratch.path("empty"), otherFiles: 2)) { try list("empty") }
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
