import Foundation
import Records
import Testing
import TestSupport

/// The genetic search and the mask that it leaves.
@Suite struct SearchTests {
    let scratch: Scratch
    let gallery: Gallery

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
    }

    private func evolve(to output: String, _ more: [String] = []) throws -> Outcome {
        try scratch.run("evolve", [gallery.first, gallery.second, "--output", output] + Gallery.search + more)
    }

    @Test func aMaskIsFoundAndUsed() throws {
        try evolve(to: "m.h5").expectDone()
        let mask = try MaskFile.read(scratch.path("m.h5"))
        #expect(mask.indices.count == 60)
        #expect(mask.sourceColumns == mask.blocks.reduce(0) { $0 + $1.width })
        #expect(mask.blocks.map(\.extractor) == ["mobilenet-v1@0.25", "mobilenet-v1@0.5"])
        let best = try #require(mask.history.first { $0.name == "best" })
        #expect(best.values.last == mask.fitness)
        try scratch.run(
            "train", [gallery.first, gallery.second, "--mask", "m.h5", "--output", "c.h5"] + Gallery.training
        ).expectDone()
        #expect(try ClassifierFile.read(scratch.path("c.h5")).inputWidth == 60)
        let predicted = try scratch.run("predict", [gallery.pictures, "--model", "c.h5"])
        predicted.expectDone()
        #expect(predicted.lines.count == Gallery.count)
        #expect(try scratch.visibleNames == ["c.h5", "m.h5"])
    }

    @Test func theSameSeedFindsTheSameMask() throws {
        try evolve(to: "1.h5").expectDone()
        try evolve(to: "2.h5").expectDone()
        #expect(try MaskFile.read(scratch.path("1.h5")) == MaskFile.read(scratch.path("2.h5")))
        try evolve(to: "3.h5", ["--seed", "9"]).expectDone()
        #expect(try MaskFile.read(scratch.path("3.h5")).indices != MaskFile.read(scratch.path("1.h5")).indices)
    }

    @Test(arguments: [SIGINT, SIGKILL])
    func aStoppedSearchGoesOn(_ signal: Int32) throws {
        let arguments = [gallery.first, gallery.second] + Gallery.search + ["--generations", "40", "--output"]
        let running = try Command("kalon-evolve", arguments + ["m.h5"], in: scratch.folder).startInStep()
        try running.waitForLine(with: "generation 3:")
        running.send(signal)
        let stopped = try running.outcome()
        #expect(stopped.code == (signal == SIGINT ? 130 : SIGKILL), "\(stopped.testDescription)")
        #expect(!scratch.exists("m.h5"))
        let second = try scratch.run("evolve", arguments + ["m.h5"])
        second.expectDone()
        #expect(second.error.contains("of an earlier run"))
        try scratch.run("evolve", arguments + ["whole.h5"]).expectDone()
        #expect(try MaskFile.read(scratch.path("m.h5")) == MaskFile.read(scratch.path("whole.h5")))
        #expect(try scratch.visibleNames.filter { $0.hasPrefix("m.h5") } == ["m.h5"])
    }

    @Test(arguments: [
        (["--genes", "641"], "641 columns are wanted", 64), (["--genes", "0"], "--genes is 0", 64),
        (["--population", "1"], "population size is 1, but it must be at least 2 (--population)", 64),
        (["--parents", "99"], "parents per child is 99, but", 64),
        (["--keep", "2"], "--keep is 2", 64),
    ])
    func aSearchThatCannotBe(_ arguments: [String], _ fact: String, _ code: Int32) throws {
        try evolve(to: "m.h5", arguments).expectRefusal(code, fact)
        #expect(try scratch.visibleNames.isEmpty)
    }

    @Test func twoSearchesDoNotShareAnOutput() throws {
        let arguments = [gallery.first, gallery.second] + Gallery.search + ["--generations", "40", "--output", "m.h5"]
        let first = try Command("kalon-evolve", arguments, in: scratch.folder).startInStep()
        try first.waitForLine(with: "generation 2:")
        try scratch.run("evolve", arguments).expectRefusal(73, "m.h5.partial", "another run")
        try first.outcome().expectDone()
        try scratch.run("evolve", arguments.dropLast() + ["whole.h5"]).expectDone()
        #expect(try MaskFile.read(scratch.path("m.h5")) == MaskFile.read(scratch.path("whole.h5")))
        #expect(try scratch.visibleNames == ["m.h5", "whole.h5"])
    }

    @Test func aCheckpointThatIsNone() throws {
        try scratch.write("words", to: "m.h5.partial")
        try evolve(to: "m.h5").expectRefusal(65, "m.h5.partial", "remove it")
        #expect(try String(decoding: scratch.data("m.h5.partial"), as: UTF8.self) == "words")
    }
}

