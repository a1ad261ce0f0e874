import Foundation
import Matrices
import Records
import Testing
import TestSupport

/// kalon-reduce beyond the plain fit: models from elsewhere, photographs that come later, and features it cannot reduce.
@Suite struct ReduceTests {
    let scratch: Scratch
    let gallery: Gallery

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
    }

    private func fixture(_ name: String) -> String { Fixture.path("pca-scikit-learn/" + name) }

    @Test func aPickleIsAppliedAndGivenBack() throws {
        let arguments = [fixture("protocol4.pkl"), "--features", gallery.first, "--output", "p.h5"]
        try scratch.run("reduce", ["import"] + arguments).expectDone()
        try scratch.run("reduce", [gallery.first, "--apply", "p.h5", "--output", "r.h5"]).expectDone()
        #expect(try FeaturesFile.open(scratch.path("r.h5")).columns == 3)
        try scratch.run("reduce", ["export", "p.h5", "--output", "p.npz"]).expectDone()
        let again = ["import", "p.npz", "--features", gallery.first, "--output", "q.h5"]
        try scratch.run("reduce", again).expectDone()
        let (first, second) = (try ReductionFile.read(scratch.path("p.h5")), try ReductionFile.read(scratch.path("q.h5")))
        #expect(first == second && first.whiten && first.samples == 12)
    }

    @Test func nothingOfAPickleIsRun() throws {
        let arguments = ["import", fixture("calls.pkl"), "--features", gallery.first, "--output", "p.h5"]
        try scratch.run("reduce", arguments).expectRefusal(65, "calls.pkl", "posix.system", "nothing in it was run")
        let others = ["import", fixture("protocol4.pkl"), "--features", gallery.second, "--output", "p.h5"]
        try scratch.run("reduce", others).expectRefusal(65, "expects 256")
        #expect(try scratch.visibleNames.isEmpty)
    }

    /// Writes some rows of the first features to a file of their own.
    private func write(rows: [Int], to name: String, _ change: (inout Matrix) -> Void = { _ in }) throws {
        let file = try FeaturesFile.open(gallery.first)
        var matrix = try file.readMatrix().selecting(rows: rows)
        change(&matrix)
        try FeaturesFile.write(
            to: scratch.path(name), header: file.header,
            rows: FeaturesRows(paths: rows.indices.map { "\(name)-\($0)" }, labels: rows.map { file.rows.labels[$0] }),
            features: matrix, skipped: [], provenance: file.provenance)
    }

    @Test func laterPhotographsAreAdded() throws {
        try write(rows: Array(0..<9), to: "a.h5")
        try write(rows: Array(9..<16), to: "b.h5")
        func reduce(_ arguments: String...) throws -> Outcome { try scratch.run("reduce", arguments + ["--components", "4"]) }
        try reduce("a.h5", "--keep-statistics", "--model", "pa.h5", "--output", "ra.h5").expectDone()
        try reduce("b.h5", "--update", "pa.h5", "--model", "pb.h5", "--output", "rb.h5").expectDone()
        try reduce(gallery.first, "--model", "p.h5", "--output", "r.h5").expectDone()
        let (both, whole) = (try ReductionFile.read(scratch.path("pb.h5")), try ReductionFile.read(scratch.path("p.h5")))
        #expect(both.samples == 16)
        expectClose(both.explainedVariance, whole.explainedVariance, tolerance: 1e-5, scale: .relative, "variances")
        expectClose(both.components.elements, whole.components.elements, tolerance: 1e-3, "components")
        try reduce("a.h5", "--update", "pb.h5", "--model", "pc.h5", "--output", "rc.h5")
            .expectRefusal(65, "pb.h5", "--keep-statistics")
    }

    @Test func featuresWithoutVarietyAreRefused() throws {
        try write(rows: [Int](repeating: 3, count: 8), to: "same.h5")
        try write(rows: Array(0..<10), to: "constant.h5") { matrix in
            for row in 0..<10 { for column in 0..<256 { matrix[row, column] = Float(column) } }
        }
        for file in ["same.h5", "constant.h5"] {
            for size in ["2", "0.9", "auto"] {
                try scratch.run("reduce", [file, "--components", size, "--model", "p.h5", "--output", "r.h5"])
                    .expectRefusal(65, "photographs have the same features")
            }
        }
        try scratch.run("reduce", [gallery.first, "--components", "likelihood", "--model", "p.h5", "--output", "r.h5"])
            .expectRefusal(65, "16 and 256", "auto")
    }

    @Test func featuresThatCannotBeReducedAreRefused() throws {
        try write(rows: Array(0..<8), to: "broken.h5") { $0[5, 17] = .nan }
        let fit = ["--components", "9", "--model", "p.h5", "--output", "r.h5"]
        try scratch.run("reduce", ["broken.h5", "--components", "2", "--model", "p.h5", "--output", "r.h5"])
            .expectRefusal(65, "broken.h5")
        try write(rows: [0, 1, 2, 0, 1, 2], to: "few.h5")
        try scratch.run("reduce", ["few.h5"] + fit).expectRefusal(65, "9 components", "6 photographs")
        try scratch.run("reduce", ["few.h5", "--components", "3", "--model", "p.h5", "--output", "r.h5"])
            .expectRefusal(65, "only 2 directions")
        for approach in ["symmetric", "deflation"] {
            try scratch.run(
                "reduce",
                ["few.h5", "--method", "ica", "--approach", approach, "--components", "3", "--model", "p.h5", "--output", "r.h5"]
            )
            .expectRefusal(65, "only 2 directions")
        }
        #expect(try scratch.visibleNames.sorted() == ["broken.h5", "few.h5"])
    }

    @Test func aModelOfOtherColumnsIsRefused() throws {
        try scratch.run("reduce", [gallery.first, "--components", "2", "--model", "p.h5", "--output", "r.h5"]).expectDone()
        for files in [[gallery.second], [gallery.first, gallery.second]] {
            try scratch.run("reduce", files + ["--apply", "p.h5", "--output", "other.h5"]).expectRefusal(65, "p.h5")
        }
        #expect(try !scratch.visibleNames.contains("other.h5"))
    }

    @Test func optionsThatDoNotGoTogetherAreRefused() throws {
        let fit = [gallery.first, gallery.second, "--model", "p.h5", "--output", "r.h5"]
        for (options, fact) in [
            (["--components", "2,3,4"], "3 sizes"), (["--components", "2,3", "--joint"], "2 sizes"),
            (["--components", "2,many"], "'many'"), (["--components", "2", "--keep-statistics"], "--joint"),
            (["--components", "2", "--contrast", "exp"], "--method ica"),
            (["--components", "0.5", "--method", "ica"], "whole number"),
            (["--components", "2", "--method", "ica", "--whiten"], "unit variance"),
            (["--components", "2", "--method", "ica", "--contrast", "exp", "--alpha", "1.5"], "logcosh"),
            (["--components", "2", "--method", "ica", "--alpha", "3"], "1 to 2"),
        ] {
            try scratch.run("reduce", fit + options).expectRefusal(64, fact)
        }
    }

    /// Where the search ends too early there is a result, and a warning with what is known of it.
    @Test func aSearchThatDoesNotConvergeIsSaid() throws {
        let options = ["--method", "ica", "--components", "4", "--max-iterations", "1", "--tolerance", "1e-12", "--quiet"]
        let outcome = try scratch.run("reduce", [gallery.first, "--model", "p.h5", "--output", "r.h5"] + options)
        outcome.expectDone()
        #expect(outcome.error.contains("of 4 independent components did not converge in 1 iterations"))
        #expect(try ReductionFile.read(scratch.path("p.h5")).method?.contains(#""iterations":1"#) == true)
    }

    @Test func aFileCutShortIsRefused() throws {
        let whole = try Data(contentsOf: URL(fileURLWithPath: gallery.first))
        try scratch.write(whole.prefix(whole.count * 2 / 3), to: "cut.h5")
        try scratch.run("reduce", ["cut.h5", "--components", "2", "--model", "p.h5", "--output", "r.h5"])
            .expectRefusal(65, "cut.h5")
        #expect(try scratch.visibleNames == ["cut.h5"])
    }

    @Test func theSolverIsRecorded() throws {
        let arguments = ["--components", "2", "--solver", "randomised", "--model", "p.h5", "--output", "r.h5"]
        try scratch.run("reduce", [gallery.first] + arguments).expectDone()
        #expect(try ReductionFile.read(scratch.path("p.h5")).method?.contains("randomised") == true)
        try scratch.run("reduce", [gallery.first] + arguments + ["--keep-statistics"]).expectRefusal(64, "--solver exact")
    }

    /// The same values with the same number of threads, and with another one up to rounding.
    @Test func threadsDoNotMatter() throws {
        for (name, threads) in [("a", "2"), ("b", "2"), ("c", "1")] {
            try scratch.run(
                "reduce",
                [
                    gallery.first, "--components", "3", "--threads", threads, "--model", "p\(name).h5", "--output",
                    "r\(name).h5",
                ]
            ).expectDone()
        }
        let models = try ["a", "b", "c"].map { try ReductionFile.read(scratch.path("p\($0).h5")) }
        #expect(models[0] == models[1])
        expectClose(models[2].components.elements, models[0].components.elements, tolerance: 1e-6, "components")
    }

    @Test(.enabled("it takes the right to mount") { SmallDisk.isPossible })
    func theDiskIsFull() throws {
        let disk = try #require(SmallDisk(bytes: 1 << 14))
        try scratch.run(
            "reduce",
            [
                gallery.first, "--components", "10", "--model", disk.folder + "/p.h5", "--output", "r.h5",
            ]
        ).expectRefusal(73, "p.h5", "No space")
        let smaller = try #require(SmallDisk(bytes: 1 << 12))
        try scratch.run(
            "reduce",
            [
                gallery.first, "--components", "15", "--model", "p.h5", "--output", smaller.folder + "/r.h5",
            ]
        ).expectRefusal(73, "r.h5", "No space")
    }
}
