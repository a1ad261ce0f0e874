import Files
import Foundation
import HDF5
import Matrices
import Records
import Testing
import TestSupport

@Suite struct AtomicOutputTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func textAppearsWhole() throws {
        let path = scratch.path("r.json")
        try AtomicOutput.write(Data("one".utf8), to: path)
        try AtomicOutput.write(Data("two".utf8), to: path)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "two")
        #expect(try scratch.names == ["r.json"])
    }

    @Test func aFailureLeavesWhatWasThere() throws {
        struct Stop: Error {}
        let path = try scratch.write("before", to: "f.h5")
        #expect(throws: StorageError.missing(path: "x")) {
            try HDF5File.write(to: path) { root throws(StorageError) in
                try root.write("values", [Float](repeating: 1, count: 100))
                throw StorageError.missing(path: "x")
            }
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "before")
        #expect(try scratch.names == ["f.h5"])
    }

    @Test func placesThatCannotBeWrittenAreNamed() throws {
        let cases: [(name: String, path: String, reason: String)] = [
            ("no folder", scratch.path("none/f.h5"), "there is no folder \(scratch.path("none"))"),
            ("a folder", scratch.folder, "it is a folder"),
            ("a device", "/dev/null", "it is not a regular file"),
            ("below a file", try scratch.write("", to: "file") + "/f.h5", "Not a directory"),
        ]
        for (name, path, reason) in cases {
            #expect(throws: StorageError.cannotWrite(path: path, reason: reason), "\(name)") {
                try AtomicOutput.write(Data("x".utf8), to: path)
            }
        }
    }

    @Test func aLinkStaysALink() throws {
        let target = try scratch.write("before", to: "target.txt")
        try FileManager.default.createSymbolicLink(atPath: scratch.path("link.txt"), withDestinationPath: target)
        try AtomicOutput.write(Data("after".utf8), to: scratch.path("link.txt"))
        #expect(try String(contentsOfFile: target, encoding: .utf8) == "after")
    }

    /// Left by kills in the middle of writing; files of other outputs, and a person's, stay.
    @Test func whoHoldsTheLockRemovesLeftovers() throws {
        let others = ["1-0.a.h5.partial", "1-0.my.f.h5.partial", "notes-0.f.h5.partial", "f.h5"]
        for name in others + ["71-0.f.h5.partial", "71-12.f.h5.partial.partial"] { try scratch.write("x", to: name) }
        let file = try LockedFile(beside: scratch.path("f.h5")) { _ in false }
        #expect(try scratch.names == (others + ["f.h5.partial"]).sorted())
        #expect(file.remove() == 0)
    }

    /// Each would be written over, or waited for, if it were opened as any file is.
    @Test func aStrangersPartialFileIsLeftAlone() throws {
        let victim = try scratch.write("precious", to: "victim")
        let partial = scratch.path("f.h5.partial")
        let ways: [(name: String, reason: String, make: () throws -> Void)] = [
            ("a link", "it is a link", { symlink(victim, partial) }),
            ("a link to nowhere", "it is a link", { symlink(scratch.path("nowhere"), partial) }),
            ("a second name", "another name", { link(victim, partial) }),
            ("a pipe", "not a regular file", { mkfifo(partial, 0o600) }),
            ("a folder", "it is a folder", { try scratch.makeFolder("f.h5.partial") }),
            ("a file", "not left by this command", { try scratch.write("my notes", to: "f.h5.partial") }),
        ]
        for (name, reason, make) in ways {
            try make()
            let sentence = Sample.sentence { _ = try LockedFile(beside: scratch.path("f.h5")) { _ in false } } ?? "no error"
            #expect(sentence.contains(partial) && sentence.contains(reason), "\(name): \(sentence)")
            #expect(try scratch.data("victim") == Data("precious".utf8), "\(name)")
            #expect(!scratch.exists("nowhere"), "\(name)")
            try FileManager.default.removeItem(atPath: partial)
        }
    }

    /// Whoever may write in the folder can swap names and folders while an output is written.
    @Test func namesThatAreSwappedLeadNowhere() throws {
        let victim = try scratch.write("precious", to: "victim")
        try scratch.makeFolder("out")
        try scratch.makeFolder("elsewhere")
        let path = scratch.path("out/f.h5")
        do {
            let output = try AtomicOutput(path)
            let name = try #require(try FileManager.default.contentsOfDirectory(atPath: scratch.path("out")).first)
            try FileManager.default.removeItem(atPath: scratch.path("out/" + name))
            symlink(victim, scratch.path("out/" + name))
            // A library may refuse a file without a name, and is not led astray.
            let refusal = Sample.sentence { _ = try HDF5File.create(output.temporaryPath, reportedAs: path) }
            #expect(refusal?.contains(path) ?? true)
            try output.append(Data("x".utf8))
            let sentence = Sample.sentence { try output.commit() } ?? "no error"
            #expect(sentence.contains(path) && sentence.contains("another program"), "\(sentence)")
            #expect(!scratch.exists("out/f.h5"))
        }
        let output = try AtomicOutput(path)
        try FileManager.default.moveItem(atPath: scratch.path("out"), toPath: scratch.path("moved"))
        symlink(scratch.path("elsewhere"), scratch.path("out"))
        try output.append(Data("x".utf8))
        try output.commit()
        #expect(scratch.exists("moved/f.h5") && !scratch.exists("elsewhere/f.h5"))
        #expect(try scratch.data("victim") == Data("precious".utf8))
    }

    @Test func aNewFileReplacesNone() throws {
        let path = try scratch.write("mine", to: "a.jpg")
        let output = try AtomicOutput(path)
        try output.append(Data("other".utf8))
        #expect(throws: StorageError.cannotWrite(path: path, reason: "a file of this name already exists")) {
            try output.commitNew()
        }
        #expect(try scratch.data("a.jpg") == Data("mine".utf8))
    }

    @Test func pathsAreTakenApart() {
        let cases = [
            ("x", "", "x"), ("é", "", "é"), ("a/x", "a", "x"), ("/x", "/", "x"), ("a/b/", "a", "b"), ("./x", ".", "x"),
            ("/", "/", ""), ("", "", ""), ("a//b", "a/", "b"),
        ]
        for (path, folder, name) in cases {
            #expect(PathParts.folder(of: path) == folder && PathParts.name(of: path) == name, "\(path)")
        }
    }

    @Test(arguments: ["n", "é", "😀"]) func theLongestNamesCanBeWritten(_ character: String) throws {
        var name = ".h5"
        while name.utf8.count + character.utf8.count <= 255 { name = character + name }
        try AtomicOutput.write(Data("x".utf8), to: scratch.path(name))
        #expect(try scratch.names.count == 1)
    }

    /// At many sizes of the disk, so that it is full at every stage of writing: data, indices, attributes, closing.
    @Test(.enabled("mounting a small file system takes root") { SmallDisk.isPossible })
    func aFullDiskLeavesWhatWasThere() throws {
        for pages in stride(from: 2, through: 258, by: 8) {
            let disk = try #require(SmallDisk(bytes: pages * 4096))
            let path = disk.folder + "/f.h5"
            try Data("before".utf8).write(to: URL(fileURLWithPath: path))
            let attempts: [(name: String, body: () throws -> Void)] = [
                ("features", { try writeFeatures(to: path, rows: 270) }),
                (
                    "many small objects",
                    {
                        try HDF5File.write(to: path) { root throws(StorageError) in
                            for index in 0..<3000 { try root.write("g\(index)/values", [Float](repeating: 1, count: 40)) }
                        }
                    }
                ),
                (
                    "attributes",
                    {
                        try HDF5File.write(to: path) { root throws(StorageError) in
                            try root.attributes.set("text", String(repeating: "x", count: 1_100_000))
                        }
                    }
                ),
                ("text", { try AtomicOutput.write(Data(count: 2 << 20), to: path) }),
            ]
            for (name, body) in attempts {
                let sentence = Sample.sentence(body) ?? "no error"
                #expect(sentence.hasPrefix("\(path) cannot be written: "), "\(name), \(pages): \(sentence)")
                #expect(sentence.contains("No space left on device"), "\(name), \(pages): \(sentence)")
                #expect(try String(contentsOfFile: path, encoding: .utf8) == "before", "\(name), \(pages)")
                #expect(try FileManager.default.contentsOfDirectory(atPath: disk.folder) == ["f.h5"], "\(name)")
            }
        }
    }

    private func writeFeatures(to path: String, rows: Int) throws {
        try FeaturesFile.write(
            to: path,
            header: FeaturesHeader(
                dataset: "alm", extractor: "multigap", extractorJSON: #"{"name":"multigap"}"#, weights: "w.h5",
                weightsSHA256: "00ff",
                input: "{}", precision: "float32"),
            rows: FeaturesRows(paths: (0..<rows).map { "p\($0)" }, labels: [Int8](repeating: 1, count: rows)),
            features: Matrix(rows: rows, columns: 1000, repeating: 1), skipped: [], provenance: Sample.provenance)
    }
}
