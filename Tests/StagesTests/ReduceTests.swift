import Foundation
import Matrices
import Storage
import TestSupport
import Testing

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
        let (first, second) = (try PCAFile.read(scratch.path("p.h5")), try PCAFile.read(scratch.path("q.h5")))
        #expect(first == second && first.whiten && first.samples == 12)
    }

    @Test func nothingOfAPickleIsRun() throws {
        let arguments = ["import", fixture("calls.pkl"), "--features", gallery.first, "--output", "p.h5"]
        try scratch.run("reduce", arguments).expectRefusal(65, "calls.pkl", "posix.system", "nothing of it was run")
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
        let (both, whole) = (try PCAFile.read(scratch.path("pb.h5")), try PCAFile.read(scratch.path("p.h5")))
        #expect(both.samples == 16)
        for (mine, theirs) in zip(both.explainedVariance, whole.explainedVariance) {
            #expect(abs(mine / theirs - 1) < 1e-5)
        }
        for (mine, theirs) in zip(both.components.elements, whole.components.elements) {
            #expect(abs(mine - theirs) < 1e-3)
        }
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
                    .expectRefusal(65, "only 0 directions")
            }
        }
        try scratch.run("reduce", [gallery.first, "--components", "likelihood", "--model", "p.h5", "--output", "r.h5"])
            .expectRefusal(65, "16 and 256", "auto")
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
        #expect(try PCAFile.read(scratch.path("p.h5")).method?.contains("randomised") == true)
        try scratch.run("reduce", [gallery.first] + arguments + ["--keep-statistics"]).expectRefusal(64, "--solver exact")
    }

    /// The same values with the same number of threads, and with another one up to rounding.
    @Test func threadsDoNotMatter() throws {
        for (name, threads) in [("a", "2"), ("b", "2"), ("c", "1")] {
            try scratch.run("reduce", [
                gallery.first, "--components", "3", "--threads", threads, "--model", "p\(name).h5", "--output",
                "r\(name).h5",
            ]).expectDone()
        }
        let models = try ["a", "b", "c"].map { try PCAFile.read(scratch.path("p\($0).h5")) }
        #expect(models[0] == models[1])
        for (mine, theirs) in zip(models[0].components.elements, models[2].components.elements) {
            #expect(abs(mine - theirs) < 1e-6)
        }
    }

    @Test(.enabled("it takes the right to mount") { SmallDisk.isPossible })
    func theDiskIsFull() throws {
        let disk = try #require(SmallDisk(bytes: 1 << 14))
        try scratch.run("reduce", [
            gallery.first, "--components", "10", "--model", disk.folder + "/p.h5", "--output", "r.h5",
        ]).expectRefusal(73, "p.h5", "No space")
    }
}
