import DataSets
import Extraction
import Files
import ForeignFormats
import Foundation
import Imaging
import Inference
import Matrices
import Networks
import Records
import Testing
import TestSupport

@Suite struct FeatureExtractionTests {
    private let scratch: Scratch
    private let extractor: FeatureExtractor

    private struct Stopped: Error {}

    init() throws {
        scratch = try Scratch()
        extractor = try smallExtractor()
        try FileManager.default.createDirectory(atPath: scratch.path("pictures"), withIntermediateDirectories: true)
    }

    /// Seven pictures of several shapes and formats, three that cannot be read, and a list of them all with labels
    /// and ratings.
    private func dataset() throws -> PhotographList {
        let shapes = [(40, 40), (90, 30), (33, 71), (200, 120), (41, 40), (64, 64), (50, 80)]
        for (number, (width, height)) in shapes.enumerated() {
            let picture = wavyPicture(width: width, height: height, number: number)
            let (name, encoding) =
                number % 2 == 0 ? ("\(number).png", PictureEncoding.png) : ("\(number).jpg", .jpeg(quality: 90))
            try picture.write(to: scratch.path("pictures/\(name)"), as: encoding)
        }
        let whole = try scratch.data("pictures/3.jpg")
        try scratch.write(whole.prefix(whole.count / 2), to: "pictures/cut.jpg")
        try scratch.write([], to: "pictures/empty.png")
        let lines = [
            "path,label,r1,r2", "3.jpg,1,3,4", "cut.jpg,0,1,1", "0.png,0,2,0", "missing.png,1,5,5", "5.jpg,,0,1",
            "1.jpg,1,9,2", "empty.png,1,0,1", "2.png,0,1,1", "6.png,1,1,7", "4.png,0,4,3",
        ]
        return try manifest("all", lines)
    }

    private func manifest(_ name: String, _ lines: [String]) throws -> PhotographList {
        try scratch.write(Data((lines.joined(separator: "\n") + "\n").utf8), to: "pictures/\(name).csv")
        return try PhotographList.load(scratch.path("pictures/\(name).csv"), pictureExtensions: ["png", "jpg"])
    }

    @discardableResult
    private func extract(
        _ photographs: PhotographList, to name: String = "features.h5", extractor: FeatureExtractor? = nil,
        threads: Int = 2,
        progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> ExtractionSummary {
        try FeatureExtraction(
            photographs: photographs, extractors: [extractor ?? self.extractor], outputs: [scratch.path(name)]
        ).run(threads: threads, provenance: testProvenance, progress: progress)
    }

    @Test func rowsAreInTheOrderOfTheListWithTheirLabelsAndRatings() throws {
        let photographs = try dataset()
        let summary = try extract(photographs)
        let file = try FeaturesFile.open(scratch.path("features.h5"))
        #expect(file.rows.paths == ["3.jpg", "0.png", "5.jpg", "1.jpg", "2.png", "6.png", "4.png"])
        #expect(file.rows.labels == [1, 0, -1, 1, 0, 1, 0])
        #expect(try file.rows.digests == file.rows.paths.map { try FileDigest.brief(of: scratch.path("pictures/\($0)")) })
        #expect(file.rows.scores?.rows == 7)
        #expect(file.rows.scores?.columns == 2)
        #expect(file.header.dataset == "all" && file.header.extractor == "mobilenet-v1@0.1")
        #expect(file.header.weights == "seeded:1" && file.header.weightsSHA256 == nil)
        #expect(try ExtractorConfiguration.list(json: file.header.extractorJSON) == [extractor.configuration])
        #expect(file.provenance == testProvenance)
        #expect(summary.extracted == 7 && summary.resumed == 0 && summary.skipped == file.skipped)
        #expect(try scratch.names == ["features.h5", "pictures"])
        let features = try file.readMatrix()
        #expect(features.columns == 102)
        for (row, path) in file.rows.paths.enumerated() {
            let picture = try PictureDecoder().decode(path: scratch.path("pictures/\(path)"))
            let tensor = try extractor.configuration.input.tensor(from: picture)
            #expect(try extractor.features(of: tensor) == Array(features.row(row)), "\(path)")
        }
    }

    @Test func severalExtractorsGiveTheFilesThatEachGivesAlone() throws {
        let photographs = try dataset()
        let extractors = [extractor, try smallExtractor(seed: 2, crops: true)]
        for (number, one) in extractors.enumerated() { try extract(photographs, to: "\(number).h5", extractor: one) }
        func extractBoth(to names: [String], until end: Int? = nil) throws -> ExtractionSummary {
            try FeatureExtraction(
                photographs: photographs, extractors: extractors, outputs: names.map(scratch.path)
            ).run(threads: 2, provenance: testProvenance) { done, _ in if done == end { throw Stopped() } }
        }
        #expect(throws: Stopped.self) { try extractBoth(to: ["a.h5", "b.h5"], until: 6) }
        #expect(try extractBoth(to: ["a.h5", "b.h5"]).resumed == 6)
        #expect(try scratch.data("a.h5") == scratch.data("0.h5"))
        #expect(try scratch.data("b.h5") == scratch.data("1.h5"))
        _ = try extractBoth(to: ["both.h5"])
        let both = try FeaturesFile.open(scratch.path("both.h5"))
        let apart = try FeaturesJoin.open(["0.h5", "1.h5"].map(scratch.path))
        #expect(try both.readMatrix() == apart.readMatrix())
        #expect(both.rows == apart.rows)
        #expect(
            try ExtractorConfiguration.list(json: both.header.extractorJSON) == extractors.map(\.configuration))
        #expect(try scratch.names == ["0.h5", "1.h5", "a.h5", "b.h5", "both.h5", "pictures"])
    }

