import DataSets
import Files
import Foundation
import Testing
import TestSupport
import Weights

@Suite struct WeightCatalogueTests {
    private static let header = "name,network,file,url,bytes,md5,sha256,licence,note\n"
    private static let md5 = String(repeating: "0f", count: 16)
    private static let sha256 = String(repeating: "AB", count: 32)

    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func list(_ text: String) throws -> WeightCatalogue {
        try WeightCatalogue(path: scratch.write(text, to: "list.csv"))
    }

    @Test func everyColumnIsRead() throws {
        let list = try list(
            Self.header + "a,net,,https://h/x/w.h5?dl=1,12,\(Self.md5),\(Self.sha256),MIT,\"one, two\"\n"
                + "b,net,b.pkl,http://h/w.h5,,,,,\n")
        let (a, b) = (try list.entry(named: "a"), try list.entry(named: "b"))
        #expect(a.file == "w.h5" && a.bytes == 12 && a.md5 == Self.md5 && a.note == "one, two" && a.licence == "MIT")
        #expect(a.sha256 == Self.sha256.lowercased() && a.hasPublishedDigest)
        #expect(b.file == "b.pkl" && b.bytes == nil && b.md5 == nil && b.sha256 == nil && !b.hasPublishedDigest)
        #expect(throws: WeightsError.unknownName("c", catalogue: list.path, known: ["a", "b"])) {
            try list.entry(named: "c")
        }
    }

    @Test func aFileMayBeInAnArchive() throws {
        let header = "name,network,url,licence,bytes,member,archive_bytes,archive_sha256\n"
        let list = try list(
            header + "a,net,https://h/a.whl,MIT,5,p/models/w.pth,12,\(Self.sha256)\nb,net,https://h/b.h5,,7,,,\n")
        let (a, b) = (try list.entry(named: "a"), try list.entry(named: "b"))
        #expect(a.archive?.member == "p/models/w.pth" && a.archive?.sha256 == Self.sha256.lowercased())
        #expect(a.file == "w.pth" && a.bytes == 5 && a.bytesAtAddress == 12)
        #expect(b.archive == nil && b.file == "b.h5" && b.bytesAtAddress == 7)
        for fields in [",12,", ",,\(Self.sha256)", "../,,"] {
            let line = "a,net,https://h/a.whl,MIT,," + fields
            #expect(throws: DataSetError.self) { try self.list(header + line + "\n") }
        }
    }

    @Test(arguments: [
        ("https://mirror", "https://mirror/x/w.h5?dl=1"), ("http://m:81/", "http://m:81/x/w.h5?dl=1"),
        ("http://m/base%20x/", "http://m/base%20x/x/w.h5?dl=1"), ("http://m/base?key=1", "http://m/base/x/w.h5?dl=1"),
    ]) func aMirrorTakesThePlaceOfTheHost(mirror: String, expected: String) throws {
        let entry = try list(Self.header + "a,net,,https://h/x/w.h5?dl=1,,,,,\n").entry(named: "a")
        #expect(entry.address(mirror: URL(string: mirror)).absoluteString == expected)
        #expect(entry.address(mirror: nil) == entry.address)
    }

    @Test(arguments: [
        ("no name", ",net,,https://h/w,,,,,", "name must be"),
        ("a path for a name", "../a,net,,https://h/w,,,,,", "name must be"),
        ("a name twice", "a,net,,https://h/w,,,,,\na,net,,https://h/v,,,,,", "line 3: name must be"),
        ("no address", "a,net,,,,,,,", "url must be"),
        ("another address", "a,net,,ftp://h/w,,,,,", "url must be"),
        ("a file elsewhere", "a,net,../../w,https://h/w,,,,,", "file must be"),
        ("a hidden file", "a,net,.bashrc,https://h/w,,,,,", "file must be"),
        ("an address without a name", "a,net,,https://h/,,,,,", "file must be"),
        ("a file twice", "a,net,,https://h/w,,,,,\nb,net,,https://g/w,,,,,", "line 3: file must be"),
        ("a size that is none", "a,net,,https://h/w,12 MB,,,,", "bytes must be"),
        ("a size below one", "a,net,,https://h/w,0,,,,", "bytes must be"),
        ("half an MD5", "a,net,,https://h/w,,0f0f,,,", "md5 must be"),
        ("no hexadecimal", "a,net,,https://h/w,,,\(String(repeating: "g", count: 64)),,", "sha256 must be"),
    ]) func errorsNameTheLine(name: String, lines: String, expected: String) {
        let error = #expect(throws: DataSetError.self) { try list(Self.header + lines + "\n") }
        #expect(error?.sentence.contains(expected) == true, "\(name): \(error?.sentence ?? "")")
    }

    @Test func columnsAreChecked() {
        for text in ["name,network,url\n", "name,network,url,licence,colour\n"] {
            #expect(throws: DataSetError.self) { try list(text) }
        }
    }

    /// The list that ships with the project.
    @Test func theShippedListIsWhole() throws {
        let project = URL(fileURLWithPath: Fixture.path("")).deletingLastPathComponent().deletingLastPathComponent()
        let list = try WeightCatalogue(path: project.appendingPathComponent("data/weights.csv").path)
        #expect(list.entries.allSatisfy { $0.address.scheme == "https" && !$0.licence.isEmpty })
        let lite = try list.entry(named: "efficientnet-lite2")
        #expect(lite.file == "efficientnet-lite2-9656183e.pth" && lite.sha256?.hasPrefix("9656183e") == true)
        #expect(try list.entry(named: "efficientnet-b7").md5 == "cbcfe4450ddf6f3ad90b1b398090fe4a")
    }
}
