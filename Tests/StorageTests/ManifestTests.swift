import Foundation
import Storage
import TestSupport
import Testing

@Suite struct ManifestTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func list(_ text: String) throws -> PhotographList {
        try PhotographList.load(try scratch.write(text, to: "sets/ava.csv"), pictureExtensions: [])
    }

    @Test func everyColumnIsRead() throws {
        let list = try list(
            "\u{FEFF}path,label,split,group,r1,r2\r\n"
                + "b.jpg,aesthetic,train,scene 1,1,2.5\r\n"
                + "\"a, \"\"quoted\"\"\r\nname.jpg\",not-aesthetic,,,0,0\r\n"
                + "\r\n"
                + "/far/c.tif,,test,,3,4")
        #expect(list.name == "ava")
        #expect(list.bins == 2)
        #expect(
            list.photographs == [
                Photograph(
                    path: "b.jpg", location: scratch.path("sets/b.jpg"), label: 1, split: .training, group: "scene 1",
                    scores: [1, 2.5]),
                Photograph(
                    path: "a, \"quoted\"\r\nname.jpg", location: scratch.path("sets/a, \"quoted\"\r\nname.jpg"),
                    label: 0, scores: [0, 0]),
                Photograph(path: "/far/c.tif", location: "/far/c.tif", label: -1, split: .test, scores: [3, 4]),
            ])
    }

    @Test func theColumnsMayStandInAnyOrder() throws {
        let list = try list("label,path\ngood,a\nbad,b\n1,c\n0,d\n,e\n")
        #expect(list.photographs.map(\.label) == [1, 0, 1, 0, -1])
        #expect(list.bins == 0)
    }

    /// As in a list of photographs, or where there are votes alone.
    @Test func labelsMayBeLeftOut() throws {
        let list = try list("path,r1,r2\na,3,4\nb,1,0\n")
        #expect(list.photographs.map(\.label) == [-1, -1])
        #expect(list.photographs.map(\.scores) == [[3, 4], [1, 0]])
    }

    @Test(arguments: [
        ("an empty file", "", "line 1: the file is empty"),
        ("no path", "label,r1\n1,2\n", "line 1: there is no column path"),
        ("a rating left out", "path,label,r1,r3\na,1,1,1\n", "line 1: there is no column r2"),
        ("an unknown column", "path,label,colour\na,1,red\n", "line 1: the column \"colour\" is unknown"),
        ("a column twice", "path,label,path\na,1,b\n", "line 1: the column path is there twice"),
        ("too few fields", "path,label\na,1\nb\n", "line 3: 1 fields were found, and the header has 2"),
        ("too many fields", "path,label\na,1\n\nb,1,x\n", "line 4: 3 fields were found"),
        ("a field more at the end", "path,label\na,1,", "line 2: 3 fields were found"),
        ("an unknown label", "path,label\na,nice\n", "line 2: label must be aesthetic, good or 1;"),
        ("no path", "path,label\n,1\n", "line 2: path must be the path of a photograph, got \"\" instead"),
        ("a path twice", "path,label\na,1\nb,1\n\"c\nd\",0\na,0\n", "line 6: a was already on line 2"),
        ("a rating that is no number", "path,label,r1\na,1,x\n", "line 2: r1 must be a number of votes, 0 or more, got \"x\" instead"),
        ("a rating left blank", "path,label,r1\na,1,\n", "line 2: r1 must be"),
        ("a rating below zero", "path,label,r1\na,1,-1\n", "line 2: r1 must be"),
        ("a rating that is not finite", "path,label,r1\na,1,nan\n", "line 2: r1 must be"),
        ("an open quote", "path,label\na,1\nb,\"1\nc,0\n", "line 3: a quotation mark is opened and never closed"),
        ("an open quote at the end", "path,label\na,\"1", "line 2: a quotation mark is opened and never closed"),
        ("a stray quote", "path,label\n\"a\"b,1\n", "line 2: the quotation marks are wrong"),
        ("no line but the header", "path,label\n", "no pictures were found"),
    ]) func errorsNameTheLine(name: String, text: String, expected: String) throws {
        let sentence = Sample.sentence { _ = try list(text) }
        #expect(sentence?.contains(expected) == true, "\(name): \(sentence ?? "no error")")
        #expect(sentence?.contains(scratch.path("sets/ava.csv")) == true, "\(name): \(sentence ?? "no error")")
    }

    /// The tables that ship with the project.
    @Test func theShippedTablesAreWhole() throws {
        let data = URL(fileURLWithPath: Fixture.path("")).deletingLastPathComponent().deletingLastPathComponent().path
            + "/data/"
        let benchmarks = try CSVTable.read(data + "benchmarks.csv").records
        #expect(benchmarks.map { $0["name"] } == ["benchmark1", "benchmark2", "alm", "custom", "coco"])
        let robustness = try CSVTable.read(data + "robustness.csv").records
        #expect(robustness.count == 3 * 8 && robustness.allSatisfy { $0["accuracy"]?.isEmpty == false })
    }

    @Test func textThatIsNotUTF8IsRefused() throws {
        let path = try scratch.write("", to: "x.csv")
        try Data([0x70, 0xFF, 0x0A]).write(to: URL(fileURLWithPath: path))
        #expect(throws: StorageError.badLine(file: path, line: 1, problem: .notUTF8)) { try CSVTable.read(path) }
    }
}
