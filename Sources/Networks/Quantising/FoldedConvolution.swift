/// A convolution with what follows it multiplied into its kernel: a batch normalisation, and the share at which a
/// residual connection takes it in.
package struct FoldedConvolution: Sendable {
    /// Position of the convolution in the graph.
    package let position: Int
    /// Position of the node whose values come out: the batch normalisation's, or the convolution's own.
    package let output: Int
    /// `[filters, channels, height, width]`; of a depthwise convolution one channel.
    package let shape: [Int]
    package let isDepthwise: Bool
    /// `[filters, channels * height * width]`.
    package var kernel: [Float]
    /// `[filters]`.
    package var bias: [Float]
    /// The residual connection whose scale is in the kernel and the bias.
    package var residual: Int?

    package init(
        position: Int, output: Int, shape: [Int], isDepthwise: Bool, kernel: [Float], bias: [Float],
        residual: Int? = nil
    ) {
        self.position = position
        self.output = output
        self.shape = shape
        self.isDepthwise = isDepthwise
        self.kernel = kernel
        self.bias = bias
        self.residual = residual
    }

    /// Values of one filter.
    package var filterSize: Int { shape[1] * shape[2] * shape[3] }
}

extension WeightedNetwork {
    /// Every convolution, in graph order. Memory: the kernels once more.
    package func foldedConvolutions() -> [FoldedConvolution] {
        let readers = graph.readers
        return graph.nodes.indices.compactMap { position in
            guard var folded = convolution(at: position) else { return nil }
            if let follower = soleReader(of: position, readers),
                case .batchNormalisation(let epsilon, let hasScale) = graph.nodes[follower].operation
            {
                folded = self.folding(follower, into: folded, epsilon: epsilon, hasScale: hasScale)
            }
            if let sum = soleReader(of: folded.output, readers), case .residual(let scale) = graph.nodes[sum].operation,
                scale != 1, graph.nodes[sum].inputs[1] == folded.output
            {
                folded.kernel = folded.kernel.map { $0 * scale }
                folded.bias = folded.bias.map { $0 * scale }
                folded.residual = sum
            }
            return folded
        }
    }

    /// The only node that needs the values at `position`; nil where there are more, or where the user does.
    private func soleReader(of position: Int, _ readers: [[Int]]) -> Int? {
        readers[position].count == 1 && !tapPositions.contains(position) ? readers[position][0] : nil
    }

    private func convolution(at position: Int) -> FoldedConvolution? {
        let node = graph.nodes[position]
        switch node.operation {
        case .convolution(let filters, let kernel, _, _, let hasBias):
            let shape = [kernel.height, kernel.width, graph.nodes[node.inputs[0]].channels, filters]
            return FoldedConvolution(
                position: position, output: position, shape: KernelLayout.filtersFirst(shape), isDepthwise: false,
                kernel: KernelLayout.filtersFirst(tensor(node.name, .kernel), shape: shape),
                bias: hasBias ? tensor(node.name, .bias) : [Float](repeating: 0, count: filters))
        case .depthwiseConvolution(let kernel, _, _):
            let shape = [kernel.height, kernel.width, 1, node.channels]
            return FoldedConvolution(
                position: position, output: position, shape: KernelLayout.filtersFirst(shape), isDepthwise: true,
                kernel: KernelLayout.filtersFirst(tensor(node.name, .depthwiseKernel), shape: shape),
                bias: [Float](repeating: 0, count: node.channels))
        default:
            return nil
        }
    }

    private func folding(
        _ normalisation: Int, into convolution: FoldedConvolution, epsilon: Float, hasScale: Bool
    ) -> FoldedConvolution {
        let name = graph.nodes[normalisation].name
        let means = tensor(name, .movingMean), shifts = tensor(name, .beta)
        let variances = tensor(name, .movingVariance)
        let gamma = hasScale ? tensor(name, .gamma) : [Float](repeating: 1, count: means.count)
        let factors = zip(gamma, variances).map { Double($0) / (Double($1) + Double(epsilon)).squareRoot() }
        let size = convolution.filterSize
        return FoldedConvolution(
            position: convolution.position, output: normalisation, shape: convolution.shape,
            isDepthwise: convolution.isDepthwise,
            kernel: convolution.kernel.enumerated().map { Float(Double($1) * factors[$0 / size]) },
            bias: convolution.bias.indices.map { filter in
                let centred = Double(convolution.bias[filter]) - Double(means[filter])
                return Float(centred * factors[filter] + Double(shifts[filter]))
            })
    }
}

extension Graph {
    /// The positions of the nodes that need each node.
    package var readers: [[Int]] {
        var readers = [[Int]](repeating: [], count: nodes.count)
        for (position, node) in nodes.enumerated() { for input in node.inputs { readers[input].append(position) } }
        return readers
    }

    /// The nodes that the given one needs, directly or not, and itself.
    package func ancestors(of position: Int) -> Set<Int> {
        var found: Set<Int> = [position]
        var pending = [position]
        while let next = pending.popLast() {
            for input in nodes[next].inputs where found.insert(input).inserted { pending.append(input) }
        }
        return found
    }
}
