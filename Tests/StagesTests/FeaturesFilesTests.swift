import Foundation
import Matrices
import Records
import Testing
import TestSupport

/// Features files that do not fit: of another kind, damaged, of other photographs, without labels.
@Suite struct FeaturesFilesTests {
    let scratch: Scratch
    let gallery: Gallery

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
    }

    private func train(_ files: [String], _ more: [String] = []) throws -> Outcome {
        try scratch.run("train", files + ["--output", "c.h5"] + Gallery.training + more)
    }

    /// Writes a copy of the gallery's first features, changed.
    private func rewrite(to name: String, _ change: (inout FeaturesRows, inout Matrix) -> Void) throws {
        let file = try FeaturesFile.open(gallery.first)
        var rows = file.rows
        var matrix = try file.readMatrix()
        change(&rows, &matrix)
        try FeaturesFile.write(
            to: scratch.path(name), header: file.header, rows: rows, features: matrix, skipped: file.skipped,
            provenance: file.provenance)
    }

    private func evolve(_ arguments: [String]) throws -> Outcome {
        try scratch.run("evolve", arguments + ["--output", "m.h5"] + Gallery.search)
    }

    @Test func aFileOfAnotherKind() throws {
        try scratch.run(
            "reduce", [gallery.first, "--components", "3", "--model", "p.h5", "--output", "r.h5"]
        ).expectDone()
        try train(["p.h5"]).expectRefusal(65, "p.h5", "pca/1", "features/1")
        try scratch.run("evolve", ["p.h5", "--output", "m.h5"]).expectRefusal(65, "p.h5", "pca/1", "features/1")
        try train([gallery.first, "--mask", "p.h5"]).expectRefusal(65, "p.h5", "pca/1", "mask/1")
        try train([gallery.first, "--teacher", "p.h5"]).expectRefusal(65, "p.h5", "pca/1", "classifier/1")
        try scratch.run("reduce", [gallery.first, "--apply", gallery.second, "--output", "x.h5"])
            .expectRefusal(65, gallery.second, "features/1", "pca/1")
        try scratch.run("evaluate", ["p.h5", "--model", gallery.classifier]).expectRefusal(65, "p.h5", "features/1")
        try scratch.run("predict", [gallery.pictures, "--model", "r.h5"]).expectRefusal(65, "r.h5", "classifier/1")
        try scratch.run("reduce", ["r.h5", "--components", "2", "--model", "q.h5", "--output", "s.h5"])
            .expectRefusal(65, "r.h5", "already reduced")
    }

    @Test func aFileGivenTwice() throws {
        try FileManager.default.createSymbolicLink(atPath: scratch.path("link.h5"), withDestinationPath: gallery.first)
        for stage in ["train", "evolve"] {
            let again = try scratch.run(stage, [gallery.first, gallery.second, gallery.first, "--output", "o.h5"])
            again.expectRefusal(65, gallery.first, "already given", "once")
            try scratch.run(stage, [gallery.first, "link.h5", "--output", "o.h5"])
                .expectRefusal(65, "link.h5 was already given as", gallery.first)
        }
        #expect(try scratch.visibleNames == ["link.h5"])
    }

    @Test func twoSetsOfOneName() throws {
        try scratch.copy(gallery.first, to: "a/first.h5")
        func evaluate(_ sets: [String]) throws -> Outcome {
            try scratch.run("evaluate", sets + ["--model", gallery.classifier])
        }
        try evaluate([gallery.first, gallery.second, "a/first.h5"])
            .expectRefusal(64, "two sets are named pictures", gallery.first, "a/first.h5")
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path("pictures"), withDestinationPath: gallery.pictures)
        try evaluate([gallery.pictures, "pictures"]).expectRefusal(64, "two sets are named pictures", gallery.pictures)
        try evaluate([gallery.first, gallery.second, "pictures"])
            .expectRefusal(64, "two sets are named pictures", gallery.first)
    }

    /// The limit of the process stands for a machine with little memory.
    @Test func aNetworkThatDoesNotFitIntoMemory() throws {
        let words = "'\(gallery.first)' --hidden 65536,65536 --output o.h5"
        for stage in ["train", "evolve --genes 100"] {
            let line = "ulimit -v 16000000; kalon-\(stage) \(words)"
            try Command(shell: line, in: scratch.folder).run()
                .expectRefusal(64, "65536,65536", "GB of memory", "is free", "narrower")
        }
        #expect(try scratch.visibleNames.isEmpty)
    }

    @Test func aFileThatIsNoFile() throws {
        try scratch.write("words", to: "text.h5")
        try scratch.makeFolder("folder.h5")
        try scratch.write(try Data(contentsOf: URL(fileURLWithPath: gallery.first)).prefix(9000), to: "cut.h5")
        try train(["none.h5"]).expectRefusal(66, "none.h5", "nothing")
        try train(["text.h5"]).expectRefusal(65, "text.h5", "not an HDF5 file")
        try train(["/dev/null"]).expectRefusal(66, "/dev/null", "not a regular file")
        #expect(mkfifo(scratch.path("pipe.h5"), 0o600) == 0)
        try train(["pipe.h5"]).expectRefusal(66, "pipe.h5", "pipe")
        try train(["folder.h5"]).expectRefusal(66, "folder.h5", "folder")
        try train(["cut.h5"]).expectRefusal(65, "cut.h5", "damaged")
        try scratch.run("predict", [gallery.pictures, "--model", "text.h5"]).expectRefusal(65, "text.h5")
        #expect(!scratch.exists("c.h5"))
    }

    /// Wherever the file is cut, there is a sentence and no crash.
    @Test func aFileCutAnywhere() throws {
        let whole = try Data(contentsOf: URL(fileURLWithPath: gallery.classifier))
        for share in [0.02, 0.3, 0.6, 0.9, 0.999] {
            try scratch.write(whole.prefix(Int(share * Double(whole.count))), to: "cut.h5")
            try scratch.run("predict", [gallery.photographs[0], "--model", "cut.h5"]).expectRefusal(65, "cut.h5")
        }
    }

    @Test func photographsDiffer() throws {
        try rewrite(to: "other.h5") { rows, _ in rows.paths[3] = "another.jpg" }
        try train([gallery.second, "other.h5"])
            .expectRefusal(65, gallery.second, "other.h5", "1 are only in the first", "such as")
    }

    @Test func labelsDiffer() throws {
        try rewrite(to: "other.h5") { rows, _ in rows.labels[2] = 0 }
        try train([gallery.second, "other.h5"]).expectRefusal(65, "other.h5", "label", "aesthetic/0003.jpg")
    }

    @Test func aPhotographTwice() throws {
        try rewrite(to: "other.h5") { rows, _ in rows.paths[3] = rows.paths[2] }
        try train(["other.h5"]).expectRefusal(65, "other.h5", "aesthetic/0003.jpg", "twice")
    }

    private func select(_ files: [String]) throws -> Outcome {
        try scratch.run("select", files + ["--by", "anova", "--genes", "9", "--output", "m.h5"])
    }

    @Test func labelsAreMissing() throws {
        for photograph in gallery.photographs.prefix(3) {
            try scratch.copy(photograph, to: "set/" + (photograph as NSString).lastPathComponent)
        }
        try scratch.run("extract", ["set", "--output", "f.h5"] + Gallery.firstExtractor).expectDone()
        try train(["f.h5"]).expectRefusal(65, "f.h5", "3 of 3 photographs have no label", "0001.jpg", "not-aesthetic/")
        try evolve(["f.h5"]).expectRefusal(65, "f.h5", "3 of 3 photographs have no label")
        try select(["f.h5"]).expectRefusal(65, "f.h5", "3 of 3 photographs have no label")
        try scratch.run("train", [gallery.first, "--output", "g.h5"] + Gallery.training).expectDone()
        try scratch.run("evaluate", ["f.h5", "--model", "g.h5"]).expectRefusal(65, "set", "none of its 3 photographs", "label")
        try scratch.run("evaluate", ["set", "--model", "g.h5"]).expectRefusal(65, "set", "none of its 3 photographs", "label")
    }

    @Test func oneClassOnly() throws {
        try scratch.run("extract", [gallery.pictures, "--output", "f.h5"] + Gallery.firstExtractor).expectDone()
        try rewrite(to: "one.h5") { rows, _ in rows.labels = rows.labels.map { _ in 1 } }
        for outcome in [
            try train(["one.h5"]), try evolve(["one.h5"]), try select(["one.h5"]),
        ] {
            outcome.expectRefusal(65, "one.h5", "photographs are aesthetic", "both classes")
        }
        try rewrite(to: "others.h5") { rows, _ in
            rows.labels = rows.labels.map { _ in 1 }
            rows.paths = rows.paths.map { "other/" + $0 }
            rows.digests = nil
        }
        let outcome = try evolve(["f.h5", "--test", "others.h5"])
        outcome.expectDone()
        #expect(outcome.error.contains("100.00 % if all were called the commoner class"), "a test of one class is said to be one")
    }

    @Test func aFeatureIsNotANumber() throws {
        try rewrite(to: "nan.h5") { _, matrix in matrix[2, 17] = .nan }
        for outcome in [
            try train(["nan.h5"]), try evolve(["nan.h5", "--fitness", "linear"]),
            try evolve([gallery.first, "--test", "nan.h5"]), try select(["nan.h5"]),
            try scratch.run("reduce", ["nan.h5", "--components", "2", "--model", "p.h5", "--output", "r.h5"]),
            try scratch.run("evaluate", ["nan.h5", gallery.second, "--model", gallery.classifier]),
        ] {
            outcome.expectRefusal(65, "nan.h5", "aesthetic/0003.jpg", "column 17")
        }
        #expect(try scratch.visibleNames == ["nan.h5"])
    }

    @Test func tooManyComponents() throws {
        let outcome = try scratch.run(
            "reduce", [gallery.first, "--components", "17", "--model", "p.h5", "--output", "r.h5"])
        outcome.expectRefusal(65, "17 components", "16 photographs", "256 columns", "fewer")
        #expect(try scratch.visibleNames.isEmpty)
    }

    @Test func tooFewPhotographsToTrainOn() throws {
        try rewrite(to: "two.h5") { rows, matrix in
            let kept = [0, Gallery.count - 1]
            rows = FeaturesRows(paths: kept.map { rows.paths[$0] }, labels: [1, 0])
            matrix = matrix.selecting(rows: kept)
        }
        try train(["two.h5"]).expectRefusal(65, "2 rows", "more photographs")
    }

    @Test func anotherReduction() throws {
        func reduce(_ file: String, _ name: String, _ components: String) throws {
            let arguments = ["--components", components, "--model", "p\(name).h5", "--output", "r\(name).h5"]
            try scratch.run("reduce", [file] + arguments).expectDone()
        }
        try reduce(gallery.first, "1", "4")
        try reduce(gallery.first, "2", "3")
        try scratch.run("train", ["r1.h5", "--output", "c1.h5"] + Gallery.training).expectDone()
        try scratch.run("evaluate", ["r2.h5", "--model", "c1.h5"]).expectRefusal(65, "r2.h5", "own reduction")
        try scratch.run("evaluate", [gallery.second, "--model", "c1.h5"])
            .expectRefusal(65, "c1.h5", "mobilenet-v1@0.25", "seeded:1", gallery.second, "seeded:2")
        try scratch.run("reduce", [gallery.second, "--apply", "p1.h5", "--output", "x.h5"])
            .expectRefusal(65, "p1.h5", "seeded:1", "seeded:2")
        try reduce(gallery.first, "1", "5")
        try scratch.copy(scratch.path("r2.h5"), to: "moved/r2.h5")
        try scratch.run("train", ["moved/r2.h5", "--output", "c2.h5"] + Gallery.training).expectRefusal(66, "p2.h5")
        try scratch.copy(scratch.path("p1.h5"), to: "moved/p2.h5")
        try scratch.run("train", ["moved/r2.h5", "--output", "c2.h5"] + Gallery.training)
            .expectRefusal(65, "moved/r2.h5", "changed")
    }
}
