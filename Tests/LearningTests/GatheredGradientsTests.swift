import Foundation
import Kernels
import Learning
import Matrices
import TestSupport
import Testing

@Suite struct GatheredGradientsTests {
    /// The last is longer than a block that the optimiser gets at a time.
    private static let counts = [7, 3, 40_000]
    private let parameters = counts.map { FloatBuffer(count: $0) }

    private static func drawn(_ name: String) -> [[Float]] {
        var stream = RandomStream(seed: 3, name: name)
        return counts.map { count in (0..<count).map { _ in Float(stream.normal()) } }
    }

    /// Hands whole tensors over, in two blocks each.
    private func give(_ gradients: [[Float]], to consumer: any GradientConsumer, tensors: [Int] = [0, 1, 2]) {
        for tensor in tensors {
            let (gradient, middle) = (gradients[tensor], gradients[tensor].count / 2)
            gradient.withUnsafeBufferPointer { gradient in
                for part in [0..<middle, middle..<gradient.count] {
                    consumer.consume(
                        tensor: tensor, offset: part.lowerBound, gradient: UnsafeBufferPointer(rebasing: gradient[part]),
                        parameters: parameters[tensor].pointer + part.lowerBound)
                }
            }
        }
    }

    private func norm(_ gradients: [[Float]]) -> Double {
        gradients.joined().reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    }

    private func expectClose(_ found: [[Float]], _ expected: [[Float]]) {
        #expect(found.count == expected.count)
        for (found, expected) in zip(found, expected) {
            TestSupport.expectClose(found, expected, tolerance: 1e-6, scale: .ofLargest)
        }
    }

    @Test func theMeanOfSeveralBatchesIsHandedOver() {
        let gathered = GatheredGradients(tensorCounts: Self.counts, clipping: nil)
        let batches = ["a", "b", "c"].map(Self.drawn)
        // A second time, so that nothing may be left of the first.
        for _ in 0..<2 {
            for batch in batches {
                gathered.beginBatch()
                give(batch, to: gathered)
            }
            let recorder = PlaceRecorder(Self.counts)
            let mean = Self.counts.indices.map { tensor in
                batches[0][tensor].indices.map { (batches[0][tensor][$0] + batches[1][tensor][$0] + batches[2][tensor][$0]) / 3 }
            }
            TestSupport.expectClose(gathered.apply(to: recorder), norm(mean), tolerance: 1e-6, scale: .relative)
            expectClose(recorder.gradients, mean)
            #expect(recorder.parameters == parameters.map { $0.pointer })
        }
    }

    @Test(arguments: [0.5, 2]) func clippingByNormShrinksAllAlike(share: Double) {
        let batch = Self.drawn("a"), limit = share * norm(Self.drawn("a"))
        let gathered = GatheredGradients(tensorCounts: Self.counts, clipping: .norm(limit))
        gathered.beginBatch()
        give(batch, to: gathered)
        let recorder = PlaceRecorder(Self.counts)
        TestSupport.expectClose(gathered.apply(to: recorder), norm(batch), tolerance: 1e-6, scale: .relative)
        expectClose(recorder.gradients, batch.map { $0.map { $0 * Float(min(share, 1)) } })
        if share > 1 { #expect(recorder.gradients == batch) }
    }

    @Test func clippingByValueCutsEachOff() {
        let batch = Self.drawn("a")
        let gathered = GatheredGradients(tensorCounts: Self.counts, clipping: .value(0.75))
        gathered.beginBatch()
        give(batch, to: gathered)
        let recorder = PlaceRecorder(Self.counts)
        gathered.apply(to: recorder)
        #expect(recorder.gradients == batch.map { $0.map { min(max($0, -0.75), 0.75) } })
    }

    /// A head that no row of a batch was for has no gradient, and not that of the step before.
    @Test func aTensorThatNothingCameOfStays() {
        let gathered = GatheredGradients(tensorCounts: Self.counts, clipping: nil)
        let (first, second) = (Self.drawn("a"), Self.drawn("b"))
        gathered.beginBatch()
        give(first, to: gathered)
        gathered.apply(to: PlaceRecorder(Self.counts))
        gathered.beginBatch()
        give(second, to: gathered, tensors: [0])
        gathered.beginBatch()
        give(second, to: gathered, tensors: [0, 2])
        let recorder = PlaceRecorder(Self.counts)
        let half = second[2].map { $0 / 2 }
        TestSupport.expectClose(gathered.apply(to: recorder), norm([second[0], half]), tolerance: 1e-6, scale: .relative)
        expectClose([recorder.gradients[0], recorder.gradients[2]], [second[0], half])
        #expect(recorder.gradients[1].allSatisfy { $0.isNaN })
        #expect(recorder.parameters[1] == nil)
    }

    /// Two halves of a batch give what the whole gives, where batches are not normalised.
    @Test func halvesOfABatchGiveTheGradientOfTheWhole() throws {
        let data = twoClouds(rows: 32, columns: 12, distance: 1, seed: 8)
        let architecture = try architecture(.dense(units: 9, activation: .tanh), .softmax(classes: 2))
        let network = try architecture.plan(
            Initialisation.parameters(of: architecture, inputs: 12, seed: 8), batchSize: 32, seed: 8)
        let whole = GradientRecorder(tensorCounts: network.tensorCounts)
        let loss = try step(
            network, features: data.features.elements[...], Answers(labels: data.labels), classes: 2, consumer: whole)
        let gathered = GatheredGradients(tensorCounts: network.tensorCounts, clipping: nil)
        var halves = LossTotal()
        for rows in [0..<16, 16..<32] {
            gathered.beginBatch()
            let part = data.features.elements[rows.lowerBound * 12..<rows.upperBound * 12]
            halves.add(
                try step(network, features: part, Answers(labels: Array(data.labels[rows])), classes: 2, consumer: gathered))
        }
        let recorder = GradientRecorder(tensorCounts: network.tensorCounts)
        gathered.apply(to: recorder)
        TestSupport.expectClose(halves.loss, loss.loss, tolerance: 1e-6, scale: .relative)
        expectClose(recorder.gradients, whole.gradients)
    }
}

/// Keeps gradients, and where the parameters of each begin.
private final class PlaceRecorder: GradientConsumer {
    private(set) var gradients: [[Float]]
    private(set) var parameters: [UnsafeMutablePointer<Float>?]

    init(_ counts: [Int]) {
        gradients = counts.map { [Float](repeating: .nan, count: $0) }
        parameters = counts.map { _ in nil }
    }

    func consume(
        tensor: Int, offset: Int, gradient: UnsafeBufferPointer<Float>, parameters: UnsafeMutablePointer<Float>
    ) {
        gradients[tensor].replaceSubrange(offset..<offset + gradient.count, with: gradient)
        if offset == 0 { self.parameters[tensor] = parameters }
    }
}
