import Graphs

/// A convolution of a folded model with its weights, filter by filter.
package struct FoldedConvolution: Sendable {
    /// The name of the layer in the folded model, which is the name of the values that come out.
    package let name: String
    /// The name of the layer in the network.
    package let layer: String
    /// The name of the layer whose values it takes.
    package let input: String
    /// `[filters, channels, height, width]`; a depthwise convolution has one channel.
    package let shape: [Int]
    package let isDepthwise: Bool
    /// `[filters, channels * height * width]`.
    package let kernel: [Float]
    /// `[filters]`.
    package let bias: [Float]

    package init(
        name: String, layer: String, input: String, shape: [Int], isDepthwise: Bool, kernel: [Float], bias: [Float]
    ) {
        self.name = name
        self.layer = layer
        self.input = input
        self.shape = shape
        self.isDepthwise = isDepthwise
        self.kernel = kernel
        self.bias = bias
    }

    /// The number of values in one filter.
    package var filterSize: Int { shape[1] * shape[2] * shape[3] }
}

extension Model {
    /// Every convolution with what can be folded into it, in graph order.
    ///
    /// Memory: the kernels once more.
    ///
    /// - Throws: `GraphError`.
    package func foldedConvolutions() throws -> [FoldedConvolution] {
        let draft = try foldingDraft()
        return try graph.convolutionFolds.map { fold in
            let (node, name) = (graph.nodes[fold.convolution], graph.nodes[fold.output].name)
            let kernel = node.parameters[0]
            func values(_ role: TensorRole) throws -> [Float] {
                try draft.graph.index(named: name).flatMap { draft.graph.nodes[$0].parameters.first { $0.name.role == role } }
                    .map(draft.tensor) ?? []
            }
            return FoldedConvolution(
                name: name, layer: node.name, input: graph.nodes[node.inputs[0]].name,
                shape: KernelLayout.filtersFirst(kernel.shape), isDepthwise: kernel.name.role == .depthwiseKernel,
                kernel: KernelLayout.filtersFirst(try values(kernel.name.role), shape: kernel.shape), bias: try values(.bias))
        }
    }
}
