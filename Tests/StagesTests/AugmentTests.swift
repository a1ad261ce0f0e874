import Foundation
import Records
import Testing
import TestSupport

/// Features of photographs and of perturbed copies, from extraction to evaluation.
@Suite struct AugmentTests {
    private static let names = ["blur", "noise"]
    private static let rows = 3
    private static let augment = ["--augment", "noise,blur", "--seed", "4"]

    let scratch: Scratch
    let gallery: Gallery

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
    }

    @discardableResult
    private func extract(_ set: String? = nil, to output: String, _ more: [String] = Self.augment) throws -> Outcome {
        let outcome = try scratch.run(
            "extract", [set ?? gallery.pictures, "--output", output] + Gallery.firstExtractor + more)
        outcome.expectDone()
        return outcome
    }

    private func features(_ name: String) throws -> FeaturesFile { try FeaturesFile.open(scratch.path(name)) }

    @Test func copiesFollowTheirPhotograph() throws {
        for photograph in gallery.photographs.prefix(3) {
            try scratch.copy(photograph, to: "set/" + (photograph as NSString).lastPathComponent)
        }
        try scratch.write("words", to: "set/0002b.jpg")
        let outcome = try extract("set", to: "a.h5")
        #expect(outcome.error.contains("3 photographs extracted in 9 rows, 1 skipped"))
        let file = try features("a.h5")
        #expect(file.rows.paths == ["0001.jpg", "0002.jpg", "0003.jpg"].flatMap { Array(repeating: $0, count: 3) })
        #expect(file.rows.perturbations == (0..<3).flatMap { _ in [""] + Self.names })
        #expect(file.skipped.map(\.path) == ["0002b.jpg"])
        // Untouched rows are those of an extraction without copies; every copy differs.
        try extract("set", to: "plain.h5", [])
        let plain = try features("plain.h5").readMatrix(), all = try file.readMatrix()
        #expect(all.selecting(rows: file.rows.untouched) == plain)
        for row in 0..<9 where row % 3 > 0 { #expect(all.selecting(rows: [row]) != plain.selecting(rows: [row / 3])) }
        #expect(try features("plain.h5").rows.perturbations == nil)
        let inspected = try scratch.run("inspect", ["a.h5"])
        #expect(inspected.output.contains("perturbations") && inspected.output.contains("blur"))
        #expect(try scratch.run("inspect", ["a.h5", "--json"]).output.contains("\"perturbations\""))
    }

    @Test func chanceComesFromTheSeed() throws {
        try extract(to: "a.h5")
        try extract(to: "b.h5", Self.augment + ["--threads", "1"])
        #expect(try FeaturesValues(scratch.path("a.h5")) == FeaturesValues(scratch.path("b.h5")))
        try extract(to: "c.h5", ["--augment", "blur,noise", "--seed", "5"])
        let (one, other) = (try features("a.h5").readMatrix(), try features("c.h5").readMatrix())
        for row in 0..<one.rows {
            // Only noise is random.
            #expect((one.selecting(rows: [row]) == other.selecting(rows: [row])) == (row % 3 < 2))
        }
    }

    @Test func aKilledExtractionGoesOn() throws {
        try scratch.write("words", to: "set/10030b.jpg")
        var count = 0
        func addPhotographs(_ more: Int) throws {
            for index in count..<count + more {
                // Copies: links to one picture are one photograph.
                try FileManager.default.copyItem(
                    atPath: gallery.photographs[index % 16], toPath: scratch.path("set/\(10_000 + index).jpg"))
            }
            count += more
        }
        let record = Self.rows * 256 * 4 + 13
        // What ends before the signal comes, as it may on a busy machine, is given more photographs.
        func kill(_ more: [String]) throws {
            var isKilled = false
            while !isKilled, count < 10_000 {
                let running = try Command(
                    "kalon-extract", ["set", "--output", "o.h5"] + Gallery.firstExtractor + more, in: scratch.folder
                ).start()
                while running.process.isRunning, try scratch.size("o.h5.partial") < 20 * record { usleep(500) }
                running.send(SIGKILL)
                isKilled = try running.outcome().isSignal
                if !isKilled { try addPhotographs(2 * count) }
            }
            #expect(isKilled)
        }
        try addPhotographs(60)
        try kill(Self.augment)
        #expect(try extract("set", to: "o.h5").error.contains("of an earlier run"))
        try extract("set", to: "whole.h5")
        #expect(try FeaturesValues(scratch.path("o.h5")) == FeaturesValues(scratch.path("whole.h5")))
        #expect(try features("o.h5").rows.perturbations == features("whole.h5").rows.perturbations)
        // Other copies, and another seed, are another run.
        for more in [["--augment", "noise,crop", "--seed", "4"], ["--augment", "noise,blur", "--seed", "5"]] {
            try kill(more)
            #expect(try !extract("set", to: "o.h5").error.contains("of an earlier run"))
        }
    }

    @Test func noPartHasAPhotographThatAnotherHas() throws {
        try extract(to: "a.h5")
        // Eight photographs of a class can be dealt into eight folds, though they have 24 rows.
        let training = ["--output", "c.h5", "--hidden", "8", "--epochs", "2", "--validation", "0.3"]
        try scratch.run("train", ["a.h5", "--folds", "9"] + training).expectRefusal(65, "9", "8")
        let trained = try scratch.run("train", ["a.h5", "--folds", "2"] + training)
        trained.expectDone()
        #expect(trained.error.contains("16 photographs in 48 rows"))
        let search = [
            "--genes", "30", "--population", "6", "--generations", "2", "--parents", "2", "--output", "m.h5", "--validation",
            "0.3",
        ]
        let folds = ["--fitness-split", "folds", "--folds"]
        try scratch.run("evolve", ["a.h5", "--hidden", "4", "--epochs", "1"] + search + folds + ["9"]).expectRefusal(65, "9")
        try scratch.run("evolve", ["a.h5", "--fitness", "linear"] + search + folds + ["2"])
            .expectRefusal(64, "--fitness linear", "copies")
        try scratch.run(
            "evolve", ["a.h5", "--fitness", "linear", "--confirm", "1", "--hidden", "4", "--epochs", "1"] + search
        ).expectDone()
        // Copies take no part in a selection.
        try scratch.run("select", ["a.h5", "--by", "anova", "--genes", "30", "--output", "s.h5"]).expectDone()
        try scratch.run("select", [gallery.first, "--by", "anova", "--genes", "30", "--output", "p.h5"]).expectDone()
        #expect(try MaskFile.read(scratch.path("s.h5")).indices == MaskFile.read(scratch.path("p.h5")).indices)
    }

    @Test func groupsOfAManifestStayTogether() throws {
        let lines = gallery.photographs.enumerated().map { place, path in "\(path),\(place < 8 ? 1 : 0),scene\(place / 2)" }
        try scratch.write((["path,label,group"] + lines).joined(separator: "\n"), to: "grouped.csv")
        try extract("grouped.csv", to: "g.h5", [])
        let arguments = ["g.h5", "--hidden", "8", "--epochs", "2", "--output", "c.h5", "--validation", "0.3", "--folds"]
        try scratch.run("train", arguments + ["5"]).expectRefusal(65, "5", "4")
        try scratch.run("train", arguments + ["4"]).expectDone()
    }

    @Test func filesOfTheSameCopiesAreJoinedAndReduced() throws {
        try extract(to: "a.h5")
        try scratch.run("extract", [gallery.pictures, "--output", "b.h5"] + Gallery.secondExtractor + Self.augment).expectDone()
        try scratch.run("train", ["a.h5", gallery.second, "--output", "c.h5"] + Gallery.training)
            .expectRefusal(65, "perturbed by", gallery.second)
        try scratch.run("reduce", ["b.h5", "--components", "5", "--model", "p.h5", "--output", "r.h5"]).expectDone()
        #expect(try features("r.h5").rows == features("b.h5").rows)
        try scratch.run("train", ["a.h5", "r.h5", "--output", "c.h5"] + Gallery.training).expectDone()
        try scratch.run(
            "train", ["a.h5", "--teacher", "c.h5", "--teacher-features", "a.h5", "b.h5", "--output", "s.h5"] + Gallery.training
        )
        .expectDone()
        try scratch.run("predict", [gallery.photographs[0], "--model", "c.h5"]).expectDone()
    }

    @Test func evaluationTellsCopiesFromPhotographs() throws {
        try extract(to: "a.h5")
        try scratch.run("train", [gallery.first, "--output", "c.h5"] + Gallery.training).expectDone()
        func results(_ features: String, _ output: String) throws -> [String: Any] {
            try scratch.run("evaluate", [features, "--model", "c.h5", "--output", output]).expectDone()
            return try #require(try JSONSerialization.jsonObject(with: scratch.data(output)) as? [String: Any])
        }
        let augmented = try results("a.h5", "a.json"), plain = try results(gallery.first, "p.json")
        func sets(_ results: [String: Any]) -> NSArray? { (results["sets"] as? [[String: Any]]).map { $0 as NSArray } }
        #expect(try #require(sets(augmented)) == #require(sets(plain)))
        let robustness = try #require((augmented["robustness"] as? [[String: Any]])?.first)
        let perturbations = try #require(robustness["perturbations"] as? [[String: Any]])
        #expect(perturbations.map { $0["name"] as? String } == Self.names)
        #expect(perturbations.allSatisfy { $0["count"] as? Int == Gallery.count })
        // Blurring is not random: photographs blurred on the way give the same.
        try scratch.run("evaluate", [gallery.pictures, "--model", "c.h5", "--perturb", "blur", "--output", "b.json"]).expectDone()
        let again = try #require(try JSONSerialization.jsonObject(with: scratch.data("b.json")) as? [String: Any])
        let first = ((again["robustness"] as? [[String: Any]])?.first?["perturbations"] as? [[String: Any]])?.first
        #expect(first?["flipped"] as? Double == perturbations[0]["flipped"] as? Double)
        #expect(first?["accuracy"] as? Double == perturbations[0]["accuracy"] as? Double)
    }

    @Test func listsAreTakenTogether() throws {
        try scratch.run(
            "extract",
            [gallery.pictures, "--output", "a.h5", "--augment", "noise", "--augment", "blur,noise"] + Gallery.firstExtractor
        ).expectDone()
        let perturbations = try #require(try FeaturesFile.open(scratch.path("a.h5")).rows.perturbations)
        #expect(Array(perturbations.prefix(4)) == ["", "blur", "noise", ""])
    }

    @Test func unknownPerturbations() throws {
        let outcome = try scratch.run(
            "extract", [gallery.pictures, "--output", "a.h5", "--augment", "blurr"] + Gallery.firstExtractor)
        outcome.expectRefusal(64, "blurr", "--augment")
        #expect(outcome.error.contains("downscale-2"))
    }
}

extension Scratch {
    /// The bytes of a file; 0 where there is none.
    fileprivate func size(_ name: String) throws -> Int {
        exists(name) ? try FileManager.default.attributesOfItem(atPath: path(name))[.size] as? Int ?? 0 : 0
    }
}
