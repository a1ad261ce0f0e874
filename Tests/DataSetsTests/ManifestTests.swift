import DataSets
import Foundation
import Testing
import TestSupport

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
        (
            "no path", "label,r1\n1,2\n",
            "line 1: no column holds the paths of the photographs (the columns are label, r1); call that column path"
        ),
        ("a rating left out", "path,label,r1,r3\na,1,1,1\n", "line 1: there is no column r2"),
        (
            "two columns of paths", "file,image\na,b\n",
            "line 1: each of the columns file, image could be the path; choose one"
        ),
        (
            "a column twice in two cases", "path,Label,LABEL\na,1,1\n",
            "line 1: each of the columns Label, LABEL could be the label"
        ),
        ("scores without a scale", "path,mos\na,3.5\nb,1\n", "(they range from 1 to 3.5); rename the column to mos(1...10) if"),
        (
            "two columns of scores", "path,mean,mos\na,1,2\n",
            "each of the columns mean, mos could be the score; choose one"
        ),
        ("a score off its scale", "path,mos (1...5)\na,5.5\n", "line 2: mos (1...5) must be a number from 1 to 5"),
        ("a score that is no number", "path,mos [1-5]\na,nan\n", "line 2: mos [1-5] must be a number from 1 to 5"),
        ("an unknown part", "path,split\na,train\nb,holdout\n", "line 3: split must be train or training;"),
        ("two delimiters", "path,label;x\tfile\na\n", "line 1: the fields of the header could be separated by"),
        ("a zero byte", "path\na\0b\n", "line 2: the text contains a zero byte"),
        ("one file twice", "path\na/b\n./a//b\n", "line 3: ./a//b was already on line 2, as a/b"),
        ("a column twice", "path,label,path\na,1,b\n", "line 1: the column path appears twice"),
        ("too few fields", "path,label\na,1\nb\n", "line 3: the line has 1 field, but the header has 2"),
        ("too many fields", "path,label\na,1\n\nb,1,x\n", "line 4: the line has 3 fields"),
        ("a field more at the end", "path,label\na,1,", "line 2: the line has 3 fields"),
        ("an unknown label", "path,label\na,nice\n", "line 2: label must be aesthetic, good, keep, yes or 1;"),
        ("no path", "path,label\n,1\n", "line 2: path must be the path of a photograph, got \"\" instead"),
        ("a path twice", "path,label\na,1\nb,1\n\"c\nd\",0\na,0\n", "line 6: a was already on line 2"),
        (
            "a rating that is no number", "path,label,r1\na,1,x\n",
            "line 2: r1 must be a number of votes, 0 or more, got \"x\" instead"
        ),
        ("a rating left blank", "path,label,r1,r2\na,1,,3\n", "line 2: r1 must be"),
        ("a rating below zero", "path,label,r1\na,1,-1\n", "line 2: r1 must be"),
        ("a rating that is not finite", "path,label,r1\na,1,nan\n", "line 2: r1 must be"),
        ("an open quote", "path,label\na,1\nb,\"1\nc,0\n", "line 3: a quotation mark is never closed"),
        ("an open quote at the end", "path,label\na,\"1", "line 2: a quotation mark is never closed"),
        ("a stray quote", "path,label\n\"a\"b,1\n", "line 2: the quotation marks are wrong"),
        ("no line but the header", "path,label\n", "no pictures were found"),
    ]) func errorsNameTheLine(name: String, text: String, expected: String) throws {
        let sentence = Sample.sentence { _ = try list(text) }
        #expect(sentence?.contains(expected) == true, "\(name): \(sentence ?? "no error")")
        #expect(sentence?.contains(scratch.path("sets/ava.csv")) == true, "\(name): \(sentence ?? "no error")")
    }

    /// Names, cases, delimiters and words as spreadsheets and tools of others write them.
    @Test(arguments: [
        "Path,Label\na.jpg,Aesthetic\nb.jpg,Not Aesthetic\n", "FILENAME;CLASS\na.jpg;keep\nb.jpg;Reject\n",
        "image_path\tlabel\na.jpg\tyes\nb.jpg\tNO\n", "sep=;\nfile;label\na.jpg;1.0\nb.jpg;0.0\n",
        ",Image Name,label,note\n0,a.jpg,True,\"x, y\"\n1,b.jpg,False,\n",
        "\u{FEFF}\"path\";\"label\"\r\n\"a.jpg\";\"liked\"\r\n\"b.jpg\";\"disliked\"\r\n;\r\n",
        "path,label\ra.jpg,good\rb.jpg,bad", "file,path,label\nx,a.jpg,1\ny,b.jpg,0\n",
    ]) func tablesOfOthers(_ text: String) throws {
        let list = try list(text)
        #expect(list.photographs.map(\.path) == ["a.jpg", "b.jpg"])
        #expect(list.photographs.map(\.label) == [1, 0])
        #expect(list.photographs[0].location == scratch.path("sets/a.jpg"))
    }

    @Test func endingsOfManifests() throws {
        for name in ["a.tsv", "a.txt", "a.CSV"] {
            let path = try scratch.write("path\tlabel\nx.jpg\t1\n", to: name)
            let list = try PhotographList.load(path, pictureExtensions: [])
            #expect(list.name == "a" && list.photographs.map(\.label) == [1])
        }
        let wide = try #require("path,label\nż.jpg,1\n".data(using: .utf16))
        let path = try scratch.write(wide, to: "wide.csv")
        #expect(try PhotographList.load(path, pictureExtensions: []).photographs.map(\.path) == ["ż.jpg"])
    }

    @Test func furtherColumnsAreLeftAsideAndNamed() throws {
        let list = try list("path,label,colour,mood,score\na,1,red,calm,7\n")
        #expect(list.notes.columnsAside == ["colour", "mood"])
        #expect(list.notes.scoresAside == ["score"])
        #expect(list.scale == nil && list.photographs[0].meanScore == nil)
    }

    @Test func columnsMayBeNamed() throws {
        let path = try scratch.write("path,where,what,how\na,x.jpg,1,7.5\nb,y.jpg,0,\n", to: "s.csv")
        func load(_ columns: [ManifestMeaning: String], _ scale: ScoreScale? = nil) throws -> PhotographList {
            try PhotographList.load(path, pictureExtensions: [], reading: ManifestReading(columns: columns, scoreScale: scale))
        }
        let scale = try #require(ScoreScale("1...10"))
        let list = try load([.path: "WHERE", .label: "what", .score: "how"], scale)
        #expect(list.photographs.map(\.path) == ["x.jpg", "y.jpg"] && list.photographs.map(\.label) == [1, 0])
        #expect(list.photographs.map(\.meanScore) == [7.5, nil] && list.scale == scale)
        #expect(list.notes.columnsAside == ["path"])
        let sentences = [[.path: "there"], [.path: "where", .label: "where"], [.score: "how"]].map { columns in
            Sample.sentence { _ = try load(columns) } ?? ""
        }
        #expect(sentences[0].contains("there is no column there for the path; the columns are path, where, what, how"))
        #expect(sentences[1].contains("the column where is named twice"))
        #expect(sentences[2].contains("the column how holds mean scores, but their scale is not given"))
    }

    @Test func columnsOfVotesMayBeginOtherwise() throws {
        let path = try scratch.write("file,C2,c1,c_total,r1\na.jpg,3,1,4,9\nb.jpg,,,,\n", to: "s.csv")
        func load(_ prefix: String) throws -> PhotographList {
            try PhotographList.load(path, pictureExtensions: [], reading: ManifestReading(votePrefix: prefix))
        }
        let list = try load("c")
        #expect(list.bins == 2 && list.photographs.map(\.scores) == [[1, 3], [0, 0]])
        #expect(list.notes.columnsAside == ["c_total", "r1"])
        #expect(try load("C").photographs == list.photographs)
        let sentence = Sample.sentence { _ = try load("v") }
        #expect(sentence?.contains("there is no column v1 for the votes; the columns are file, C2") == true)
    }

    /// Where votes are known for some photographs only.
    @Test func aPhotographMayBeWithoutVotes() throws {
        let list = try list("path,r1,r2\na,3,4\nb, ,\n")
        #expect(list.photographs.map(\.scores) == [[3, 4], [0, 0]])
        let sentence = Sample.sentence { _ = try self.list("path,r1,r2\na,3,\n") }
        #expect(sentence?.contains("line 2: r2 must be a number of votes") == true)
    }

    @Test(arguments: [("1...10", 1.0, 10.0), ("0-100", 0, 100), ("-1 to 1.5", -1, 1.5), ("1…5", 1, 5), ("0:1", 0, 1)])
    func scalesAreRead(_ text: String, _ lowest: Double, _ highest: Double) {
        #expect(ScoreScale(text) == ScoreScale(lowest: lowest, highest: highest))
    }

    @Test(arguments: ["10...1", "5", "a...b", "1...inf", "", "1...1"]) func textsThatAreNoScales(_ text: String) {
        #expect(ScoreScale(text) == nil)
    }

    /// Semicolons go with commas before the decimals.
    @Test func decimalsOfSpreadsheets() throws {
        let list = try list("path;mos (1...5);\na;3,25;\nb;;\n")
        #expect(list.photographs.map(\.meanScore) == [3.25, nil])
    }

    /// Resolved paths and the files themselves are compared.
    @Test func oneFileUnderSeveralNamesIsRefused() throws {
        try scratch.write("x", to: "sets/img/x.jpg")
        let manager = FileManager.default
        try manager.createSymbolicLink(atPath: scratch.path("sets/link.jpg"), withDestinationPath: "img/x.jpg")
        try manager.createSymbolicLink(atPath: scratch.path("sets/there"), withDestinationPath: "img")
        try manager.linkItem(atPath: scratch.path("sets/img/x.jpg"), toPath: scratch.path("sets/hard.jpg"))
        let others = [
            "./img/x.jpg", "img/../img/x.jpg", "img//x.jpg", scratch.path("sets/img/x.jpg"), "link.jpg", "there/x.jpg",
            "hard.jpg", "../sets/img/x.jpg",
        ]
        for other in others {
            let sentence = Sample.sentence { _ = try list("path,label\nimg/x.jpg,1\n\(other),0\n") }
            #expect(sentence?.contains("line 3: \(other) was already on line 2, as img/x.jpg") == true, "\(sentence ?? other)")
        }
    }

    @Test func whatIsNoTextNamesItsLine() throws {
        let path = try scratch.write(Array("path\na\ncaf".utf8) + [0xE9] + Array(".jpg\n".utf8), to: "latin.csv")
        #expect(throws: DataSetError.badLine(file: path, line: 3, problem: .notUTF8)) {
            try PhotographList.load(path, pictureExtensions: [])
        }
    }

    /// A quoted field of millions of lines, a field of millions of bytes, and marks that combine with a delimiter.
    @Test func hugeAndOddFields() throws {
        let lines = String(repeating: "a\n", count: 500_000)
        let long = String(repeating: "x", count: 1_000_000)
        let list = try list("path,note,label\n\"\(lines)\",,1\n\(long),,0\n\u{301}a,\u{301},1\n")
        #expect(list.photographs.map(\.path.utf8.count) == [1_000_000, 1_000_000, 3])
        #expect(list.photographs.map(\.label) == [1, 0, 1])
    }

    /// The tables that ship with the project.
    @Test func theShippedTablesAreWhole() throws {
        let data =
            URL(fileURLWithPath: Fixture.path("")).deletingLastPathComponent().deletingLastPathComponent().path
            + "/data/"
        let benchmarks = try CSVTable.read(data + "benchmarks.csv").records
        #expect(benchmarks.map { $0["name"] } == ["benchmark1", "benchmark2", "alm", "custom", "coco"])
        let robustness = try CSVTable.read(data + "robustness.csv").records
        #expect(robustness.count == 3 * 8 && robustness.allSatisfy { $0["accuracy"]?.isEmpty == false })
    }

    @Test func textThatIsNotUTF8IsRefused() throws {
        let path = try scratch.write("", to: "x.csv")
        try Data([0x70, 0xFF, 0x0A]).write(to: URL(fileURLWithPath: path))
        #expect(throws: DataSetError.badLine(file: path, line: 1, problem: .notUTF8)) { try CSVTable.read(path) }
    }
}