    @Test func whatAStoppedRunTookIsCounted() throws {
        // Made once: a progress file belongs to files as they are, their times included.
        let photographs = try dataset()
        func extract(_ clock: WorkClock, until end: Int? = nil) throws {
            _ = try FeatureExtraction(
                photographs: photographs, extractors: [extractor], outputs: [scratch.path("features.h5")]
            ).run(threads: 1, provenance: testProvenance, clock: clock) { done, _ in if done == end { throw Stopped() } }
        }
        let first = WorkClock()
        first.add(1000)
        #expect(throws: Stopped.self) { try extract(first, until: 3) }
        let second = WorkClock()
        try extract(second)
        let seconds = try #require(try FeaturesFile.open(scratch.path("features.h5")).provenance.seconds)
        #expect(seconds > 1000 && seconds <= second.seconds, "\(seconds) of \(second.seconds)")
    }

    @Test func ratingsAreThoseOfTheRow() throws {
        let photographs = try dataset()
        try extract(photographs)
        let rows = try FeaturesFile.open(scratch.path("features.h5")).rows
        let scores = try #require(rows.scores)
        for (row, path) in rows.paths.enumerated() {
            let photograph = try #require(photographs.photographs.first { $0.path == path })
            #expect(Array(scores.row(row)) == photograph.scores, "\(path)")
        }
    }

    @Test func picturesThatCannotBeReadAreSkippedWithAReason() throws {
        try extract(try dataset())
        let skipped = try FeaturesFile.open(scratch.path("features.h5")).skipped
        #expect(skipped.map(\.path) == ["cut.jpg", "missing.png", "empty.png"])
        #expect(skipped[0].reason.contains("truncated or corrupt"))
        #expect(skipped[1].reason.contains("no such file"))
        #expect(skipped[2].reason.contains("empty"))
        #expect(skipped.allSatisfy { !$0.reason.contains(scratch.folder) && !$0.reason.contains("\n") })
    }

    @Test func progressCountsEveryPhotograph() throws {
        var seen: [[Int]] = []
        try extract(try dataset(), progress: { seen.append([$0, $1]) })
        #expect(seen.map { $0[0] } == Array(0...10))
        #expect(seen.map { $0[1] } == [0, 0, 1, 1, 2, 2, 2, 3, 3, 3, 3])
    }

