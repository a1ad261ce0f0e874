/// A convolution with the nodes that can be multiplied into its kernel.
package struct ConvolutionFold: Sendable, Hashable {
    /// The position of the convolution.
    package let convolution: Int
    /// The batch normalisation that is its only reader; nil if there is none.
    package let normalisation: Int?
    /// The sum that is the only reader of the result, and scales it by a factor other than 1; nil if there is none.
    package let sum: Int?

    /// The position of the node whose values come out.
    package var output: Int { normalisation ?? convolution }
}

extension Graph {
    /// Every convolution, in graph order.
    package var convolutionFolds: [ConvolutionFold] {
        let readers = readers
        let kept = Set(outputs.map(\.node))
        func soleReader(of position: Int) -> Int? {
            readers[position].count == 1 && !kept.contains(position) ? readers[position][0] : nil
        }
        return nodes.indices.compactMap { position in
            guard case .convolution = nodes[position].operation else { return nil }
            var normalisation: Int?
            if let reader = soleReader(of: position), case .batchNormalisation = nodes[reader].operation {
                normalisation = reader
            }
            let output = normalisation ?? position
            var sum: Int?
            if let reader = soleReader(of: output), case .sum(let scale) = nodes[reader].operation, scale != 1,
                nodes[reader].inputs[1] == output, nodes[reader].inputs[0] != output
            {
                sum = reader
            }
            return ConvolutionFold(convolution: position, normalisation: normalisation, sum: sum)
        }
    }
}
