import DataSets
import Foundation
import Matrices
import Records
import Testing
import TestSupport

@Suite struct FeaturesFileTests {
    let scratch: Scratch
    let rows = FeaturesRows(
        paths: ["good/ä.jpg", "bad/2.png", "x/三.jpg"], labels: [1, 0, -1],
        scores: Matrix(rows: 3, columns: 2, elements: [1, 2, 3, 4, 5, 6]),
        digests: ["0123456789abcdef", "", "fedcba9876543210"])
    let features = Matrix(rows: 3, columns: 4, elements: (0..<12).map { Float($0) / 7 })

    init() throws { scratch = try Scratch() }

    @Test func everythingComesBack() throws {
        let path = scratch.path("f.h5")
        let skipped = [SkippedPhotograph(path: "broken.jpg", reason: "not a picture: “x”")]
        var header = Sample.header()
        header.reductionJSON = "{}"
        header.weightsSHA256 = nil
        try FeaturesFile.write(
            to: path, header: header, rows: rows, features: features, skipped: skipped, provenance: Sample.provenance)
        let file = try FeaturesFile.open(path)
        #expect(file.header == header)
        #expect(file.rows == rows)
        #expect(file.skipped == skipped)
        #expect(file.provenance == Sample.provenance)
        #expect(file.columns == 4)
        #expect(try file.readMatrix() == features)
        #expect(try file.read(rows: 1..<3) == features.selecting(rows: 1..<3))
        #expect(try scratch.names == ["f.h5"])
    }

    @Test func partsAndMeanScoresComeBack() throws {
        let path = scratch.path("f.h5")
        let scale = try #require(ScoreScale(lowest: 1, highest: 5))
        var rows = rows
        rows.splits = [.training, nil, .test]
        rows.means = MeanScores(values: [2.5, nil, 5], scale: scale)
        func write() throws {
            try FeaturesFile.write(
                to: path, header: Sample.header(), rows: rows, features: features, skipped: [], provenance: Sample.provenance)
        }
        try write()
        let file = try FeaturesFile.open(path)
        #expect(file.rows == rows)
        #expect(file.rows.rows(of: .test) == [2] && file.rows.selecting(rows: [2, 0]).splits == [.test, .training])
        #expect(file.rows.meanScore(of: 0) == 2.5 && file.rows.meanScore(of: 2) == 5)
        // Of the votes 3 and 4.
        #expect(abs(try #require(file.rows.meanScore(of: 1)) - (1 + 4.0 / 7)) < 1e-12)
        rows.means = MeanScores(values: [2.5, nil, 6], scale: scale)
        try write()
        #expect(Sample.sentence { _ = try FeaturesFile.open(path) }?.contains("/means of \(path) is not valid") == true)
    }

    @Test func copiesOfOnePhotographLieInOnePart() throws {
        let path = scratch.path("f.h5")
        let rows = FeaturesRows(
            paths: ["a", "a", "b"], labels: [1, 1, 0], splits: [.training, .test, .test], perturbations: ["", "blur", ""])
        try FeaturesFile.write(
            to: path, header: Sample.header(), rows: rows, features: features, skipped: [], provenance: Sample.provenance)
        #expect(Sample.sentence { _ = try FeaturesFile.open(path) }?.contains("the rows of a are in two different parts") == true)
    }

    @Test func emptyListsAndNoScoresComeBack() throws {
        let path = scratch.path("f.h5")
        let none = FeaturesRows(paths: [], labels: [])
        try FeaturesFile.write(
            to: path, header: Sample.header(), rows: none, features: Matrix(rows: 0, columns: 4), skipped: [],
            provenance: Sample.provenance)
        let file = try FeaturesFile.open(path)
        #expect(file.rows == none)
        #expect(file.skipped.isEmpty)
        #expect(try file.readMatrix() == Matrix(rows: 0, columns: 4))
    }

