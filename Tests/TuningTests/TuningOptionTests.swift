import Batches
import Graphs
import Kernels
import Learning
import TestSupport
import Testing
import Tuning

/// What the settings of a training do, and what they leave alone.
@Suite struct TuningOptionTests {
    /// Without batch statistics the photographs of a step do not know of one another.
    @Test func twoStepsOfFourAreOneOfEight() throws {
        let trial = try Trial(count: 16)
        let phase = TuningPhase(.all, epochs: 1, rate: 1e-2, keepsStatistics: true)
        func train(_ batch: Int, _ accumulation: Int) throws -> TuningRun {
            try trial.finish(
                Trial.configuration([phase]) {
                    ($0.batchSize, $0.accumulation, $0.optimiser) = (batch, accumulation, .descent(momentum: 0))
                })
        }
        let (one, two, other) = try (train(8, 1), train(4, 2), train(4, 1))
        #expect(one.history.epochs.count == 1)
        expectClose(
            try two.numbers.joined().map { $0 }, try one.numbers.joined().map { $0 }, tolerance: 1e-4, scale: .ofEach)
        #expect(
            difference(
                try other.numbers.joined().map { Double($0) }, try one.numbers.joined().map { Double($0) }, tolerance: 1e-4,
                .ofEach)
                != nil)
    }

    /// At a rate of 1 without momentum, a single step changes all weights together by the gradient.
    @Test func gradientsAreScaledToTheNorm() throws {
        let trial = try Trial(count: 8)
        let phase = TuningPhase(.all, epochs: 1, rate: 1, keepsStatistics: true)
        func change(_ clipping: GradientClipping?) throws -> Double {
            let run = try trial.start(
                Trial.configuration([phase]) { ($0.clipping, $0.optimiser) = (clipping, .descent(momentum: 0)) })
            let before = try run.snapshot()
            try run.finish()
            // The network's tensors come first.
            let pairs = zip(try run.numbers, before.tensors).prefix(before.tensors.count / 2)
            return pairs.reduce(0) { sum, pair in
                zip(pair.0, pair.1).reduce(sum) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }
            }.squareRoot()
        }
        let free = try change(nil)
        #expect(free > 0.02, "\(free)")
        expectClose(try change(.norm(free / 4)), free / 4, tolerance: 1e-3, scale: .relative)
        expectClose(try change(.norm(free * 2)), free, tolerance: 1e-3, scale: .relative)
    }

    @Test(arguments: [TuningPhase.Part.head, .all])
    func aCacheOfPicturesChangesNothing(_ part: TuningPhase.Part) throws {
        let trial = try Trial()
        let configuration = Trial.configuration([TuningPhase(part, epochs: 2, rate: 1e-3)])
        let cache = PictureCache(folder: trial.scratch.path("cache"), maximumBytes: 1 << 24) { Issue.record("\($0)") }
        let plain = try trial.finish(configuration)
        for _ in 0..<2 { #expect(try trial.finish(configuration, cache: cache).numbers == plain.numbers) }
        #expect(trial.scratch.exists("cache/pictures.cache"))
    }

    @Test func aPhaseFromALayerChangesNoneBefore() throws {
        let trial = try Trial()
        let run = try trial.finish(
            Trial.configuration([TuningPhase(.from(layer: "conv_pw_11"), epochs: 1, rate: 1e-3)]))
        let changed = Set(try trial.changed(run).map(\.layer))
        #expect(
            changed == [
                "conv_pw_11", "conv_pw_11_bn", "conv_dw_12", "conv_dw_12_bn", "conv_pw_12", "conv_pw_12_bn", "conv_dw_13",
                "conv_dw_13_bn", "conv_pw_13", "conv_pw_13_bn",
            ])
        #expect(try trial.changed(trial.finish(Trial.configuration([TuningPhase(.head, epochs: 1, rate: 1)]))).isEmpty)
    }

    @Test func fixedStatisticsStay() throws {
        let trial = try Trial()
        func statistics(_ isFixed: Bool) throws -> Set<String> {
            let run = try trial.finish(
                Trial.configuration([TuningPhase(.all, epochs: 1, rate: 1e-3, keepsStatistics: isFixed)]))
            let isTrained = try trial.changed(run).contains { $0.layer == "conv1" }
            #expect(isTrained)
            return Set(try trial.changed(run).map(\.role.rawValue).filter { $0.hasPrefix("moving") })
        }
        #expect(try statistics(true).isEmpty)
        #expect(try statistics(false).count == 2)
    }

    @Test func theRateFallsWithTheSteps() throws {
        let trial = try Trial()
        // 18 photographs are three steps; the second phase counts anew.
        let phases = [
            TuningPhase(.head, epochs: 2, rate: 0.1, decay: 0.5), TuningPhase(.head, epochs: 1, rate: 0.2, decay: 1),
        ]
        let run = try trial.finish(Trial.configuration(phases))
        expectClose(run.history.epochs.map(\.learningRate), [0.1 / 2, 0.1 / 3.5, 0.2 / 3], tolerance: 1e-12)
    }

    /// Where the processor multiplies such numbers, the losses are near those of float32.
    @Test func bfloat16IsNearFloat32() throws {
        let trial = try Trial()
        func losses(_ precision: ProductPrecision) throws -> [Double] {
            try trial.finish(
                Trial.configuration([TuningPhase(.all, epochs: 2, rate: 1e-5, keepsStatistics: true)]) {
                    $0.precision = precision
                }
            ).history.epochs.map(\.trainingLoss)
        }
        do {
            expectClose(try losses(.bfloat16), try losses(.float32), tolerance: 0.05)
        } catch TuningError.learning(.bfloat16Missing) {
            return
        }
    }

    @Test func stepsAreTimed() throws {
        let trial = try Trial(count: 2)
        let timing = try StepTiming(
            body: trial.body, head: NetworkArchitecture(layers: [.dropout(rate: 0.5), .softmax(classes: 2)]),
            configuration: Trial.configuration([TuningPhase(.all, epochs: 1, rate: 1e-3)]), side: 32, steps: 3, threads: 1)
        #expect(timing.milliseconds.count == 3 && timing.milliseconds.allSatisfy { $0 > 0 })
        #expect(timing.mapBytes > 0 && timing.batchSize == 8 && timing.side == 32 && timing.network == "mobilenet-v1@0.1")
    }
}
