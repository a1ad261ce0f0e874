import DataSets
import Foundation
import Records
import TestSupport
import Testing

/// `kalon-tune`, and what other stages make of its classifiers.
@Suite struct TuneTests {
    private func jsonLines(_ trial: TuneTrial, _ manifest: String, _ model: String) throws -> [PipelineTests.Line] {
        let outcome = try trial.scratch.run("predict", [manifest, "--model", model, "--format", "jsonl"])
        outcome.expectDone()
        return try outcome.lines.map { try JSONDecoder().decode(PipelineTests.Line.self, from: Data($0.utf8)) }
    }

    /// The loss of the best epoch, which training computed, follows from what `kalon-predict` says of the same photographs.
    @Test(arguments: [
        TuneTrial.head + TuneTrial.all, TuneTrial.head, ["--head", "classes"] + TuneTrial.all,
        ["--head", "classes", "--phase", "conv_pw_12:epochs=2,rate=1e-2,statistics=fixed,head-factor=3"],
    ])
    func predictSaysWhatTrainingComputed(_ phases: [String]) throws {
        let trial = try TuneTrial()
        let outcome = try trial.tune(phases)
        outcome.expectDone()
        #expect(try trial.scratch.visibleNames == ["o.h5", "o.weights.h5", "set", "set.csv"])
        let validation = trial.names.indices.filter { $0 / 2 % 4 == 0 }
        try trial.writeManifest("validation.csv", ["path,label"] + validation.map { "\(trial.names[$0]),\($0 % 2)" })
        let lines = try jsonLines(trial, "validation.csv", "o.h5")
        try #require(lines.count == validation.count)
        let losses = try zip(validation, lines).map { number, line in
            let aesthetic = try #require(line.aesthetic)
            return -log(ColouredNoise.label(number) == 1 ? aesthetic : 1 - aesthetic)
        }
        let stored = try #require(try trial.result().series("validation_loss").min())
        expectClose(losses.reduce(0, +) / Double(losses.count), stored, tolerance: 1e-4)
    }

    @Test func otherStagesTakeTheClassifier() throws {
        let trial = try TuneTrial()
        let scratch = trial.scratch
        let outcome = try trial.tune(TuneTrial.head + TuneTrial.all + ["--tensorboard", "events"])
        outcome.expectDone()
        for line in [
            "18 photographs to train on, 6 to choose the epoch by", "phase 1 of 2: the head alone, 3 epochs",
            "phase 2 of 2: all layers, 2 epochs", "best epoch ",
            "wrote the classifier o.h5 and the weights of its network o.weights.h5",
        ] {
            #expect(outcome.error.contains(line), "\(outcome.error)")
        }
        let inspected = try scratch.run("inspect", ["o.h5"])
        inspected.expectDone()
        #expect(inspected.output.contains("5 epochs"))
        try scratch.run("inspect", ["o.weights.h5"]).expectDone()
        let evaluated = try scratch.run("evaluate", ["set.csv", "--model", "o.h5", "--output", "e.json"])
        evaluated.expectDone()
        #expect(evaluated.error.contains("was trained on 24 of the 24 photographs"))
        try scratch.run("report", ["e.json", "--output", "r.html"]).expectDone()
        try scratch.run("export", ["o.h5", "--output", "o.onnx"]).expectDone()
        let quantised = try scratch.run(
            "quantise", ["set.csv", "--classifier", "o.h5", "--limit", "100", "--count", "4", "--output", "q.onnx"])
        quantised.expectDone()
        // The whole, run as any network in a file, says what predict says.
        try scratch.run("extract", ["set.csv", "--extractor", "onnx:o.onnx", "--output", "says.h5"]).expectDone()
        let file = try FeaturesFile.open(scratch.path("says.h5"))
        let says = try file.read(rows: 0..<file.rows.paths.count)
        let expected = try jsonLines(trial, "set.csv", "o.h5").compactMap(\.aesthetic)
        expectClose((0..<says.rows).map { says[$0, 0] }, expected, tolerance: 1e-4)
        #expect(Set(expected).count == 24)
        // Its weights start another training.
        let weights = ["--weights", "o.weights.h5"]
        let again = try scratch.run(
            "tune",
            ["set.csv", "--output", "p.h5", "--network", TuneTrial.network, "--size", "32", "--batch", "8"] + weights
                + TuneTrial.head)
        again.expectDone()
        #expect(scratch.exists("p.weights.h5"))
    }

