import Foundation
import Graphs
import Kernels
import LinearAlgebra
import Matrices
import Reference

/// Keeps gradients, where their parameters are, and how often each tensor's first element came.
final class Recorder: GradientConsumer {
    private(set) var gradients: [[Float]]
    private(set) var calls: [Int]
    /// Where each tensor begins, once its gradient has come.
    private(set) var parameters: [UnsafeMutablePointer<Float>?]
    private let lock = NSLock()

    init(counts: [Int]) {
        gradients = counts.map { [Float](repeating: .nan, count: $0) }
        calls = counts.map { _ in 0 }
        parameters = counts.map { _ in nil }
    }

    func consume(
        tensor: Int, offset: Int, gradient: UnsafeBufferPointer<Float>, parameters: UnsafeMutablePointer<Float>
    ) {
        lock.withLock {
            gradients[tensor].replaceSubrange(offset..<offset + gradient.count, with: gradient)
            if offset == 0 {
                calls[tensor] += 1
                self.parameters[tensor] = parameters
            }
        }
    }
}

extension ProductPrecision {
    /// Those that this processor has.
    static var usable: [ProductPrecision] { SerialProduct.canMultiplyBrainFloats ? allCases : [.float32] }
}

extension Model {
    /// A graph with normal parameters, whose scales and variances are above 0.
    static func drawn(_ graph: Graph, deviation: Double = 0.5, seed: UInt64 = 9) throws -> Model {
        var stream = RandomStream(seed: seed, name: "parameters")
        return try Model(
            graph,
            parameters: Parameters(of: graph) { tensor in
                switch tensor.name.role {
                case .movingVariance, .variance, .gamma, .steps:
                    (0..<tensor.count).map { _ in Float(stream.uniform(in: 0.5...2)) }
                case .slope:
                    // Flat kinks, which differences do not show much of.
                    (0..<tensor.count).map { _ in Float(stream.uniform(in: 0.8...1.2)) }
                case .kernel, .depthwiseKernel:
                    // Sums about as large as what goes in.
                    (0..<tensor.count).map { _ in
                        Float(stream.normal() * (Double(tensor.shape.last ?? 1) / Double(tensor.count)).squareRoot())
                    }
                default: (0..<tensor.count).map { _ in Float(deviation * stream.normal()) }
                }
            })
    }

    /// What plain loops give for pictures `[rows, channels, height, width]` one after another.
    func reference(_ input: [Float], rows: Int) -> [Float] {
        guard case .maps(let channels, let size?) = graph.nodes[0].shape else { return [] }
        let count = channels * size.area
        return (0..<rows).flatMap { picture in
            GraphInterpreter.run(
                self,
                on: [
                    FeatureMaps(
                        channels: channels, pictures: 1, height: size.height, width: size.width,
                        values: Array(input[picture * count..<(picture + 1) * count]))
                ])[0].values
        }
    }
}

extension Plan {
    /// The last node's values for rows of the only input, `[rows, count]`.
    func lastValues(_ input: [Float], rows: Int) -> [Float] {
        let node = graph.nodes.count - 1
        return input.withUnsafeBufferPointer { input in
            guard let base = input.baseAddress, let count = graph.nodes[node].shape.count else { return [] }
            forward(base, rows: rows)
            return Array(UnsafeBufferPointer(start: values(at: node), count: rows * count))
        }
    }

    /// Takes a gradient of the last node back to the parameters, after `lastValues`.
    func takeBack(_ gradient: [Float], rows: Int, to consumer: any GradientConsumer) {
        beginBackward()
        addGradient(at: graph.nodes.count - 1, rows: rows) { $0.update(from: gradient, count: gradient.count) }
        backward(rows: rows, consumer: consumer)
    }

    /// The gradient of the only input.
    func inputGradient(rows: Int) -> [Float] {
        Array(UnsafeBufferPointer(start: inputGradient(0), count: rows * (graph.nodes[0].shape.count ?? 0)))
    }
}

/// Normal numbers.
func normals(_ count: Int, _ name: String) -> [Float] {
    var stream = RandomStream(seed: 5, name: name)
    return (0..<count).map { _ in Float(stream.normal()) }
}

/// The sum of products, in double precision.
func product(_ a: [Float], _ b: [Float]) -> Double { zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) } }

/// By how much a sum of so many products of unlike signs may be expected to differ from 0.
func spread(_ a: [Float], _ b: [Float]) -> Double {
    zip(a, b).reduce(0) { $0 + pow(Double($1.0) * Double($1.1), 2) }.squareRoot()
}

let slopeStep = 1.0 / 4096

/// The slope at 0 of a function, by two values that are so near that few kinks lie between.
func slope(_ value: (Double) throws -> Double) rethrows -> Double {
    (try value(slopeStep) - value(-slopeStep)) / (2 * slopeStep)
}

/// Shorthand for the operation.
func convolution(
    _ filters: Int, _ window: Window, groups: Int = 1, hasBias: Bool = true, hasSteps: Bool = false
) -> Graphs.Operation {
    .convolution(Convolution(filters: filters, window: window, groups: groups, hasBias: hasBias, hasSteps: hasSteps))
}