extension HistorySeries.Values {
    fileprivate var last: Double? {
        switch self {
        case .reals(let values): values.last
        case .integers(let values): values.last.map(Double.init)
        }
    }
}

/// The search whose masks are measured by regression.
@Suite struct LinearSearchTests {
    let scratch: Scratch
    let gallery: Gallery

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
    }

    @Test func theBestMasksAreConfirmedByTraining() throws {
        let arguments = [gallery.first, gallery.second, "--output"]
        let options = Gallery.search + ["--fitness", "linear", "--confirm", "3", "--generations", "6"]
        let outcome = try scratch.run("evolve", arguments + ["m.h5"] + options)
        outcome.expectDone()
        #expect(outcome.error.contains("leave-one-out over all photographs"))
        #expect(outcome.error.contains("mask 3 of 3:"))
        let mask = try MaskFile.read(scratch.path("m.h5"))
        #expect(outcome.error.contains(String(format: "accuracy %.2f %% of", 100 * mask.fitness)))
        // What was found by training alone is the accuracy that training of that mask gives again.
        try scratch.run("evolve", arguments + ["again.h5"] + options).expectDone()
        #expect(try MaskFile.read(scratch.path("again.h5")) == mask)
    }

    @Test(arguments: [
        (["--penalty", "0"], "--penalty is 0;"), (["--confirm", "0"], "--confirm is 0"), (["--minutes", "0"], "--minutes is 0"),
        (["--genes", "60...20"], "--genes is 60...20"), (["--genes", "a...b"], "a...b"), (["--genes", "0...9"], "--genes is 0"),
        (["--size-penalty=-1"], "--size-penalty is -1"), (["--migrants", "1"], "need --islands"),
        (["--islands", "3"], "population size is 10, but it must be a multiple of the number of islands, 3 (--population)"),
        (["--mutation", "guided", "--fitness", "train"], "--mutation guided needs"),
        (["--mutation", "guided", "--fitness", "linear", "--keep-least", "0.5"], "cannot be combined"),
        (["--islands", "0"], "--islands is 0"), (["--keep-least", "0.95"], "share of kept genes, 0.9 (--keep-least)"),
        (["--islands", "2", "--migrants", "0"], "--migrants is 0"),
    ])
    func valuesThatCannotBe(_ arguments: [String], _ fact: String) throws {
        try scratch.run("evolve", [gallery.first, "--output", "m.h5"] + Gallery.search + arguments)
            .expectRefusal(64, fact)
    }

    @Test func sizesEvolve() throws {
        try scratch.run(
            "evolve",
            [gallery.first, "--fitness", "linear", "--output", "m.h5"] + Gallery.search
                + ["--genes", "20...60", "--size-penalty", "3", "--generations", "8"]
        ).expectDone()
        let mask = try MaskFile.read(scratch.path("m.h5"))
        #expect((20..<50).contains(mask.indices.count))
        // The accuracy of a classifier, without the penalty.
        #expect((0.5...1).contains(mask.fitness))
    }

    @Test(arguments: [
        ["--selection", "tournament"], ["--selection", "rank", "--crossover", "two-point"], ["--crossover", "three-parents"],
        ["--islands", "2", "--parents", "2", "--keep-least", "0.5"], ["--mutation", "guided"],
    ])
    func operatorsAreChosen(_ operators: [String]) throws {
        try scratch.run("evolve", [gallery.first, "--fitness", "linear", "--output", "m.h5"] + Gallery.search + operators)
            .expectDone()
        #expect(try MaskFile.read(scratch.path("m.h5")).indices.count == 60)
    }
}