    /// A classifier finds the weights of its network beside itself, from any folder; other weights of that name are refused.
    @Test func theClassifierMovesWithItsWeights() throws {
        let trial = try TuneTrial()
        let scratch = trial.scratch
        try trial.tune(TuneTrial.head).expectDone()
        let before = try jsonLines(trial, "set.csv", "o.h5")
        try FileManager.default.createDirectory(atPath: scratch.path("moved"), withIntermediateDirectories: true)
        for name in ["o.h5", "o.weights.h5"] {
            try FileManager.default.moveItem(atPath: scratch.path(name), toPath: scratch.path("moved/\(name)"))
        }
        let after = try jsonLines(trial, "set.csv", "moved/o.h5")
        #expect(after.map(\.aesthetic) == before.map(\.aesthetic))
        try Data("other weights".utf8).write(to: URL(fileURLWithPath: scratch.path("moved/o.weights.h5")))
        try scratch.run("predict", ["set.csv", "--model", "moved/o.h5"]).expectRefusal(65, "o.weights.h5")
    }

    /// Votes, mean scores with a scale, and photographs of which nothing is known.
    @Test func ratingsAreLearned() throws {
        let trial = try TuneTrial()
        try trial.writeManifest(
            "votes.csv",
            ["path,r1,r2,r3"] + trial.names.enumerated().map { "\($1),\($0 % 2 == 1 ? "0,1,9" : "9,1,0")" }.dropLast()
                + ["\(trial.names[23]),0,0,0"])
        let phases = ["--phase", "head:epochs=3,rate=1e-2"]
        let outcome = try trial.tune(phases, from: "votes.csv")
        outcome.expectDone()
        #expect(outcome.error.contains("1 of 24 photographs are not used"), "\(outcome.error)")
        let content = try ClassifierFile.read(trial.scratch.path("o.h5"))
        #expect(content.application?.output == .ratings && content.application?.classNames == ["1", "2", "3"])
        try trial.scratch.run("predict", ["votes.csv", "--model", "o.h5"]).expectDone()
        try trial.scratch.run("evaluate", ["votes.csv", "--model", "o.h5", "--output", "e.json"]).expectDone()
        try trial.writeManifest(
            "means.csv", ["path,score(1...7)"] + trial.names.enumerated().map { "\($1),\($0 % 2 == 1 ? 6 : 2).5" })
        try trial.tune(phases, to: "m.h5", from: "means.csv").expectDone()
        let means = try ClassifierFile.read(trial.scratch.path("m.h5"))
        #expect(means.application?.classNames.count == 10)
    }