    @Test(arguments: [0, 1, 2, 4, 7, 9, 10])
    func anInterruptedExtractionIsContinued(done: Int) throws {
        let photographs = try dataset()
        try extract(photographs, to: "whole.h5")
        #expect(throws: Stopped.self) {
            try extract(photographs, progress: { number, _ in if number == done { throw Stopped() } })
        }
        #expect(try scratch.names == ["features.h5.partial", "pictures", "whole.h5"])
        var first: [Int]?
        let summary = try extract(photographs, threads: 1, progress: { first = first ?? [$0, $1] })
        #expect(summary.resumed == done)
        #expect(first?.first == done)
        #expect(summary.extracted == 7 && summary.skipped.count == 3)
        #expect(try scratch.data("features.h5") == scratch.data("whole.h5"))
        #expect(try scratch.names == ["features.h5", "pictures", "whole.h5"])
    }

    @Test func aJournalCutByAKillIsContinued() throws {
        let photographs = try dataset()
        try extract(photographs, to: "whole.h5")
        #expect(throws: Stopped.self) {
            try extract(photographs, progress: { number, _ in if number == 6 { throw Stopped() } })
        }
        try scratch.write(try scratch.data("features.h5.partial").dropLast(17), to: "features.h5.partial")
        #expect(try extract(photographs).resumed == 5)
        #expect(try scratch.data("features.h5") == scratch.data("whole.h5"))
    }

    @Test func rowsOfAnotherExtractionAreNotKept() throws {
        let photographs = try dataset()
        func interrupt() {
            #expect(throws: Stopped.self) {
                try extract(photographs, progress: { number, _ in if number == 4 { throw Stopped() } })
            }
        }
        interrupt()
        #expect(try extract(photographs, extractor: try smallExtractor(seed: 2)).resumed == 0, "other weights")
        interrupt()
        #expect(try extract(photographs, extractor: try smallExtractor(crops: true)).resumed == 0, "another input")
        interrupt()
        let fewer = try manifest("all", ["path,label", "3.jpg,", "0.png,", "1.jpg,", "2.png,", "4.png,"])
        #expect(try extract(fewer).resumed == 0, "other photographs")
        interrupt()
        try wavyPicture(width: 70, height: 70, number: 9).write(
            to: scratch.path("pictures/3.jpg"), as: .jpeg(quality: 90))
        #expect(try extract(photographs).resumed == 0, "a changed photograph")
    }

    /// Between the listing and the decoding: a photograph is what its file holds when it is read.
    @Test func filesThatVanishOrChangeAreRowsOrReasons() throws {
        let photographs = try dataset()
        try extract(photographs, to: "whole.h5")
        let whole = try FeaturesFile.open(scratch.path("whole.h5")).readMatrix()
        try extract(photographs) { done, _ in
            guard done == 0 else { return }
            try FileManager.default.removeItem(atPath: scratch.path("pictures/4.png"))
            try wavyPicture(width: 30, height: 60, number: 9).write(to: scratch.path("pictures/6.png"), as: .png)
            try scratch.write("no picture any more", to: "pictures/2.png")
        }
        let file = try FeaturesFile.open(scratch.path("features.h5"))
        #expect(file.rows.paths == ["3.jpg", "0.png", "5.jpg", "1.jpg", "6.png"])
        #expect(file.skipped.map(\.path) == ["cut.jpg", "missing.png", "empty.png", "2.png", "4.png"])
        #expect(file.skipped[3].reason.contains("not a picture") && file.skipped[4].reason.contains("no such file"))
        let features = try file.readMatrix()
        for row in 0..<4 { #expect(features.row(row).elementsEqual(whole.row(row)), "\(file.rows.paths[row])") }
        #expect(!features.row(4).elementsEqual(whole.row(5)), "the file that was changed")
    }

    @Test func nothingReadableIsAnErrorAndLeavesTheOldOutput() throws {
        _ = try dataset()
        try scratch.write(Data("an older file".utf8), to: "features.h5")
        let bad = try manifest("bad", ["path,label", "empty.png,", "missing.png,", "cut.jpg,"])
        let error = #expect(throws: ExtractionError.self) { try extract(bad) }
        guard case .nothingExtracted("bad", 3, let reason)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("empty"))
        #expect(error?.kind == .badData)
        #expect(try scratch.data("features.h5") == Data("an older file".utf8))
        #expect(try scratch.names == ["features.h5", "pictures"])
    }

    @Test func pixelsBelowTheNetworksMinimumAreASkippedRow() throws {
        for (name, width, height) in [("large.png", 120, 100), ("small.png", 90, 60)] {
            try wavyPicture(width: width, height: height, number: 1).write(
                to: scratch.path("pictures/\(name)"), as: .png)
        }
        var request = ExtractorRequest(network: .multiGAP, weights: .seeded(1))
        request.taps = ["activation_2"]
        let photographs = try manifest("sizes", ["path,label", "small.png,", "large.png,"])
        let summary = try extract(photographs, extractor: try FeatureExtractor(request, threads: 1, cache: nil))
        #expect(summary.extracted == 1)
        #expect(summary.skipped.map(\.path) == ["small.png"])
        #expect(summary.skipped.first?.reason.contains("90x60") == true)
        #expect(summary.skipped.first?.reason.contains("at least 75") == true)
    }

    @Test func featuresThatAreNotFiniteNameThePhotograph() throws {
        try wavyPicture(width: 50, height: 50, number: 1).write(to: scratch.path("pictures/a.png"), as: .png)
        let kernel = NamedTensor(
            name: "kernel", shape: [3, 3, 3, 3], values: [Float](repeating: .greatestFiniteMagnitude, count: 81))
        try KerasWeightFile.write(
            to: scratch.path("weights.h5"), layers: [KerasLayerWeights(name: "conv1", tensors: [kernel])],
            provenance: testProvenance)
        var request = ExtractorRequest(network: .mobileNetV1(width: 0.1), weights: .file(scratch.path("weights.h5")))
        request.taps = ["conv1"]
        request.side = 40
        request.values = .byte
        let overflowing = try FeatureExtractor(request, threads: 1, cache: nil)
        let photographs = try manifest("one", ["path,label", "a.png,"])
        let expected = ExtractionError.nonFinite(photograph: "a.png", column: 0)
        #expect(throws: expected) { try extract(photographs, extractor: overflowing) }
        #expect(expected.kind == .badData)
        #expect(!FileManager.default.fileExists(atPath: scratch.path("features.h5")))
    }
}

