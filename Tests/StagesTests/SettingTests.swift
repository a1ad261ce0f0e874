import Faults
import StageSupport
import TestSupport
import Testing

/// The options that are shown after the sentence of a fault.
@Suite struct SettingTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// The names of the options that a command explains.
    private func options(_ stage: String, _ subcommand: String...) throws -> Set<String> {
        let help = try scratch.run(stage, subcommand + ["--help"])
        help.expectDone()
        return Set(help.output.matches(of: /(?m)^  (?:-[a-z], )?(--[a-z-]+)/).map { String($0.1) })
    }

    @Test func everySettingHasAnOption() throws {
        let stages = try ArgumentTests.stages.filter { $0 != "weights" }.map { try options($0) }
        let known = try stages.reduce(options("weights", "fetch")) { $0.union($1) }
        for setting in Setting.allCases {
            #expect(!setting.options.isEmpty, "\(setting)")
            for option in setting.options { #expect(known.contains(option), "no stage has \(option), which is of \(setting)") }
        }
    }

    @Test func theOptionIsShownAfterTheSentence() throws {
        let gallery = try Gallery.shared()
        let columns = try scratch.run("select", [gallery.first, "--by", "anova", "--genes", "641", "--output", "m.h5"])
        columns.expectRefusal(64)
        #expect(columns.error.hasSuffix("; choose fewer columns (--genes)\n"), "\(columns.testDescription)")
    }

    /// The advice is the same, but only one of the two commands can follow it by an option.
    @Test func onlyOptionsOfTheCommandAreShown() throws {
        try scratch.copy(Fixture.path("model-files/maps.onnx"), to: "maps.onnx")
        let gallery = try Gallery.shared()
        let advice = "give a network in a file as the extractor model:FILE"
        let extraction = try scratch.run(
            "extract", [gallery.pictures, "--extractor", "multigap", "--weights", "maps.onnx", "--output", "f.h5"])
        extraction.expectRefusal(65)
        #expect(extraction.error.hasSuffix("\(advice) (--extractor)\n"))
        let prediction = try scratch.run("predict", [gallery.photographs[0], "--model", "maps.onnx"])
        prediction.expectRefusal(65)
        #expect(prediction.error.hasSuffix("\(advice)\n"))
    }
}
