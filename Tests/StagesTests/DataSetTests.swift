import Foundation
import Records
import Testing
import TestSupport

/// Data sets as people have them: missing, empty, broken in part, oddly named.
@Suite struct DataSetTests {
    let scratch: Scratch
    let gallery: Gallery

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
    }

    private func extract(_ set: String, _ more: [String] = []) throws -> Outcome {
        try scratch.run("extract", [set, "--output", "o.h5"] + Gallery.firstExtractor + more)
    }

    @Test func aMissingFolder() throws {
        try extract("none").expectRefusal(66, "none", "nothing")
        try extract("none/manifest.csv").expectRefusal(66, "none/manifest.csv")
    }

    @Test func anEmptyFolder() throws {
        try scratch.makeFolder("set")
        try extract("set").expectRefusal(65, "no pictures were found in set")
    }

    @Test func aFolderOfOtherFiles() throws {
        try scratch.write("a", to: "set/readme.txt")
        try scratch.write("b", to: "set/deep/notes.md")
        try extract("set").expectRefusal(65, "no pictures", "set", "2 other files")
    }

    @Test func neitherFolderNorManifest() throws {
        try scratch.write("a", to: "notes.txt")
        try extract("notes.txt")
            .expectRefusal(65, "notes.txt, line 1", "no column holds the paths of the photographs", "--path-column")
        try extract("/dev/null").expectRefusal(65, "/dev/null")
    }

    @Test func onlyBrokenPictures() throws {
        try scratch.write("no picture", to: "set/a.jpg")
        try scratch.write("", to: "set/b.png")
        try extract("set").expectRefusal(65, "set", "none of its 2 photographs", "not a picture", "JPEG")
        #expect(try scratch.visibleNames == ["set"])
    }

    @Test func brokenPicturesAmongGoodOnes() throws {
        for (index, photograph) in gallery.photographs.prefix(3).enumerated() {
            try scratch.copy(photograph, to: "set/aesthetic/good\(index).jpg")
        }
        let whole = try Data(contentsOf: URL(fileURLWithPath: gallery.photographs[3]))
        try scratch.write(whole.prefix(whole.count / 2), to: "set/aesthetic/cut.jpg")
        try scratch.write("words", to: "set/bad/text.jpg")
        try scratch.write("", to: "set/bad/nothing.png")
        let outcome = try extract("set")
        outcome.expectDone()
        #expect(outcome.error.contains("3 photographs extracted, 3 skipped"))
        let file = try FeaturesFile.open(scratch.path("o.h5"))
        #expect(file.rows.paths == ["aesthetic/good0.jpg", "aesthetic/good1.jpg", "aesthetic/good2.jpg"])
        #expect(file.rows.labels == [1, 1, 1])
        #expect(file.skipped.map(\.path) == ["aesthetic/cut.jpg", "bad/nothing.png", "bad/text.jpg"])
        for (skipped, fact) in zip(file.skipped, ["truncated", "empty", "not a picture"]) {
            #expect(skipped.reason.contains(fact), "\(skipped)")
        }
    }

    @Test func awkwardNamesAndLinks() throws {
        let names = ["a b.jpg", "a,\"b\".jpg", "line\nbreak.jpg", "żółw 🐢.JPG", "-dash.jpg", "it's.jpeg"]
        for (name, photograph) in zip(names, gallery.photographs) { try scratch.copy(photograph, to: "my set/" + name) }
        try FileManager.default.createSymbolicLink(atPath: scratch.path("my set/circle"), withDestinationPath: ".")
        try FileManager.default.createSymbolicLink(atPath: scratch.path("my set/self.jpg"), withDestinationPath: "self.jpg")
        let outcome = try extract("my set")
        outcome.expectDone()
        let file = try FeaturesFile.open(scratch.path("o.h5"))
        #expect(Set(file.rows.paths) == Set(names))
        #expect(file.skipped.map(\.path) == ["self.jpg"])
        #expect(file.header.dataset == "my set")
    }

    @Test func aManifestFromASpreadsheet() throws {
        let rows = [
            "path,label,split,group,r1,r2", "\"\(gallery.photographs[0])\",aesthetic,train,one,1,3",
            "\(gallery.photographs[9]),0,test,\"two, or more\",2.5,0", "gone.jpg,,,,1,1", "",
        ]
        try scratch.write("\u{FEFF}" + rows.joined(separator: "\r\n"), to: "set.csv")
        let outcome = try extract("set.csv")
        outcome.expectDone()
        let file = try FeaturesFile.open(scratch.path("o.h5"))
        #expect(file.rows.paths == [gallery.photographs[0], gallery.photographs[9]])
        #expect(file.rows.labels == [1, 0])
        #expect(file.rows.scores?.elements == [1, 3, 2.5, 0])
        #expect(file.skipped.map(\.path) == ["gone.jpg"])
        #expect(file.provenance.inputs.map(\.path) == ["set.csv"])
    }

    @Test(arguments: [
        ("", "empty"), ("path,label\n", "no pictures"), ("a.jpg;1\n", "path"),
        ("path,label\na.jpg,beautiful\n", "line 2"), ("path,label\na.jpg,1\na.jpg,1\n", "line 3"),
        ("path,label\n\"a.jpg,1\n", "line 2"), ("path,label,split\na.jpg,1,holdout\n", "holdout"),
    ])
    func aBadManifest(_ text: String, _ fact: String) throws {
        try scratch.write(text, to: "set.csv")
        try extract("set.csv").expectRefusal(65, "set.csv", fact)
    }

    @Test func whatIsLeftAsideAndPassedOverIsSaid() throws {
        try scratch.write(
            "Path;Label;mood;mos\n\(gallery.photographs[0]);keep;calm;3,5\n\(gallery.photographs[9]);Reject;;1\n", to: "set.csv")
        let manifest = try extract("set.csv")
        manifest.expectDone()
        #expect(manifest.error.contains("set: the column mood is ignored\n"))
        #expect(manifest.error.contains("set: mean scores (mos) are ignored"))
        #expect(try FeaturesFile.open(scratch.path("o.h5")).rows.labels == [1, 0])
        for (name, photograph) in zip(["Keep/a.jpg", "Reject/b.jpg", "sea/c.jpg", "d.jpg"], gallery.photographs) {
            try scratch.copy(photograph, to: "folder/" + name)
        }
        for name in ["a.PSD", "b.psd", "DSC01", "sea/c.xmp"] { try scratch.write("x", to: "folder/" + name) }
        let folder = try extract("folder")
        folder.expectDone()
        #expect(folder.error.contains("4 photographs of folder (1 aesthetic, 1 not aesthetic, 2 without a label)"))
        #expect(folder.error.contains("folder: 2 photographs have no label: 1 outside the folders, sea (1); "))
        #expect(
            folder.error.contains(
                "folder: 4 files are passed over: 2 .psd, 1 .xmp, 1 without an ending (--list-passed-over names them)\n"))
        let listed = try extract("folder", ["--list-passed-over"])
        for name in ["DSC01", "a.PSD", "b.psd", "sea/c.xmp"] {
            #expect(listed.error.contains("folder: passed over: \(name)\n"))
        }
        #expect(!folder.error.contains("DSC01"))
    }

    @Test func foldersMayBeNamedInsteadOfADataSet() throws {
        for (name, photograph) in zip(["best/a.jpg", "2023/b.jpg", "2024/c.jpg"], gallery.photographs) {
            try scratch.copy(photograph, to: name)
        }
        let folders = ["--aesthetic", "best", "--not-aesthetic", "2023", "2024"]
        func run(_ arguments: [String]) throws -> Outcome {
            try scratch.run("extract", arguments + Gallery.firstExtractor + ["--output", "o.h5"])
        }
        try run(folders).expectDone()
        let file = try FeaturesFile.open(scratch.path("o.h5"))
        #expect(file.rows.paths == ["2023/b.jpg", "2024/c.jpg", "best/a.jpg"] && file.rows.labels == [0, 0, 1])
        #expect(file.header.dataset == "best+2023+2024")
        try run(["best"] + folders).expectRefusal(64, "either a folder or manifest, or folders")
        try run([]).expectRefusal(64, "the photographs are missing; give a folder or a manifest")
        try run(folders + ["best"]).expectRefusal(65, "best", "among the aesthetic")
        let explored = try scratch.run("explore", folders)
        explored.expectDone()
        #expect(explored.output.contains("best+2023+2024"))
        try scratch.run("evaluate", folders + ["--model", gallery.classifier]).expectDone()
    }

    @Test func aManifestThatIsNotText() throws {
        try scratch.write(Data([0x70, 0xFF, 0xFE, 0x0A]), to: "set.csv")
        try extract("set.csv").expectRefusal(65, "set.csv", "UTF-8")
    }
}
