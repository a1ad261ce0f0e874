import DataSets
import Evaluation
import Foundation
import Records
import StageSupport
import Testing
import TestSupport

/// Classifiers that learn from votes, through the executables.
@Suite struct RatingTests {
    let scratch: Scratch
    let gallery: Gallery

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
        // Five scores; aesthetic pictures have the higher ones.
        let lines = gallery.photographs.enumerated().map { place, photograph in
            let shift = place % 3
            return photograph + (place < Gallery.count / 2 ? ",,0,\(shift),2,6,\(9 - shift)" : ",,8,\(5 + shift),2,0,\(shift)")
        }
        try scratch.write((["path,label,r1,r2,r3,r4,r5"] + lines).joined(separator: "\n"), to: "rated.csv")
    }

    private func extract(_ set: String, to output: String) throws {
        try scratch.run("extract", [set, "--output", output] + Gallery.firstExtractor).expectDone()
    }

    private func train(_ features: String, to output: String, _ more: [String] = []) throws -> Outcome {
        try scratch.run("train", [features, "--loss", "emd", "--output", output] + Gallery.training + more)
    }

    @Test func votesAreLearnedPredictedAndMeasured() throws {
        try extract("rated.csv", to: "f.h5")
        let trained = try train("f.h5", to: "c.h5", ["--threshold", "2.5"])
        trained.expectDone()
        #expect(trained.error.contains("votes for 5 scores"))
        let application = try #require(try ClassifierFile.read(scratch.path("c.h5")).application)
        #expect(application.output == .ratings && application.threshold == 2.5)
        #expect(application.classNames == ["1", "2", "3", "4", "5"])

        let csv = try scratch.run("predict", [gallery.pictures, "--model", "c.h5", "--format", "csv"])
        csv.expectDone()
        #expect(csv.lines[0] == "path,label,score,deviation,skipped" && csv.lines.count == Gallery.count + 1)
        for line in csv.lines.dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            let (score, deviation) = (try #require(Double(fields[2])), try #require(Double(fields[3])))
            #expect((1...5).contains(score) && (0...2).contains(deviation))
            #expect((fields[1] == "aesthetic") == (score >= 2.5))
        }
        let text = try scratch.run("predict", [gallery.photographs[0], "--model", "c.h5"])
        #expect(text.lines.count == 1 && text.output.contains("aesthetic, ") && text.output.contains(" ± "))
        let json = try scratch.run("predict", [gallery.photographs[0], "--model", "c.h5", "--format", "jsonl"])
        #expect(json.output.contains("\"score\":") && !json.output.contains("confidence"))

        for set in ["f.h5", "rated.csv"] {
            let outcome = try scratch.run("evaluate", [set, "--model", "c.h5", "--output", "r.json"])
            outcome.expectDone()
            #expect(outcome.output.contains("SRCC"))
            let report = try ResultsFile.read(scratch.path("r.json")).report
            let result = try #require(report.sets.first)
            #expect(result.aesthetic + result.notAesthetic == Gallery.count && result.unlabelled == 0)
            let ratings = try #require(result.ratings)
            #expect(ratings.count == Gallery.count)
            // What so few pictures teach is no matter here.
            let scores = try #require(ratings.scores)
            #expect((0..<0.5).contains(scores.earthMoversDistance) && (0..<4).contains(scores.meanError))
            #expect(scores.threshold == 2.5 && scores.accuracy == result.accuracy && ratings.mapped == nil)
            #expect(result.accuracy != nil)
        }
        try scratch.run("report", ["r.json", "--output", "r.html"]).expectDone()
        let html = try String(decoding: scratch.data("r.html"), as: UTF8.self)
        #expect(html.contains("<h2>Predicted ratings</h2>") && html.contains("Mean ratings of rated"))
        #expect(html.contains("Best and worst predictions of rated"))
        try train("f.h5", to: "same.h5", ["--threshold", "2.5"]).expectDone()
        #expect(try ClassifierFile.read(scratch.path("same.h5")) == ClassifierFile.read(scratch.path("c.h5")))
    }

    @Test func ratingsAreHeldAgainstVotes() throws {
        try extract("rated.csv", to: "f.h5")
        try train("f.h5", to: "c.h5").expectDone()
        let options = ["--threshold", "2", "--logistic", "4"]
        let outcome = try scratch.run("evaluate", ["f.h5", "--model", "c.h5", "--output", "r.json"] + options)
        outcome.expectDone()
        #expect(outcome.output.contains("KRCC") && outcome.output.contains("logistic curve with 4 parameters"))
        let set = try #require(try ResultsFile.read(scratch.path("r.json")).report.sets.first)
        #expect(set.ratings?.scores?.threshold == 2 && set.ratings?.mapped?.mapping.form == .fourParameters)
        #expect(set.photographs.allSatisfy { ($0.label == 1) == (($0.meanVote ?? 0) >= 2) })
        try scratch.run("evaluate", ["f.h5", "--model", "c.h5", "--output", "s.json", "--seed", "2"]).expectDone()
        let comparison = try scratch.run("evaluate", ["--compare", "r.json", "r.json"])
        comparison.expectDone()
        #expect(comparison.output.contains("+0.0000  0.000 to 0.000"))
        try scratch.run("evaluate", ["rated.csv", "--model", gallery.classifier])
            .expectRefusal(65, "none of its \(Gallery.count) photographs has a label")
        for (options, fact) in [(["--threshold", "5"], "above 1 and below 5"), (["--logistic", "3"], "3")] {
            try scratch.run("evaluate", ["f.h5", "--model", "c.h5"] + options).expectRefusal(64, fact)
        }
        try scratch.run("evaluate", [gallery.first, "--model", gallery.classifier, "--threshold", "1.5"])
            .expectRefusal(64, "above 0 and below 1")
    }

    /// Mean scores without votes: their scale is asked for, they are kept, labels are made of them, and predictions are
    /// held against them.
    @Test func meanScoresWithTheirScale() throws {
        let lines = gallery.photographs.enumerated().map { place, photograph in
            "\(photograph),\(place < Gallery.count / 2 ? 60 + place : 30 - place)"
        }
        try scratch.write((["path,mos"] + lines).joined(separator: "\n"), to: "means.csv")
        let extraction = ["means.csv", "--output", "m.h5"] + Gallery.firstExtractor
        try scratch.run("extract", extraction)
            .expectRefusal(65, "means.csv", "mos", "(they range from 15 to 67)", "--score-scale")
        try scratch.run("extract", extraction + ["--score-scale", "1...10"]).expectRefusal(65, "line 2", "a number from 1 to 10")
        try scratch.run("extract", extraction + ["--score-scale", "x"]).expectRefusal(64, "--score-scale")
        try scratch.run("extract", extraction + ["--score-scale", "0...100"]).expectDone()
        let means = try #require(try FeaturesFile.open(scratch.path("m.h5")).rows.means)
        #expect(means.scale == ScoreScale(lowest: 0, highest: 100) && means.values.first == 60 && means.values.last == 15)

        let training = ["m.h5", "--output", "c.h5"] + Gallery.training
        try scratch.run("train", training).expectRefusal(65, "16 of 16 photographs have no label", "--aesthetic-from")
        let bounds = ["--aesthetic-from", "62", "--not-aesthetic-to", "20"]
        let trained = try scratch.run("train", training + bounds)
        trained.expectDone()
        #expect(trained.error.contains("labels from mean scores: 6 aesthetic, 6 not aesthetic, 4 left out"))
        try scratch.run("select", ["m.h5", "--by", "anova", "--genes", "5", "--output", "s.h5"] + bounds).expectDone()
        for set in [["m.h5"], ["means.csv", "--score-scale", "0...100"]] {
            let outcome = try scratch.run("evaluate", set + ["--model", "c.h5", "--output", "r.json"] + bounds)
            outcome.expectDone()
            let result = try #require(try ResultsFile.read(scratch.path("r.json")).report.sets.first)
            #expect(result.aesthetic == 6 && result.notAesthetic == 6 && result.unlabelled == 4)
            let ratings = try #require(result.ratings)
            #expect(ratings.count == Gallery.count && ratings.rankCorrelation != nil && ratings.scores == nil)
        }
        try scratch.run("train", training + ["--not-aesthetic-to", "20"]).expectRefusal(64, "--not-aesthetic-to needs")
        try scratch.run("train", [gallery.first, "--output", "c.h5", "--aesthetic-from", "3"])
            .expectRefusal(65, "first.h5", "no mean scores")
    }

    @Test func votesForOtherScores() throws {
        try extract("rated.csv", to: "f.h5")
        try train("f.h5", to: "c.h5").expectDone()
        try scratch.write("path,r1,r2\n\(gallery.photographs[0]),1,3\n\(gallery.photographs[1]),0,2\n", to: "two.csv")
        try extract("two.csv", to: "two.h5")
        for set in ["two.csv", "two.h5"] {
            try scratch.run("evaluate", [set, "--model", "c.h5"]).expectRefusal(
                65, "two: its votes are for 2 scores", "predicts 5")
        }
    }

    @Test func votesThatAreMissing() throws {
        try train(gallery.first, to: "c.h5").expectRefusal(65, "have no ratings", "r1, r2")
        try scratch.write("path,label,r1,r2\n\(gallery.photographs[0]),1,3,4\n\(gallery.photographs[1]),0,0,0\n", to: "some.csv")
        try extract("some.csv", to: "some.h5")
        try train("some.h5", to: "c.h5").expectRefusal(65, "0002.jpg has no votes")
        #expect(!scratch.exists("c.h5"))
    }

    @Test(arguments: [
        (["--mixup", "0.2"], "mixing rows works only with labels"), (["--focus", "2"], "leave it out (--focus)"),
        (["--calibrate"], "leave it out (--calibrate)"),
        (["--balance", "folds"], "leave it out (--balance)"),
        (["--folds", "3"], "--folds needs labels"), (["--threshold", "5"], "must be above 1 and below 5 (--threshold)"),
        (["--loss", "cross-entropy", "--threshold", "3"], "--threshold needs --loss emd"),
    ])
    func whatGoesWithLabelsAlone(_ arguments: [String], _ fact: String) throws {
        try extract("rated.csv", to: "f.h5")
        try train("f.h5", to: "c.h5", arguments).expectRefusal(64, fact)
        #expect(!scratch.exists("c.h5"))
    }
}
