import DataSets
import Testing
import TestSupport

@Suite struct AVAListTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private static let lines = [
        "1 953619 0 1 5 17 38 36 15 6 5 1 1 22 1396", "2 953958 10 7 15 26 26 21 10 8 1 2 15 21 1396",
    ]

    private func load(_ lines: [String], _ reading: ManifestReading = ManifestReading()) throws -> PhotographList {
        let text = lines.map { $0 + "\r\n" }.joined()
        return try PhotographList.load(try scratch.write(text, to: "AVA.txt"), pictureExtensions: [], reading: reading)
    }

    @Test func numbersBecomePicturesVotesAndGroups() throws {
        let list = try load(Self.lines + [""])
        #expect(list.name == "AVA" && list.bins == 10)
        #expect(
            list.photographs == [
                Photograph(
                    path: "953619.jpg", location: scratch.path("953619.jpg"), label: -1, group: "challenge 1396",
                    scores: [0, 1, 5, 17, 38, 36, 15, 6, 5, 1]),
                Photograph(
                    path: "953958.jpg", location: scratch.path("953958.jpg"), label: -1, group: "challenge 1396",
                    scores: [10, 7, 15, 26, 26, 21, 10, 8, 1, 2]),
            ])
    }

    @Test(arguments: ["images", "image"])
    func picturesMayHaveAFolder(_ folder: String) throws {
        try scratch.write("", to: "\(folder)/953619.jpg")
        let list = try load(Self.lines)
        #expect(list.photographs.map(\.path) == ["\(folder)/953619.jpg", "\(folder)/953958.jpg"])
        #expect(list.photographs[1].location == scratch.path("\(folder)/953958.jpg"))
    }

    @Test func pathsAloneAreReadWithoutVotes() throws {
        var reading = ManifestReading()
        reading.readsTruth = false
        let list = try load(Self.lines, reading)
        #expect(list.bins == 0 && list.photographs.map(\.scores) == [[], []])
    }

    @Test(arguments: [
        ("1 953958 1 2", "line 3: the line has 4 fields"),
        ("3 953958 0 1 5 17 38 36 15 6 5 1 1 22 1396", "line 3: 953958.jpg was already on line 2"),
        ("3 4 0 1 5 17 -38 36 15 6 5 1 1 22 1396", "line 3: r5 must be a whole number of 0 or more, got \"-38\" instead"),
    ])
    func aWrongLineIsNamed(_ line: String, _ fact: String) throws {
        let sentence = Sample.sentence { _ = try load(Self.lines + [line]) }
        #expect(sentence?.contains(fact) == true, "\(sentence ?? "")")
    }

    @Test func aColumnCannotBeNamed() throws {
        let sentence = Sample.sentence { _ = try load(Self.lines, ManifestReading(columns: [.label: "good"])) }
        #expect(sentence?.contains("there is no column good for the label; the columns are index, image, r1") == true)
    }
}
