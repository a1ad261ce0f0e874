import Concurrency
import Graphs
import Imaging
import Matrices
import Reference
import Synchronization

/// Weights made from a seed: nothing to download, the same everywhere, and good enough to tell photographs apart.
///
/// Kernels are He-normal (variance 2 / fan-in; He et al. 2015; less for gates), gamma is 1, beta and biases are 0. Each tensor
/// is drawn from its own stream, keyed by the seed and the tensor's name, so it does not depend on any other.
///
/// Batch normalisations divide by the root of the second moment of their input, measured layer by layer on a few synthetic
/// pictures, and subtract nothing. Moments that are computed from the kernels alone drift, and 55 swish blocks turn a small
/// drift into a factor of a million. With subtracted means, a picture with more contrast would gain in every block.
///
/// In a network without batch normalisations, biases take away the mean of the sums instead. Without them, rectified sums of
/// positive numbers look more alike with every layer, whatever the picture.
enum SeededWeights {
    /// A channel's measured moment is drawn towards the mean of its layer as if this many more values had been seen.
    private static let priorValues = 64.0

    /// The factor for kernels that feed a sigmoid gate.
    ///
    /// With full kernels, gates close on every synthetic picture and open on some photographs, and the values behind them get
    /// far out of proportion.
    private static let gateScale = 0.05

    /// Every tensor that `graph` needs, which is a part of `whole`; the values do not depend on which part.
    ///
    /// Cost: one normal deviate for each weight and one pass of a few small pictures, about two seconds for the largest
    /// networks.
    static func tensors(
        for graph: Graph, of whole: Graph, seed: UInt64, pixels: PixelValues, threads: Int
    ) -> [TensorName: [Float]] {
        var tensors = kernels(of: graph, gates: gateLayers(of: whole), seed: seed, threads: threads)
        let spread = deviation(in: whole)
        let isNormalised = whole.nodes.contains { $0.operation.isBatchNormalisation }
        let measured = graph.nodes.indices.filter { index in
            graph.nodes[index].operation.isBatchNormalisation
                || !isNormalised && graph.nodes[index].operation.hasBias
        }
        let part = graph.pruned(to: measured)
        _ = GraphInterpreter.run(
            part, on: part.inputs.map { _ in SyntheticPictures.maps(of: pixels) }, border: .periodic, outputs: [],
            threads: threads
        ) { tensor, inputs in
            if let known = tensors[tensor.name] { return known }
            let kernel = isNormalised ? nil : tensors[TensorName(layer: tensor.name.layer, role: .kernel)]
            let values =
                kernel.map { centringBias($0, filters: tensor.count, inputs: inputs[0]) }
                ?? value(of: tensor, inputs: inputs, spread: spread)
            tensors[tensor.name] = values
            return values
        }
        for tensor in graph.parameters where tensors[tensor.name] == nil {
            tensors[tensor.name] = value(of: tensor, inputs: [], spread: spread)
        }
        return tensors
    }

    /// The deviation after a batch normalisation.
    ///
    /// Near a deviation of 1, swish grows faster than its input, so a picture with more contrast than the synthetic ones gains
    /// with each block. Far above 1, it is nearly ReLU, which keeps proportions.
    private static func deviation(in graph: Graph) -> Float {
        graph.nodes.contains { $0.operation == .activation(.swish) } ? 5 : 1
    }

    private static func kernels(of graph: Graph, gates: Set<String>, seed: UInt64, threads: Int) -> [TensorName: [Float]] {
        let kernels = graph.parameters.filter { $0.name.role == .kernel || $0.name.role == .depthwiseKernel }
        let drawn = Mutex<[TensorName: [Float]]>([:])
        WorkBlocks.forEach(kernels.count, workers: threads) { index, _ in
            let scale = gates.contains(kernels[index].name.layer) ? gateScale : 1
            let values = drawKernel(kernels[index], seed: seed, scale: scale)
            drawn.withLock { $0[kernels[index].name] = values }
        }
        return drawn.withLock { $0 }
    }

    /// The convolutions whose outputs open and close gates.
    private static func gateLayers(of graph: Graph) -> Set<String> {
        Set(graph.nodes.filter { $0.operation == .activation(.sigmoid) }.map { graph.nodes[$0.inputs[0]].name })
    }

    private static func drawKernel(_ kernel: ParameterSpecification, seed: UInt64, scale: Double) -> [Float] {
        var stream = RandomStream(seed: seed, name: kernel.name.description)
        let area = kernel.shape[0] * kernel.shape[1]
        let fanIn = area * kernel.shape[2]
        let deviation = scale * (2 / Double(fanIn)).squareRoot()
        return (0..<kernel.count).map { _ in Float(stream.normal() * deviation) }
    }

    /// The values of a tensor; `inputs` are the maps that arrive at its layer, which only variances need.
    private static func value(of tensor: ParameterSpecification, inputs: [FeatureMaps], spread: Float) -> [Float] {
        switch tensor.name.role {
        case .gamma: [Float](repeating: 1, count: tensor.count)
        case .beta, .bias, .kernel, .depthwiseKernel, .movingMean, .slope, .steps: [Float](repeating: 0, count: tensor.count)
        case .movingVariance: steadiedSecondMoments(of: inputs[0]).map { $0 / (spread * spread) }
        case .mean: PixelValues.imageNetMean
        case .variance: PixelValues.imageNetDeviation.map { $0 * $0 }
        }
    }

    /// The bias that brings the mean of a convolution's sums to 0.
    ///
    /// With a periodic border, and every pixel visited, that mean is the kernel's sum weighted by the means of the channels.
    private static func centringBias(_ kernel: [Float], filters: Int, inputs: FeatureMaps) -> [Float] {
        let means = inputs.means()
        var sums = [Double](repeating: 0, count: filters)
        for (index, weight) in kernel.enumerated() {
            sums[index % filters] += Double(weight) * means[index / filters % means.count]
        }
        return sums.map { Float(-$0) }
    }

    /// The mean square of each channel, drawn towards the mean of all channels because deep maps have few pixels.
    private static func steadiedSecondMoments(of maps: FeatureMaps) -> [Float] {
        let moments = maps.secondMoments()
        let mean = moments.reduce(0, +) / Double(moments.count)
        let seen = Double(maps.plane)
        return moments.map { Float(($0 * seen + mean * priorValues) / (seen + priorValues)) }
    }
}

extension Operation {
    fileprivate var isBatchNormalisation: Bool {
        if case .batchNormalisation = self { true } else { false }
    }

    fileprivate var hasBias: Bool {
        if case .convolution(let convolution) = self { convolution.hasBias } else { false }
    }
}