/// Which photographs a mask is measured and tested on.
@Suite struct SearchPartsTests {
    let scratch: Scratch
    let gallery: Gallery

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
    }

    private func evolve(_ more: [String]) throws -> Outcome {
        try scratch.run("evolve", [gallery.first, "--output", "m.h5"] + Gallery.search + more)
    }

    @Test func aShareIsHeldOutAndTestedOnce() throws {
        let outcome = try evolve([])
        outcome.expectDone()
        let mask = try MaskFile.read(scratch.path("m.h5"))
        let test = try #require(mask.test)
        // One of the eight photographs of each class.
        #expect(test.photographs == 2 && [0, 0.5, 1].contains(test.accuracy))
        #expect(mask.fitnessSplit == "validation")
        #expect(outcome.error.contains(String(format: "test: accuracy %.2f %% of 2 photographs", 100 * test.accuracy)))
        #expect(outcome.error.contains("diversity") && outcome.error.contains("left 0:0"))
        try evolve(["--test-share", "0"]).expectDone()
        #expect(try MaskFile.read(scratch.path("m.h5")).test == nil)
    }

    @Test(arguments: ["train", "linear"]) func thePublishedWayWarns(fitness: String) throws {
        let outcome = try evolve(["--fitness-split", "test", "--test-share", "0.25", "--fitness", fitness])
        outcome.expectDone()
        #expect(outcome.error.contains("warning: --fitness-split test"))
        let mask = try MaskFile.read(scratch.path("m.h5"))
        #expect(mask.fitnessSplit == "test" && mask.test == nil)
        // Four photographs are measured on.
        #expect((mask.fitness * 4).rounded() == mask.fitness * 4)
    }

    @Test func foldsMeasureEveryPhotograph() throws {
        try evolve(["--fitness-split", "folds", "--folds", "2", "--test-share", "0"]).expectDone()
        let mask = try MaskFile.read(scratch.path("m.h5"))
        #expect(mask.fitnessSplit == "folds")
        #expect((mask.fitness * 16).rounded() == mask.fitness * 16)
        try evolve(["--fitness-split", "folds", "--fitness", "linear", "--genes", "8"])
            .expectRefusal(64, "14 photographs and 8 columns", "--fitness-split validation")
    }

    @Test func otherPhotographsAreTestedOn() throws {
        try scratch.run("render", ["others", "--count", "6", "--seed", "9"]).expectDone()
        try scratch.run("extract", ["others", "--output", "others.h5"] + Gallery.firstExtractor).expectDone()
        try evolve(["--test", "others.h5"]).expectDone()
        #expect(try MaskFile.read(scratch.path("m.h5")).test?.photographs == 6)
        try scratch.run("extract", ["others", "--output", "differ.h5"] + Gallery.secondExtractor).expectDone()
        try evolve(["--test", "differ.h5"]).expectRefusal(65, "differ.h5: the test features are of")
        try evolve(["--test", gallery.first]).expectRefusal(65, "is also among the photographs of the search")
    }

    @Test(arguments: [
        (["--test-share", "1"], "--test-share is 1"), (["--folds", "3"], "--folds needs"),
        (["--fitness-split", "folds", "--folds", "1"], "--folds is 1"),
        (["--fitness-split", "test", "--test-share", "0"], "needs a test part"),
        (["--test-share", "0.2", "--test", "x.h5"], "give only one"),
    ])
    func partsThatCannotBe(_ arguments: [String], _ fact: String) throws {
        try evolve(arguments).expectRefusal(64, fact)
    }
}

