import Matrices
import Records
import Testing
import TestSupport

@Suite struct FeaturesJoinTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func write(
        _ name: String, _ paths: [String], labels: [Int8]? = nil, scores: Matrix? = nil, columns: Int = 2
    ) throws -> String {
        let path = scratch.path(name)
        // A feature says whose it is: the photograph's first letter, and the column.
        let elements = paths.flatMap { path in
            (0..<columns).map { Float(path.utf8.first ?? 0) + Float($0) / 16 }
        }
        try FeaturesFile.write(
            to: path, header: Sample.header(extractor: name),
            rows: FeaturesRows(
                paths: paths, labels: labels ?? [Int8](repeating: 1, count: paths.count), scores: scores),
            features: Matrix(rows: paths.count, columns: columns, elements: elements), skipped: [],
            provenance: Sample.provenance)
        return path
    }

    @Test func aFileGivenTwiceIsRefused() throws {
        let first = try write("first", ["a", "b"]), second = try write("second", ["a", "b"])
        #expect(throws: RecordError.sameFileTwice(first: first, second: first)) {
            try FeaturesJoin.open([first, second, first])
        }
        let other = scratch.folder + "/./first"
        #expect(throws: RecordError.sameFileTwice(first: first, second: other)) {
            try FeaturesJoin.open([first, other])
        }
    }

    @Test func copiesAreJoinedWithTheSameCopies() throws {
        func write(_ name: String, _ perturbations: [String]?) throws -> String {
            let path = scratch.path(name), names = perturbations ?? ["", ""]
            try FeaturesFile.write(
                to: path, header: Sample.header(extractor: name),
                rows: FeaturesRows(
                    paths: perturbations == nil ? ["a", "b"] : ["a", "a"], labels: [1, 1], perturbations: perturbations),
                features: Matrix(rows: 2, columns: 1, elements: names.map { Float($0.count) }), skipped: [],
                provenance: Sample.provenance)
            return path
        }
        let first = try write("first", ["", "blur"]), turned = try write("turned", ["blur", ""])
        let join = try FeaturesJoin.open([first, turned])
        #expect(join.rows.perturbations == ["", "blur"])
        #expect(try join.readMatrix() == Matrix(rows: 2, columns: 2, elements: [0, 0, 4, 4]))
        let noise = try write("noise", ["", "noise"])
        let expected = RecordError.differentPhotographs(
            first: first, second: noise, onlyInFirst: 1, onlyInSecond: 1, example: "a, perturbed by blur")
        #expect(throws: expected) { try FeaturesJoin.open([first, noise]) }
    }

    @Test func rowsFollowTheFirstFile() throws {
        let first = try write("first", ["c", "a", "d", "b"])
        let second = try write("second", ["a", "b", "c", "d"], columns: 3)
        let third = try write("third", ["c", "a", "d", "b"])
        let join = try FeaturesJoin.open([first, second, third])
        #expect(join.rows.paths == ["c", "a", "d", "b"])
        #expect(
            join.blocks == [
                ColumnBlock(extractor: "first", firstColumn: 0, width: 2),
                ColumnBlock(extractor: "second", firstColumn: 2, width: 3),
                ColumnBlock(extractor: "third", firstColumn: 5, width: 2),
            ])
        let matrix = try join.readMatrix()
        for (row, path) in join.rows.paths.enumerated() {
            let letter = Float(path.utf8.first ?? 0)
            #expect(Array(matrix.row(row)) == [0, 1, 0, 1, 2, 0, 1].map { letter + Float($0) / 16 })
        }
        #expect(try join.read(rows: 1..<3) == matrix.selecting(rows: 1..<3))
    }

    @Test func scoresComeFromTheFileThatHasThem() throws {
        let first = try write("first", ["b", "a"])
        let second = try write("second", ["a", "b"], scores: Matrix(rows: 2, columns: 1, elements: [1, 2]))
        #expect(try FeaturesJoin.open([first, second]).rows.scores?.elements == [2, 1])
    }

    @Test func otherPhotographsAreCounted() throws {
        let first = try write("first", ["a", "b", "c", "d"])
        let second = try write("second", ["a", "b", "e"])
        let expected = RecordError.differentPhotographs(
            first: first, second: second, onlyInFirst: 2, onlyInSecond: 1, example: "c")
        #expect(throws: expected) { try FeaturesJoin.open([first, second]) }
        #expect(expected.sentence.contains("2 are only in the first and 1 only in the second (such as c)"))
    }

    @Test func otherLabelsAndRatingsAreRefused() throws {
        let first = try write("first", ["a", "b"], scores: Matrix(rows: 2, columns: 1, elements: [1, 2]))
        let labels = try write("labels", ["b", "a"], labels: [0, 1])
        #expect(throws: RecordError.differentTruth(first: first, second: labels, photograph: "b", what: "label")) {
            try FeaturesJoin.open([first, labels])
        }
        let ratings = try write("ratings", ["b", "a"], scores: Matrix(rows: 2, columns: 1, elements: [3, 1]))
        #expect(throws: RecordError.differentTruth(first: first, second: ratings, photograph: "b", what: "ratings")) {
            try FeaturesJoin.open([first, ratings])
        }
    }
}