    /// Mean scores as such, on their own scale.
    @Test func meanScoresAreLearned() throws {
        let trial = try TuneTrial()
        let scratch = trial.scratch
        try trial.writeManifest(
            "means.csv",
            ["path,score(1...7),split"]
                + trial.names.enumerated().map { number, name in
                    "\(name),\(number % 2 == 1 ? 6 : 2).5,\(number / 2 % 4 == 0 ? "validation" : "train")"
                })
        let phases = ["--head", "regression", "--dropout", "0", "--phase", "head:epochs=40,rate=3e-3"]
        let outcome = try trial.tune(phases, from: "means.csv")
        outcome.expectDone()
        #expect(!outcome.error.contains("accuracy"), "\(outcome.error)")
        let content = try ClassifierFile.read(scratch.path("o.h5"))
        #expect(content.application?.output == .score(1...7) && content.application?.threshold == 4)
        let lines = try jsonLines(trial, "means.csv", "o.h5")
        let scores = lines.compactMap(\.score)
        try #require(scores.count == trial.names.count)
        let (low, high) = (trial.names.indices.filter { $0 % 2 == 0 }, trial.names.indices.filter { $0 % 2 == 1 })
        let means = [low, high].map { numbers in numbers.reduce(0) { $0 + scores[$1] } / Double(numbers.count) }
        #expect(means[1] - means[0] > 0.3 && (1...7).contains(means[0]), "\(means)")
        // The loss of the best epoch is what the scores say of the same photographs, as a share of the scale.
        let squares = trial.names.indices.filter { $0 / 2 % 4 == 0 }.map { number in
            pow((scores[number] - (number % 2 == 1 ? 6.5 : 2.5)) / 6, 2)
        }
        let stored = try #require(try trial.result().series("validation_loss").min())
        expectClose(squares.reduce(0, +) / Double(squares.count), stored, tolerance: 1e-4)
        let csv = try scratch.run("predict", ["means.csv", "--model", "o.h5", "--format", "csv"])
        #expect(csv.lines.first == "path,label,score,skipped", "\(csv.output)")
        try scratch.run("evaluate", ["means.csv", "--model", "o.h5", "--output", "e.json"]).expectDone()
        try scratch.run("report", ["e.json", "--output", "r.html"]).expectDone()
        try scratch.run("export", ["o.h5", "--output", "o.onnx"]).expectDone()
        let more = ["means.csv", "--start", "o.h5", "--batch", "8", "--phase", "all:epochs=1,rate=1e-5", "--head"]
        try scratch.run("tune", more + ["regression", "--output", "p.h5"]).expectDone()
        try scratch.run("tune", more + ["classes", "--output", "q.h5"])
            .expectRefusal(64, "predicts scores from 1 to 7; give --head regression")
    }

    @Test func oneSeedGivesTheSameFiles() throws {
        let trial = try TuneTrial()
        let phases = TuneTrial.head + TuneTrial.all
        try trial.tune(phases).expectDone()
        try trial.tune(phases + ["--picture-cache", "cache"], to: "p.h5").expectDone()
        #expect(try trial.result("o.h5") == trial.result("p.h5"))
        try trial.tune(phases + ["--seed", "7"], to: "s.h5").expectDone()
        #expect(try trial.result("s.h5") != trial.result("o.h5"))
    }

    @Test func oneBrokenPhotographIsLeftOut() throws {
        let trial = try TuneTrial()
        try trial.scratch.write("no picture", to: "set/bad.ppm")
        try trial.writeManifest("bad.csv", ["path,label,split"] + trial.rows + ["set/bad.ppm,1,train"])
        let outcome = try trial.tune(TuneTrial.head + TuneTrial.all, from: "bad.csv")
        outcome.expectDone()
        #expect(outcome.error.contains("1 photograph could not be read; the first is set/bad.ppm: this is not a picture"))
        try trial.tune(TuneTrial.head + TuneTrial.all, to: "p.h5").expectDone()
        #expect(try trial.result("p.h5").layers.count == trial.result("o.h5").layers.count)
    }

    /// Nothing is kept ready for photographs that there are not.
    @Test func aStepOfMoreThanThereAreTakesAll() throws {
        let trial = try TuneTrial(count: 8)
        try trial.tune(TuneTrial.head + TuneTrial.all + ["--batch", "6"]).expectDone()
        try trial.tune(TuneTrial.head + TuneTrial.all + ["--batch", "60000"], to: "p.h5").expectDone()
        #expect(try trial.result("p.h5") == trial.result("o.h5"))
    }

    @Test func stepsAreTimed() throws {
        struct Timing: Decodable {
            let network: String
            let milliseconds: [Double]
            let mapBytes: Int
        }
        let scratch = try Scratch()
        let outcome = try scratch.run("tune", TuneTrial.settings + ["--time-steps", "2"] + TuneTrial.all)
        outcome.expectDone()
        let timing = try JSONDecoder().decode(Timing.self, from: Data(outcome.output.utf8))
        #expect(timing.network == TuneTrial.network && timing.milliseconds.count == 2 && timing.mapBytes > 0)
        #expect(try scratch.visibleNames.isEmpty)
    }
}
