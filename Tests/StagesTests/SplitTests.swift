import DataSets
import Evaluation
import Foundation
import Learning
import Records
import StageSupport
import Testing
import TestSupport

/// A manifest that says what is to be trained on, validated on and tested on is obeyed by every stage.
@Suite struct SplitTests {
    let scratch: Scratch
    let gallery: Gallery
    /// Eight photographs to train on, four to validate on, four to test on, half of each aesthetic.
    private static let parts = ["train", "Training", "VAL", "test", "train", "valid", "train", "Testing"]

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
    }

    private func rows(_ isTaken: (String) -> Bool = { _ in true }) -> [String] {
        gallery.photographs.enumerated().compactMap { place, photograph in
            let part = Self.parts[place % Self.parts.count]
            return isTaken(part) ? "\(photograph),\(place < Gallery.count / 2 ? 1 : 0),\(part)" : nil
        }
    }

    private func isTest(_ part: String) -> Bool { part.lowercased().hasPrefix("test") }

    private func extract(_ rows: [String], header: String = "path,label,split", to name: String, _ more: [String] = []) throws {
        try scratch.write(([header] + rows).joined(separator: "\n"), to: "\(name).csv")
        let outcome = try scratch.run("extract", ["\(name).csv", "--output", "\(name).h5"] + Gallery.firstExtractor + more)
        outcome.expectDone()
    }

    private func train(_ features: String, to output: String) throws -> Outcome {
        let outcome = try scratch.run("train", [features, "--output", output] + Gallery.training)
        outcome.expectDone()
        return outcome
    }

    private func accuracy(_ set: String, _ model: String, _ more: [String] = []) throws -> SetResult {
        try scratch.run("evaluate", [set, "--model", model, "--output", "r.json"] + more).expectDone()
        return try #require(try ResultsFile.read(scratch.path("r.json")).report.sets.first)
    }

    @Test func wordsOfTheManifestAreKept() throws {
        try extract(rows() + ["gone.jpg,,train"], to: "all", ["--augment", "blur"])
        let file = try FeaturesFile.open(scratch.path("all.h5"))
        let expected = Self.parts.map { SplitPart(word: $0) }
        #expect(file.rows.splits == (expected + expected).flatMap { [$0, $0] })
        #expect(file.rows.rows(of: .test).count == 8)
    }

    /// One manifest with a split is what two manifests are.
    @Test func trainingNeverSeesTheTestPart() throws {
        try extract(rows(), to: "all")
        try extract(rows { !isTest($0) }, to: "learned")
        try extract(rows(isTest), to: "tested")
        let whole = try train("all.h5", to: "whole.h5"), apart = try train("learned.h5", to: "apart.h5")
        #expect(whole.error.contains("8 photographs to train on, 4 to validate on, 4 to test on"))
        #expect(!apart.error.contains("of the manifest's test part"))
        let first = try ClassifierFile.read(scratch.path("whole.h5")), second = try ClassifierFile.read(scratch.path("apart.h5"))
        #expect(first.layers == second.layers)
        let set = try accuracy("all.h5", "whole.h5")
        let other = try accuracy("tested.h5", "apart.h5")
        #expect(set.photographs.map(\.path) == other.photographs.map(\.path) && set.photographs.count == 4)
        #expect(set.accuracy == other.accuracy)
        let right = try #require(set.accuracy)
        #expect(whole.error.contains(String(format: "accuracy %.4f on the 4 photographs of the manifest's test part", right)))
        #expect(try accuracy("all.csv", "whole.h5").photographs == set.photographs)
        #expect(try accuracy("all.h5", "whole.h5", ["--all-rows"]).photographs.count == Gallery.count)
        #expect(try accuracy("all.csv", "whole.h5", ["--all-rows"]).photographs.count == Gallery.count)
    }

    @Test func labelsOfTheTestPartMayBeMissing() throws {
        let unlabelled = rows(isTest).map { $0.replacing(#/,[01],/#, with: ",,") }
        try extract(rows { !isTest($0) } + unlabelled, to: "all")
        #expect(try !train("all.h5", to: "c.h5").error.contains("of the manifest's test part"))
    }

    @Test func reductionIsFittedToTheTrainingPart() throws {
        try extract(rows(), to: "all")
        try extract(rows { $0.lowercased().hasPrefix("train") }, to: "trained")
        for name in ["all", "trained"] {
            try scratch.run(
                "reduce", ["\(name).h5", "--components", "4", "--model", "pca-\(name).h5", "--output", "reduced-\(name).h5"]
            ).expectDone()
        }
        let whole = try ReductionFile.readAll(scratch.path("pca-all.h5")),
            part = try ReductionFile.readAll(scratch.path("pca-trained.h5"))
        #expect(whole.map(\.mean) == part.map(\.mean) && whole.map(\.components) == part.map(\.components))
        let reduced = try FeaturesFile.open(scratch.path("reduced-all.h5")), all = try FeaturesFile.open(scratch.path("all.h5"))
        #expect(reduced.count == Gallery.count && reduced.rows == all.rows)
    }

    /// Masks depend on the photographs to learn from alone.
    @Test func masksAreChosenWithoutTheTestPart() throws {
        try extract(rows(), to: "all")
        try extract(rows { !isTest($0) }, to: "learned")
        for name in ["all", "learned"] {
            try scratch.run("select", ["\(name).h5", "--by", "anova", "--genes", "20", "--output", "s-\(name).h5"]).expectDone()
        }
        #expect(try MaskFile.read(scratch.path("s-all.h5")).indices == MaskFile.read(scratch.path("s-learned.h5")).indices)
        let search = [
            "--genes", "20", "--population", "6", "--generations", "2", "--parents", "2", "--hidden", "8", "--epochs", "3",
            "--batch", "8", "--seed", "2",
        ]
        try scratch.run("evolve", ["all.h5", "--output", "e-all.h5"] + search).expectDone()
        try scratch.run("evolve", ["learned.h5", "--test-share", "0", "--output", "e-learned.h5"] + search).expectDone()
        let mask = try MaskFile.read(scratch.path("e-all.h5"))
        #expect(try mask.indices == MaskFile.read(scratch.path("e-learned.h5")).indices)
        #expect(mask.test?.photographs == 4)
        try scratch.run("evolve", ["all.h5", "--test-share", "0.2", "--output", "o.h5"] + search)
            .expectRefusal(64, "all.h5", "already has a test part")
    }

    @Test func filesThatDivideDifferentlyAreNotJoined() throws {
        try extract(rows(), to: "all")
        try extract(rows().map { $0.replacing(",Testing", with: ",train") }, to: "other")
        try scratch.run("train", ["all.h5", "other.h5", "--output", "c.h5"] + Gallery.training)
            .expectRefusal(65, "all.h5", "other.h5", "part of the split")
    }

    @Test func aSplitWithoutATrainingPart() throws {
        try extract(rows(isTest), to: "tested")
        for stage in [["train"], ["evolve"], ["select", "--by", "anova", "--genes", "5"]] {
            try scratch.run(stage[0], ["tested.h5", "--output", "o.h5"] + stage.dropFirst())
                .expectRefusal(65, "tested.h5", "no photograph into the training part")
        }
    }

    @Test func groupsThatLieInTwoPartsAreNamed() throws {
        let grouped = rows().enumerated().map { "\($0.element),g\($0.offset / 2)" }
        try extract(grouped, header: "path,label,split,group", to: "all")
        #expect(
            try train("all.h5", to: "c.h5").error.contains(
                "warning: 6 groups, such as g1, are in more than one part of the manifest's split"))
    }
}