    /// However the rows are cut into blocks, and however many more were announced, the file is the same, byte for byte.
    @Test(arguments: [1, 3, 7, 40]) func blocksMakeTheSameFile(blockRows: Int) throws {
        let columns = 30_000
        let matrix = Matrix(rows: 40, columns: columns, elements: (0..<40 * columns).map { Float($0 % 1013) })
        let rows = FeaturesRows(paths: (0..<40).map { "p\($0)" }, labels: [Int8](repeating: 1, count: 40))
        func write(_ name: String, blockRows: Int) throws -> Data {
            let writer = try FeaturesWriter(
                path: scratch.path(name), header: Sample.header(), columns: columns, capacity: 50)
            for start in stride(from: 0, to: 40, by: blockRows) {
                try writer.append(matrix.selecting(rows: start..<min(40, start + blockRows)))
            }
            try writer.finish(rows: rows, skipped: [], provenance: Sample.provenance)
            return try Data(contentsOf: URL(fileURLWithPath: scratch.path(name)))
        }
        let blocked = try write("blocks.h5", blockRows: blockRows)
        #expect(try FeaturesFile.open(scratch.path("blocks.h5")).readMatrix() == matrix)
        let whole = try write("whole.h5", blockRows: 40)
        #expect(blocked == whole)
    }

    @Test func aWriterLetGoLeavesNothing() throws {
        try scratch.write("before", to: "f.h5")
        do {
            let writer = try FeaturesWriter(
                path: scratch.path("f.h5"), header: Sample.header(), columns: 4, capacity: 3)
            try writer.append(features)
        }
        #expect(try scratch.names == ["f.h5"])
        #expect(try String(contentsOfFile: scratch.path("f.h5"), encoding: .utf8) == "before")
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity]) func aFeatureThatIsNotFiniteNamesItsPhotograph(
        _ value: Float
    ) throws {
        let path = scratch.path("f.h5")
        var broken = features
        broken[1, 2] = value
        try FeaturesFile.write(
            to: path, header: Sample.header(), rows: rows, features: broken, skipped: [],
            provenance: Sample.provenance)
        let file = try FeaturesFile.open(path)
        let expected = RecordError.notFinite(file: path, photograph: "bad/2.png", column: 2)
        #expect(throws: expected) { try file.readMatrix() }
        #expect(throws: expected) { try file.read(rows: 1..<2) }
        #expect(throws: expected) { try file.requireFinite(broken.selecting(rows: 1..<3), firstRow: 1) }
        #expect(try file.read(rows: 2..<3) == features.selecting(rows: 2..<3))
    }

    @Test(arguments: [Float.nan, .infinity, -1]) func votesThatAreNoneAreRefused(_ value: Float) throws {
        let path = scratch.path("f.h5")
        var rows = rows
        rows.scores?[1, 0] = value
        try FeaturesFile.write(
            to: path, header: Sample.header(), rows: rows, features: features, skipped: [],
            provenance: Sample.provenance)
        let sentence = Sample.sentence { _ = try FeaturesFile.open(path) } ?? "no error"
        #expect(sentence.contains(path) && sentence.contains("votes must be 0 or more"), "\(sentence)")
    }

    @Test func aRepeatedPhotographIsRefused() throws {
        let path = scratch.path("f.h5")
        let rows = FeaturesRows(paths: ["a", "b", "a"], labels: [1, 0, -1])
        try FeaturesFile.write(
            to: path, header: Sample.header(), rows: rows, features: features, skipped: [],
            provenance: Sample.provenance)
        #expect(throws: RecordError.repeatedPhotograph(file: path, photograph: "a")) { try FeaturesFile.open(path) }
    }

    @Test func perturbedCopiesAreRowsOfTheirOwn() throws {
        let path = scratch.path("f.h5")
        var rows = FeaturesRows(
            paths: ["a", "a", "b"], labels: [1, 1, 0], groups: ["x", "x", ""], perturbations: ["", "blur", ""])
        func write() throws -> FeaturesFile {
            try FeaturesFile.write(
                to: path, header: Sample.header(), rows: rows, features: features, skipped: [], provenance: Sample.provenance)
            return try FeaturesFile.open(path)
        }
        #expect(try write().rows == rows)
        #expect(rows.untouched == [0, 2] && rows.countInWords == "2 photographs in 3 rows")
        #expect(rows.selecting(rows: [2, 1]).keys == [RowKey(path: "b"), RowKey(path: "a", perturbation: "blur")])
        #expect(rows.selecting(rows: [0, 2]).countInWords == "2 photographs")
        rows.perturbations = ["blur", "blur", ""]
        #expect(throws: RecordError.repeatedPhotograph(file: path, photograph: "a, perturbed by blur")) { try write() }
    }
}
