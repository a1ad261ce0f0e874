import Records
import Testing
import TestSupport

/// Masks that are chosen without a search.
@Suite struct SelectTests {
    let scratch: Scratch
    let gallery: Gallery

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
    }

    private func select(to output: String, _ more: [String]) throws -> Outcome {
        try scratch.run("select", [gallery.first, gallery.second, "--output", output, "--genes", "40"] + more)
    }

    @Test(arguments: ["random", "anova", "mutual-information", "l1", "greedy", "gradient"])
    func aMaskIsChosenAndUsed(_ way: String) throws {
        let options = ["--by", way] + (way == "gradient" ? ["--model", gallery.classifier, "--draws", "8"] : [])
        let outcome = try select(to: "m.h5", options)
        outcome.expectDone()
        #expect(outcome.error.contains("40 of 640 columns by \(way)"))
        #expect(outcome.error.contains("ridge regression on them:"))
        let mask = try MaskFile.read(scratch.path("m.h5"))
        #expect(way == "l1" ? (1...16).contains(mask.indices.count) : mask.indices.count == 40)
        #expect(mask.blocks.map(\.extractor) == ["mobilenet-v1@0.25", "mobilenet-v1@0.5"])
        #expect(mask.history.map(\.name) == (way == "random" ? [] : ["score"]))
        #expect((0...1).contains(mask.fitness))
        try scratch.run(
            "train", [gallery.first, gallery.second, "--mask", "m.h5", "--output", "c.h5"] + Gallery.training
        ).expectDone()
        #expect(try ClassifierFile.read(scratch.path("c.h5")).application?.mask == mask.indices)
        try select(to: "again.h5", options).expectDone()
        #expect(try MaskFile.read(scratch.path("again.h5")) == mask)
        #expect(try scratch.visibleNames == ["again.h5", "c.h5", "m.h5"])
    }

    @Test(arguments: [
        (["--by", "anova", "--genes", "641"], "641 columns are wanted", 64),
        (["--by", "anova", "--genes", "0"], "--genes is 0", 64), (["--by", "beauty"], "beauty", 64),
        (["--by", "anova", "--votes", "3"], "need --by gradient", 64), (["--by", "gradient"], "needs --model", 64),
        (["--by", "l1", "--neighbours", "3"], "needs --by mutual-information", 64),
        (["--by", "greedy", "--penalty", "0"], "--penalty is 0", 64),
        (["--by", "mutual-information", "--neighbours", "0"], "--neighbours is 0", 64),
        (["--by", "gradient", "--model", "none.h5"], "none.h5", 66),
        (["--by", "anova", "--most-taps", "2"], "needs --by taps", 64),
        (["--by", "taps", "--most-taps", "0"], "--most-taps is 0", 64),
        (["--by", "taps"], "the smallest tap has 128 columns, but at most 40 are to be chosen", 65),
    ])
    func aChoiceThatCannotBe(_ arguments: [String], _ fact: String, _ code: Int32) throws {
        try select(to: "m.h5", arguments).expectRefusal(code, fact)
        #expect(try scratch.visibleNames.isEmpty)
    }

    @Test func wholeLayersAreChosen() throws {
        let outcome = try select(to: "m.h5", ["--by", "taps", "--genes", "640"])
        outcome.expectDone()
        #expect(outcome.error.contains("the columns of mobilenet-v1@0."), "\(outcome.error)")
        let mask = try MaskFile.read(scratch.path("m.h5"))
        #expect(mask.indices.count % 128 == 0 && (128...640).contains(mask.indices.count))
        try scratch.run("reduce", [gallery.first, "--components", "4", "--model", "p.h5", "--output", "r.h5"]).expectDone()
        try scratch.run("select", ["r.h5", "--by", "taps", "--genes", "4", "--output", "n.h5"]).expectRefusal(
            65, "reduced features have no taps")
    }

    @Test func aClassifierOfOtherColumns() throws {
        try scratch.run("train", [gallery.first, "--output", "c.h5"] + Gallery.training).expectDone()
        try select(to: "m.h5", ["--by", "gradient", "--model", "c.h5"]).expectRefusal(
            65, "c.h5: it was trained on", "all columns of the same files")
        let swapped = ["--by", "gradient", "--model", gallery.classifier, "--genes", "9", "--output", "m.h5"]
        try scratch.run("select", [gallery.second, gallery.first] + swapped).expectRefusal(65, "it was trained on")
        #expect(try scratch.visibleNames == ["c.h5"])
    }
}
