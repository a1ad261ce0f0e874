import Files
import Foundation
import Testing
import TestSupport
import Weights

/// Checks, records, and what a folder tells without reading its files.
@Suite struct WeightFolderTests {
    // Of the text `abc`: RFC 1321, appendix A.5, and FIPS 180-2, appendix B.1.
    private static let md5 = "900150983cd24fb0d6963f7d28e17f72"
    private static let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

    private let scratch: Scratch
    private let folder: WeightFolder

    init() throws {
        scratch = try Scratch()
        try scratch.makeFolder("here")
        folder = WeightFolder(path: scratch.path("here"))
    }

    private func entry(bytes: String = "", md5: String = "", sha256: String = "") throws -> WeightCatalogue.Entry {
        let text = "name,network,url,bytes,md5,sha256,licence\nw,net,https://h/w.h5,\(bytes),\(md5),\(sha256),\n"
        return try WeightCatalogue(path: scratch.write(text, to: "list.csv")).entry(named: "w")
    }

    private func difference(_ file: String, _ entry: WeightCatalogue.Entry) throws -> WeightDifference? {
        do {
            _ = try folder.check(file, as: entry)
            return nil
        } catch WeightsError.differs(let difference) {
            return difference
        }
    }

    @Test func digestsAreThoseOfTheStandards() throws {
        let digests = try FileDigests(of: scratch.write("abc", to: "abc"))
        #expect(digests.bytes == 3 && digests.md5 == Self.md5 && digests.sha256 == Self.sha256)
        #expect(try FileDigest.sha256(of: scratch.path("abc")) == Self.sha256)
    }

    @Test func everythingPublishedMustHold() throws {
        let file = try scratch.write("abc", to: "abc")
        #expect(try difference(file, entry(bytes: "3", md5: Self.md5, sha256: Self.sha256)) == nil)
        #expect(try difference(file, entry()) == nil)
        let zeros = String(repeating: "0", count: 32)
        #expect(try difference(file, entry(bytes: "4"))?.quantity == .bytes)
        #expect(try difference(file, entry(bytes: "3", md5: zeros))?.quantity == .md5)
        #expect(try difference(file, entry(md5: Self.md5, sha256: zeros + zeros))?.quantity == .sha256)
    }

