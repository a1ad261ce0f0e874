import Foundation
import Graphs

/// Runs a graph node by node on a few small pictures, in plain loops: the reference of every operation.
///
/// It is slow, and its order of additions is fixed. Seeded weights measure the statistics of batch normalisations with it, and
/// tests compare kernels, engines and ONNX files with it. It leaves out dropout, which only training needs.
package struct GraphInterpreter {
    /// Returns a tensor of the node; `inputs` are the maps that arrive at the node.
    package typealias TensorSource = (ParameterSpecification, _ inputs: [FeatureMaps]) -> [Float]

    private let border: Border
    private let threads: Int
    private let tensor: TensorSource

    /// The maps at the given nodes, in the order given.
    ///
    /// Maps that no later node needs are freed.
    ///
    /// - Parameters:
    ///   - graph: The network.
    ///   - pictures: One entry for each input of the graph, in order.
    ///   - border: What convolutions and averages see beyond a map; the real network sees zeros.
    ///   - outputs: The positions of nodes.
    ///   - threads: The number of threads, on which the result does not depend.
    ///   - tensor: The values of a parameter.
    package static func run(
        _ graph: Graph, on pictures: [FeatureMaps], border: Border = .constant(0), outputs: [Int],
        threads: Int = 1, tensor: @escaping TensorSource
    ) -> [FeatureMaps] {
        precondition(pictures.count == graph.inputs.count, "one picture for each input is expected")
        let interpreter = GraphInterpreter(border: border, threads: threads, tensor: tensor)
        var lastUse = Dictionary(uniqueKeysWithValues: graph.nodes.indices.map { ($0, $0) })
        for (index, node) in graph.nodes.enumerated() { for input in node.inputs { lastUse[input] = index } }
        var maps = Dictionary(uniqueKeysWithValues: zip(graph.inputs, pictures))
        for (index, node) in graph.nodes.enumerated() where maps[index] == nil {
            maps[index] = interpreter.evaluate(node, node.inputs.compactMap { maps[$0] })
            for input in node.inputs where lastUse[input] == index && !outputs.contains(input) { maps[input] = nil }
        }
        return outputs.compactMap { maps[$0] }
    }

    /// The values of a model at the outputs with these names; nil for all outputs.
    package static func run(_ model: Model, on pictures: [FeatureMaps], outputs names: [String]? = nil) -> [FeatureMaps] {
        let names = names ?? model.graph.outputs.map(\.name)
        return run(model.graph, on: pictures, outputs: names.compactMap { model.graph.index(ofOutput: $0) }) { tensor, _ in
            model.parameters[tensor.name] ?? []
        }
    }

    private func evaluate(_ node: Graph.Node, _ inputs: [FeatureMaps]) -> FeatureMaps {
        let tensors = Dictionary(uniqueKeysWithValues: node.parameters.map { ($0.name.role, tensor($0, inputs)) })
        func values(_ role: TensorRole) -> [Float] { tensors[role] ?? [] }
        switch node.operation {
        case .input:
            preconditionFailure("\(node.name) is given, not computed")
        case .normalisation:
            let scale = values(.variance).map { 1 / $0.squareRoot() }
            return inputs[0].scaled(by: scale, shift: zip(values(.mean), scale).map { -$0 * $1 })
        case .batchNormalisation(let epsilon, _, _):
            let gamma = tensors[.gamma] ?? [Float](repeating: 1, count: node.channels)
            let scale = zip(gamma, values(.movingVariance)).map { $0 / ($1 + epsilon).squareRoot() }
            let shift = zip(zip(values(.movingMean), scale), values(.beta)).map { $1 - $0.0 * $0.1 }
            return inputs[0].scaled(by: scale, shift: shift)
        case .convolution(let convolution):
            var kernel = tensors[.kernel] ?? values(.depthwiseKernel)
            if let steps = tensors[.steps] { for index in kernel.indices { kernel[index] *= steps[index % steps.count] } }
            let sums = WindowedSum.convolution(inputs[0], kernel: kernel, convolution, border: border, threads: threads)
            return convolution.hasBias ? sums.shifted(by: values(.bias)) : sums
        case .dense(let units, let hasBias):
            let sums = inputs[0].multiplied(by: values(.kernel), units: units)
            return hasBias ? sums.shifted(by: values(.bias)) : sums
        case .shift: return inputs[0].shifted(by: values(.bias))
        case .activation(let function): return inputs[0].mapped { function($0) }
        case .parametricReLU: return inputs[0].rectified(slopes: values(.slope))
        case .softmax: return inputs[0].softmax()
        case .dropout: return inputs[0]
        case .maximumPooling(let window): return WindowedSum.maximum(inputs[0], window: window, border: border, threads: threads)
        case .averagePooling(let window, let countsBorder):
            return WindowedSum.average(inputs[0], window: window, countsBorder: countsBorder, border: border, threads: threads)
        case .adaptiveAveragePooling(let size): return inputs[0].averaged(over: size)
        case .globalAveragePooling: return inputs[0].globallyAveraged()
        case .localResponseNormalisation(let size, let alpha, let beta, let bias):
            return inputs[0].locallyNormalised(size: size, alpha: alpha, beta: beta, bias: bias)
        case .flatten: return inputs[0].flattened()
        case .concatenation: return FeatureMaps(joining: inputs)
        case .channelSlice(let first, let count): return inputs[0].channels(Array(first..<first + count))
        case .channelShuffle(let groups):
            let columns = node.channels / groups
            return inputs[0].channels((0..<node.channels).map { $0 % groups * columns + $0 / groups })
        case .selection(let columns): return inputs[0].channels(columns)
        case .sum(let scale): return inputs[0].combined(with: inputs[1]) { $0 + scale * $1 }
        case .product: return inputs[0].combined(with: inputs[1]) { $0 * $1 }
        case .rounding(let rounding): return inputs[0].mapped { rounding.nearest(to: $0) }
        }
    }
}

extension Activation {
    /// The function itself.
    package func callAsFunction(_ x: Float) -> Float {
        switch self {
        case .linear: x
        case .relu: max(x, 0)
        case .relu6: min(max(x, 0), 6)
        case .elu: x > 0 ? x : expm1(x)
        case .gelu: 0.5 * x * (1 + erf(x * 0.707_106_78))
        case .swish: x / (1 + exp(-x))
        case .tanh: Foundation.tanh(x)
        case .sigmoid: 1 / (1 + exp(-x))
        }
    }
}
