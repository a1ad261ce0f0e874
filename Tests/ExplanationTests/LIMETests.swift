import Imaging
import TestSupport
import Testing

import Explanation

@Suite struct LIMETests {
    @Test(arguments: ["all", "highest-weights", "forward-selection"])
    func theSurrogateEqualsLIMEs(fit: String) throws {
        let given = try PerturbationFixture.read().surrogate
        let masks = SegmentMasks(segments: given.segments, shown: Array(given.masks))
        expectClose(Surrogate.kernel(masks, width: 0.25), given.kernel, tolerance: 1e-12, "kernel")
        let expected = try #require(given.fits[fit])
        let choice = fit == "highest-weights" ? SegmentChoice.highestWeights : .automatic
        let found = try Surrogate(
            masks, values: given.values, kernelWidth: 0.25, choice: choice, most: fit == "all" ? nil : expected.most)
        expectClose(found.weights, expected.weights, tolerance: 1e-6, "weights")
        expectClose(found.intercept, expected.intercept, tolerance: 1e-6, "intercept")
        expectClose(found.determination ?? .nan, expected.determination, tolerance: 1e-6, "weighted R²")
        expectClose(found.prediction, expected.prediction, tolerance: 1e-6, "local prediction")
        #expect(found.chosen == min(expected.most, given.segments))
    }

    @Test func itPointsAtACueAndTheSameSeedGivesTheSame() throws {
        let picture = PlantedFunction.cue
        var method = LIME(threads: 2)
        method.superpixels = .slic(SLIC(segments: 24))
        method.samples = 300
        let function = PlantedFunction.red(left: 24, top: 8, side: 16)
        let found = try method.explain(picture, of: function, seed: 3, progress: ExplanationProgress())
        #expect(PlantedFunction.shareInside(found) > 0.8)
        #expect(found == (try method.explain(picture, of: function, seed: 3, progress: ExplanationProgress())))
        #expect(found.values != (try method.explain(picture, of: function, seed: 4, progress: ExplanationProgress())).values)
        expectClose(found.explained, 230.0 / 255, tolerance: 1e-12)
        let weights = try #require(found.segments)
        let total = found.values.reduce(0) { $0 + Double($1) }
        expectClose(total, weights.weights.reduce(0, +), tolerance: 1e-5, "what pixels get is what segments get")
        #expect(function.largestBatch == function.batchSize)
        #expect(found.notes.isEmpty)
    }

    @Test(arguments: [Hiding.mean, .blur(nil), .colour(red: 9, green: 8, blue: 7)])
    func everythingIsHiddenAsAsked(hiding: Hiding) throws {
        let picture = PlantedFunction.cue
        let segments = SLIC(segments: 6).segments(of: picture)
        let background = hiding.background(of: picture, segments: segments)
        let segmented = SegmentedPicture(picture: picture, background: background, segments: segments)
        let hidden = [UInt8](repeating: 0, count: segments.count)
        #expect(segmented.picture(showing: hidden[...]) == background)
        #expect(segmented.picture(showing: hidden.map { $0 + 1 }[...]) == picture)
        var first = hidden
        first[0] = 1
        let mixed = segmented.picture(showing: first[...])
        for (place, label) in segments.labels.enumerated() {
            let source = label == 0 ? picture : background
            #expect(mixed.pixels[3 * place..<3 * place + 3] == source.pixels[3 * place..<3 * place + 3])
        }
    }

    @Test func equalSamplesAreEvaluatedOnce() throws {
        let masks = SegmentMasks(random: 1000, segments: 4, seed: 1)
        #expect(masks.sample(0).allSatisfy { $0 == 1 })
        let share = Double(masks.shown.reduce(0) { $0 + Int($1) }) / Double(masks.shown.count)
        #expect(abs(share - 0.5) < 0.05)
        let (distinct, numbers) = masks.distinct()
        #expect(distinct.count == 16)
        #expect(numbers.indices.allSatisfy { Array(distinct.sample(numbers[$0])) == Array(masks.sample($0)) })
    }

    @Test func aJudgeThatAlwaysSaysTheSameIsNamed() throws {
        var method = LIME(threads: 1)
        method.superpixels = .slic(SLIC(segments: 6))
        method.samples = 40
        let found = try method.explain(
            PlantedFunction.cue, of: PlantedFunction { _ in 0.25 }, seed: 1, progress: ExplanationProgress())
        #expect(found.values.allSatisfy { $0 == 0 })
        #expect(found.notes == ["The judge gives 0.25 whatever is hidden, so there is nothing to explain."])
        #expect(!found.figures.contains { $0.name == "weighted R²" })
    }

    @Test func itCanBeStoppedAndRefusesMoreSamplesThanMemory() throws {
        var method = LIME(threads: 1)
        method.superpixels = .slic(SLIC(segments: 6))
        method.samples = 64
        let function = PlantedFunction(batchSize: 4) { _ in 1 }
        var updates: [Int] = []
        #expect(throws: ExplanationError.cancelled) {
            try method.explain(
                PlantedFunction.cue, of: function, seed: 1,
                progress: ExplanationProgress(update: { done, _ in updates.append(done) }, shouldStop: { updates.count == 2 }))
        }
        #expect(updates == [4, 8] && function.asked == 8)
        method.samples = 1 << 50
        let error = #expect(throws: ExplanationError.self) {
            try method.explain(PlantedFunction.cue, of: function, seed: 1, progress: ExplanationProgress())
        }
        guard case .tooLarge("lime", _, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func moreSegmentsThanForeseenAreRefusedBeforeTheJudgeIsAsked() throws {
        var method = LIME(threads: 1)
        let function = PlantedFunction { _ in 1 }
        method.samples = 1 << 50
        let refusal = #expect(throws: ExplanationError.self) {
            try method.explain(PlantedFunction.cue, of: function, seed: 1, progress: ExplanationProgress())
        }
        guard case .tooLarge(_, _, let available) = refusal else {
            Issue.record("\(String(describing: refusal))")
            return
        }
        // Masks of the segments that are usual for such a picture would fit, those of a segment for each pixel do not.
        method.superpixels = .quickshift(Quickshift(longestDistance: 0.5))
        method.samples = available / 600
        #expect(method.memory(width: 56, height: 40) < available / 2)
        let error = #expect(throws: ExplanationError.self) {
            try method.explain(PlantedFunction.cue, of: function, seed: 1, progress: ExplanationProgress())
        }
        guard case .tooLarge("lime", _, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(function.asked == 0)
    }

    @Test func noPictureHasMoreSegmentsOfQuickShiftThanForeseen() throws {
        for (width, height) in [(1, 600), (600, 1), (80, 60)] {
            let pixels = (0..<width * height).flatMap { place -> [UInt8] in
                (place % width / 20 + place / width / 20) % 2 == 0 ? [250, 20, 20] : [10, 60, 240]
            }
            let found = Quickshift().segments(of: Picture(width: width, height: height, pixels: pixels), seed: 1, threads: 1)
            #expect(found.count > 10)
            #expect(found.count <= Superpixels.quickshift().mostSegments(width: width, height: height))
        }
    }
}
