import Foundation

/// Runs a graph node by node on a few small pictures, in plain loops.
///
/// It is slow and exact in its order of additions; `SeededWeights` measures the statistics of batch normalisations
/// with it, and tests compare the engine against it.
package struct GraphInterpreter {
    /// Gives a tensor of the node; `inputs` are the maps that arrive at it.
    package typealias TensorSource = (TensorRequirement, _ inputs: [FeatureMaps]) -> [Float]

    private let pictures: FeatureMaps
    private let border: Border
    private let tensor: TensorSource

    /// The maps at the given nodes, in the order given. Maps that no later node needs are let go.
    ///
    /// `border` is what convolutions and averages see beyond a map: zeros in the real network.
    package static func run(
        _ graph: Graph, on pictures: FeatureMaps, border: Border, outputs: [Int],
        tensor: @escaping TensorSource
    ) -> [FeatureMaps] {
        let interpreter = GraphInterpreter(pictures: pictures, border: border, tensor: tensor)
        var lastUse = Dictionary(uniqueKeysWithValues: graph.nodes.indices.map { ($0, $0) })
        for (index, node) in graph.nodes.enumerated() { for input in node.inputs { lastUse[input] = index } }
        var maps: [Int: FeatureMaps] = [:]
        for (index, node) in graph.nodes.enumerated() {
            let inputs = node.inputs.compactMap { maps[$0] }
            maps[index] = interpreter.evaluate(node, inputs)
            for input in node.inputs where lastUse[input] == index && !outputs.contains(input) {
                maps[input] = nil
            }
        }
        return outputs.compactMap { maps[$0] }
    }

    private func evaluate(_ node: Graph.Node, _ inputs: [FeatureMaps]) -> FeatureMaps {
        let required = node.requiredTensors(inputChannels: inputs.first?.channels ?? 0)
        let tensors = Dictionary(uniqueKeysWithValues: required.map { ($0.name.role, tensor($0, inputs)) })
        func values(_ role: TensorRole) -> [Float] { tensors[role] ?? [] }
        switch node.operation {
        case .input:
            return pictures
        case .normalisation(let dividingTwice):
            let scale = values(.variance).map { 1 / (dividingTwice ? $0 : $0.squareRoot()) }
            return inputs[0].scaled(by: scale, shift: zip(values(.mean), scale).map { -$0 * $1 })
        case .batchNormalisation(let epsilon, _):
            let gamma = tensors[.gamma] ?? [Float](repeating: 1, count: node.channels)
            let scale = zip(gamma, values(.movingVariance)).map { $0 / ($1 + epsilon).squareRoot() }
            let shift = zip(zip(values(.movingMean), scale), values(.beta)).map { $1 - $0.0 * $0.1 }
            return inputs[0].scaled(by: scale, shift: shift)
        case .convolution(let filters, let kernel, let stride, let padding, let hasBias):
            let sums = WindowedSum.convolution(
                inputs[0], kernel: values(.kernel), extent: kernel, stride: stride, padding: padding, filters: filters,
                border: border)
            return hasBias ? sums.scaled(by: [Float](repeating: 1, count: filters), shift: values(.bias)) : sums
        case .depthwiseConvolution(let kernel, let stride, let padding):
            return WindowedSum.depthwise(
                inputs[0], kernel: values(.depthwiseKernel), extent: kernel, stride: stride, padding: padding,
                border: border)
        default:
            return evaluateWithoutTensors(node, inputs)
        }
    }

    private func evaluateWithoutTensors(_ node: Graph.Node, _ inputs: [FeatureMaps]) -> FeatureMaps {
        switch node.operation {
        case .activation(let function):
            return inputs[0].mapped { function($0) }
        case .maximumPooling(let window, let stride, let padding):
            return WindowedSum.maximum(
                inputs[0], window: window, stride: stride, padding: padding, border: border)
        case .averagePooling(let window, let stride, let padding):
            return WindowedSum.average(
                inputs[0], window: window, stride: stride, padding: padding, border: border)
        case .globalAveragePooling:
            return Self.globallyAveraged(inputs[0])
        case .concatenation:
            return FeatureMaps(
                channels: node.channels, pictures: inputs[0].pictures, height: inputs[0].height,
                width: inputs[0].width, values: inputs.flatMap(\.values))
        case .channelSlice(let first, let count):
            return inputs[0].channels(Array(first..<first + count))
        case .channelShuffle(let groups):
            let columns = node.channels / groups
            return inputs[0].channels((0..<node.channels).map { $0 % groups * columns + $0 / groups })
        case .residual(let scale):
            return Self.combined(inputs[0], inputs[1]) { $0 + scale * $1 }
        case .product:
            return Self.combined(inputs[0], inputs[1]) { $0 * $1 }
        case .input, .normalisation, .batchNormalisation, .convolution, .depthwiseConvolution:
            preconditionFailure("\(node.name) needs tensors or pictures")
        }
    }

    package static func globallyAveraged(_ maps: FeatureMaps) -> FeatureMaps {
        let area = maps.height * maps.width
        let means = (0..<maps.channels * maps.pictures).map { map in
            Float(maps.values[map * area..<(map + 1) * area].reduce(0) { $0 + Double($1) } / Double(area))
        }
        return FeatureMaps(channels: maps.channels, pictures: maps.pictures, height: 1, width: 1, values: means)
    }

    /// Combines two maps value by value; the second may have one value a map.
    private static func combined(
        _ x: FeatureMaps, _ y: FeatureMaps, _ function: (Float, Float) -> Float
    ) -> FeatureMaps {
        let share = x.values.count / y.values.count
        var result = x
        for index in x.values.indices { result.values[index] = function(x.values[index], y.values[index / share]) }
        return result
    }
}

extension Activation {
    /// The function itself.
    package func callAsFunction(_ x: Float) -> Float {
        switch self {
        case .relu: max(x, 0)
        case .relu6: min(max(x, 0), 6)
        case .swish: x / (1 + exp(-x))
        case .sigmoid: 1 / (1 + exp(-x))
        }
    }
}
