import Graphs
import Kernels
import Matrices
import Synchronization
import TestSupport
import Testing

/// Plans that compute maps once more on the way back because they may not keep them.
@Suite struct RecomputationTests {
    /// Gradients as they come, block by block.
    private final class Gradients: GradientConsumer {
        let values: Mutex<[Int: [Float]]> = Mutex([:])

        func consume(
            tensor: Int, offset: Int, gradient: UnsafeBufferPointer<Float>, parameters: UnsafeMutablePointer<Float>
        ) {
            values.withLock { values in
                var all = values[tensor] ?? []
                all += [Float](repeating: 0, count: max(0, offset + gradient.count - all.count))
                all.replaceSubrange(offset..<offset + gradient.count, with: gradient)
                values[tensor] = all
            }
        }
    }

    private static let pictures = 4

    /// Separable blocks, as in MobileNetV1.
    private static func model() throws -> Model {
        var layers = [Graph.Layer("input", .input(.maps(channels: 3, size: Extent(32))), inputs: [])]
        func append(_ name: String, _ operation: Graphs.Operation) {
            layers.append(.init(name, operation, inputs: [layers.count - 1]))
        }
        for block in 0..<5 {
            let (channels, isDepthwise) = (16, block % 2 == 1)
            append(
                "convolution\(block)",
                .convolution(
                    Convolution(
                        filters: channels, window: Window(Extent(3), padding: .same), groups: isDepthwise ? channels : 1)))
            append("normalisation\(block)", .batchNormalisation(epsilon: 1e-3, hasScale: true))
            append("activation\(block)", .activation(.relu6))
        }
        append("mean", .globalAveragePooling)
        append("flat", .flatten)
        let graph = try Graph(layers: layers, outputs: [.init("out", node: layers.count - 1)])
        var stream = RandomStream(seed: 3, name: "recomputation")
        return try Model(
            graph,
            parameters: Parameters(of: graph) { tensor in
                (0..<tensor.count).map { _ in
                    tensor.name.role == .movingVariance ? 1 : Float(0.3 * stream.normal())
                }
            })
    }

    private func gradients(_ plan: Plan) -> [Int: [Float]] {
        let count = Self.pictures * 3 * 32 * 32
        var stream = RandomStream(seed: 4, name: "pixels")
        let input = (0..<count).map { _ in Float(stream.normal()) }
        let gradients = Gradients()
        let node = plan.graph.nodes.count - 1
        input.withUnsafeBufferPointer { input in
            guard let input = input.baseAddress else { return }
            plan.forward(input, rows: Self.pictures)
        }
        plan.beginBackward()
        plan.addGradient(at: node, rows: Self.pictures) { gradient in
            for index in 0..<Self.pictures * 16 { gradient[index] = Float(index % 5) - 2 }
        }
        plan.backward(rows: Self.pictures, consumer: gradients)
        return gradients.values.withLock { $0 }
    }

    @Test func gradientsAreTheSameInLessMemory() throws {
        let model = try Self.model()
        var settings = Plan.Settings(batchSize: Self.pictures, isTraining: true)
        let whole = try Plan(model, settings)
        settings.memoryLimit = whole.mapBytes - 1
        // Another implementation of a convolution would sum in another order.
        settings.implementations = whole.implementations
        let smaller = try Plan(model, settings)
        #expect(smaller.mapBytes < whole.mapBytes * 4 / 5)
        let (expected, found) = (gradients(whole), gradients(smaller))
        #expect(expected.count == whole.trained.count)
        #expect(found == expected)
        #expect(expected.values.allSatisfy { $0.contains { $0 != 0 } })
    }

    @Test func memoryIsStatedBeforeItIsTaken() throws {
        var settings = Plan.Settings(batchSize: 1 << 20, isTraining: true)
        settings.memoryLimit = 1 << 30
        // A batch that no machine holds.
        let model = try Self.model()
        #expect {
            _ = try Plan(model, settings)
        } throws: { error in
            guard case PlanError.memory(let needed, let limit, let batchSize)? = error as? PlanError else { return false }
            return needed > 1 << 35 && limit == 1 << 30 && batchSize == 1 << 20
        }
    }
}