    @Test func aFileIsFollowedFromComingToChange() throws {
        let known = try entry(md5: Self.md5)
        let unknown = try entry()
        #expect(folder.state(of: known) == .missing)
        try scratch.write("ab", to: "here/w.h5.partial")
        #expect(folder.state(of: known) == .partial)
        let file = try scratch.write("abc", to: "here/w.h5")
        #expect(folder.state(of: known) == .unchecked)
        try folder.record(folder.check(file, as: known), for: known)
        #expect(folder.state(of: known) == .verified && folder.state(of: unknown) == .recorded)
        #expect(try folder.state(of: entry(md5: String(repeating: "0", count: 32))) == .wrong)
        #expect(try folder.usableFile(of: known) == file)
        #expect(folder.recordedSHA256(of: known) == Self.sha256)
        try scratch.write("abd", to: "here/w.h5")
        #expect(folder.state(of: known) == .changed)
        #expect(throws: WeightsError.notReady(name: "w", file: file, state: .changed)) {
            try folder.usableFile(of: known)
        }
        // What nobody published is held to what came first.
        let difference = try difference(file, unknown)
        #expect(difference?.expected == Self.sha256 && difference?.source == .recorded(file + ".checksums"))
    }

    /// An older file moved into the place is noticed as well.
    @Test func aFileOfAnotherTimeIsAnotherFile() throws {
        let known = try entry(md5: Self.md5)
        let file = try scratch.write("abc", to: "here/w.h5")
        try folder.record(folder.check(file, as: known), for: known)
        try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: file)
        #expect(folder.state(of: known) == .changed)
    }

    @Test func importingChecksFirst() throws {
        let known = try entry(md5: Self.md5)
        try scratch.write("abc", to: "right")
        try scratch.write("abd", to: "wrong")
        let error = #expect(throws: WeightsError.self) { try folder.importFile(scratch.path("wrong"), as: known) }
        #expect(error?.sentence.hasPrefix(scratch.path("wrong")) == true)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        _ = try folder.importFile(scratch.path("right"), as: known)
        #expect(folder.state(of: known) == .verified && scratch.exists("right"))
        // From its own place.
        try scratch.write("abc", to: "here/w.h5")
        #expect(folder.state(of: known) == .changed)
        _ = try folder.importFile(folder.file(of: known), as: known)
        #expect(folder.state(of: known) == .verified)
    }

    /// The archive holds `abc` as `p/w.pth`, deflated.
    @Test func aFileIsTakenOutOfItsArchive() throws {
        let archive = try scratch.write(Self.archive, to: "a.whl")
        let whole = try FileDigests(of: archive)
        func entry(_ fields: String) throws -> WeightCatalogue.Entry {
            let text = "name,network,url,licence,sha256,member,archive_bytes,archive_sha256\nw,net,https://h/a.whl,,\(fields)\n"
            return try WeightCatalogue(path: scratch.write(text, to: "list.csv")).entry(named: "w")
        }
        func take(_ entry: WeightCatalogue.Entry, from path: String = archive) throws {
            _ = try folder.importArchive(path, try #require(entry.archive), as: entry)
        }
        let zeros = String(repeating: "0", count: 64)
        let right = try entry("\(Self.sha256),p/w.pth,\(whole.bytes),\(whole.sha256)")
        for wrong in [
            "\(Self.sha256),p/w.pth,1,", "\(Self.sha256),p/w.pth,,\(zeros)", "\(zeros),p/w.pth,,", "\(Self.sha256),p/v.pth,,",
        ] {
            #expect(throws: WeightsError.self, "\(wrong)") { try take(entry(wrong)) }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
        let cut = try scratch.write(Self.archive.prefix(60), to: "cut.whl")
        let error = #expect(throws: WeightsError.self) { try take(entry("\(Self.sha256),p/w.pth,,"), from: cut) }
        #expect(error?.sentence.contains("p/w.pth cannot be taken out of \(cut)") == true)
        try take(right)
        #expect(folder.state(of: right) == .verified)
        #expect(try scratch.data("here/w.pth") == Data("abc".utf8) && scratch.exists("a.whl"))
        // The import takes the archive as well as the file.
        try FileManager.default.removeItem(atPath: scratch.path("here/w.pth"))
        _ = try folder.importFile(archive, as: right)
        _ = try folder.importFile(scratch.write("abc", to: "right"), as: right)
        #expect(folder.state(of: right) == .verified)
    }

    private static let archive = Data([
        80, 75, 3, 4, 20, 0, 0, 0, 8, 0, 0, 0, 33, 0, 194, 65, 36, 53, 5, 0, 0, 0, 3, 0,
        0, 0, 7, 0, 0, 0, 112, 47, 119, 46, 112, 116, 104, 75, 76, 74, 6, 0, 80, 75, 1, 2, 20, 3,
        20, 0, 0, 0, 8, 0, 0, 0, 33, 0, 194, 65, 36, 53, 5, 0, 0, 0, 3, 0, 0, 0, 7, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 128, 1, 0, 0, 0, 0, 112, 47, 119, 46, 112, 116, 104, 80,
        75, 5, 6, 0, 0, 0, 0, 1, 0, 1, 0, 53, 0, 0, 0, 42, 0, 0, 0, 0, 0,
    ])

    @Test func theStandardFolderIsTheUsers() throws {
        let home = ["HOME": "/home/u"]
        #expect(try WeightFolder.standard(environment: home).path == "/home/u/.local/share/kalon/weights")
        let data = ["HOME": "/home/u", "XDG_DATA_HOME": "/data"]
        #expect(try WeightFolder.standard(environment: data).path == "/data/kalon/weights")
        let relative = ["HOME": "/home/u", "XDG_DATA_HOME": "data"]
        #expect(try WeightFolder.standard(environment: relative).path == "/home/u/.local/share/kalon/weights")
        #expect(throws: WeightsError.noHome) { try WeightFolder.standard(environment: [:]) }
    }
}