/// The search whose masks climb a ladder of trainings.
@Suite struct LadderSearchTests {
    let scratch: Scratch
    let gallery: Gallery

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
    }

    private let options = Gallery.search + ["--fitness", "ladder", "--confirm", "2", "--reduction", "2"]

    @Test(arguments: [[], ["--no-warm-start"], ["--fitness-split", "folds", "--folds", "2"]])
    func theFewBestAreTrainedToTheEnd(_ more: [String]) throws {
        let outcome = try scratch.run("evolve", [gallery.first, "--output", "m.h5"] + options + more)
        outcome.expectDone()
        #expect(outcome.error.contains("mask 2 of 2:") && outcome.error.contains("by ladder"))
        let mask = try MaskFile.read(scratch.path("m.h5"))
        #expect(mask.indices.count == 60 && mask.test != nil)
        #expect(try scratch.visibleNames == ["m.h5"])
    }

    @Test func aKilledLadderGoesOn() throws {
        let arguments = [gallery.first] + options + ["--generations", "30", "--output"]
        for round in 0..<2 {
            let running = try Command("kalon-evolve", arguments + ["m.h5"], in: scratch.folder).startInStep()
            try running.waitForLine(with: "generation \(4 + 5 * round):")
            running.send(SIGKILL)
            _ = try running.outcome()
            #expect(!scratch.exists("m.h5") && scratch.exists("m.h5.partial"))
        }
        try scratch.run("evolve", arguments + ["m.h5"]).expectDone()
        try scratch.run("evolve", arguments + ["whole.h5"]).expectDone()
        #expect(try MaskFile.read(scratch.path("m.h5")) == MaskFile.read(scratch.path("whole.h5")))
        #expect(try scratch.visibleNames == ["m.h5", "whole.h5"])
    }

    @Test func aDamagedCheckpointIsNamed() throws {
        let arguments = [gallery.first] + options + ["--generations", "30", "--output", "m.h5"]
        let running = try Command("kalon-evolve", arguments, in: scratch.folder).startInStep()
        try running.waitForLine(with: "generation 3:")
        running.send(SIGKILL)
        _ = try running.outcome()
        let whole = try scratch.data("m.h5.partial")
        for share in [0, 0.01, 0.1, 0.3, 0.6, 0.95, 1] {
            var bytes = whole
            bytes[Int(share * Double(whole.count - 1))] ^= 1
            try scratch.write(bytes, to: "m.h5.partial")
            try scratch.run("evolve", arguments).expectRefusal(65, "m.h5.partial", "damaged")
        }
    }

    @Test func aReductionThatCannotBe() throws {
        try scratch.run("evolve", [gallery.first, "--output", "m.h5"] + options + ["--reduction", "1"])
            .expectRefusal(64, "--reduction is 1")
    }
}

/// Searches with several objectives.
@Suite struct ObjectiveSearchTests {
    let scratch: Scratch
    let gallery: Gallery

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
    }

    private func evolve(_ more: [String]) throws -> Outcome {
        try scratch.run(
            "evolve",
            [gallery.first, gallery.second, "--output", "m.h5", "--fitness", "linear"] + Gallery.search
                + ["--genes", "5...60", "--generations", "6"] + more)
    }

    @Test(arguments: ["best", "knee"]) func theFrontIsWritten(rule: String) throws {
        let outcome = try evolve(["--objectives", "features,extraction", "--choose", rule, "--confirm", "20"])
        outcome.expectDone()
        #expect(outcome.error.contains("on the front") && outcome.error.contains("masks that no other dominates"))
        let mask = try MaskFile.read(scratch.path("m.h5"))
        #expect(!mask.front.isEmpty)
        let chosen = try #require(mask.front.first { $0.indices == mask.indices })
        #expect(chosen.accuracy == mask.fitness)
        if rule == "best" { #expect(mask.front.allSatisfy { $0.accuracy <= mask.fitness }) }
        let whole = try #require(mask.front.compactMap(\.cost).max())
        #expect(mask.front.allSatisfy { $0.cost.map { $0 > 0 && $0 <= whole } == true })
        #expect(mask.history.contains { $0.name == "front" })
    }

    @Test func costsCanBeGiven() throws {
        try evolve(["--objectives", "extraction", "--extraction-costs", "2,5"]).expectDone()
        let costs = try MaskFile.read(scratch.path("m.h5")).front.compactMap(\.cost)
        #expect(!costs.isEmpty && costs.allSatisfy { [2, 5, 7].contains($0) })
        try evolve(["--objectives", "extraction", "--extraction-costs", "2"]).expectRefusal(64, "gives 1 of 2 numbers")
    }

    @Test(arguments: [
        (["--objectives", "speed"], "--objectives is 'speed'"), (["--objectives", "features,features"], "--objectives is"),
        (["--choose", "knee"], "--choose needs"), (["--objectives", "features", "--genes", "60"], "masks of several sizes"),
        (["--objectives", "features", "--islands", "2"], "cannot be combined"),
        (["--extraction-costs", "1,2"], "needs --objectives extraction"),
        (["--objectives", "extraction", "--extraction-costs", "1,x"], "--extraction-costs is '1,x'"),
    ])
    func objectivesThatCannotBe(_ arguments: [String], _ fact: String) throws {
        try evolve(arguments).expectRefusal(64, fact)
    }
}