@Suite struct ExtractionPassTests {
    @Test func featuresOfSeveralExtractorsAreSetSideBySide() throws {
        let scratch = try Scratch()
        let photographs = try (0..<5).map { number in
            let path = scratch.path("\(number).png")
            try wavyPicture(width: 60 + number, height: 50, number: number).write(to: path, as: .png)
            return Photograph(path: "\(number).png", location: path, label: -1)
        }
        let extractors = [try smallExtractor(), try smallExtractor(seed: 2, crops: true)]
        func outcomes(_ extractors: [FeatureExtractor], from first: Int = 0) throws -> [Int: ExtractionOutcome] {
            var outcomes: [Int: ExtractionOutcome] = [:]
            try ExtractionPass(extractors: extractors, threads: 2).run(photographs, from: first) { outcomes[$0] = $1 }
            return outcomes
        }
        let (both, first, second) = (
            try outcomes(extractors), try outcomes([extractors[0]]), try outcomes([extractors[1]])
        )
        for number in 0..<5 {
            guard case .features(let both, _)? = both[number], case .features(let first, _)? = first[number],
                case .features(let second, _)? = second[number]
            else {
                Issue.record("photograph \(number) was skipped")
                continue
            }
            #expect(both == first + second)
        }
        #expect(try outcomes(extractors, from: 3).keys.sorted() == [3, 4])
    }
}
