extension Padding {
    /// The sides of what a window gives that slides over a map of the given sides.
    func outputSides(of map: Extent, window: Extent, stride: Extent) -> Extent {
        let amounts = amounts(height: map.height, width: map.width, window: window, stride: stride)
        return Extent(
            height: (map.height + amounts.before.height + amounts.after.height - window.height) / stride.height + 1,
            width: (map.width + amounts.before.width + amounts.after.width - window.width) / stride.width + 1)
    }
}

extension Graph {
    /// The sides of every node's maps, for an input of the given sides in pixels.
    package func mapSides(height: Int, width: Int) -> [Extent] {
        var sides: [Extent] = []
        for node in nodes {
            let input = node.inputs.first.map { sides[$0] } ?? Extent(height: height, width: width)
            switch node.operation {
            case .convolution(_, let window, let stride, let padding, _),
                .depthwiseConvolution(let window, let stride, let padding),
                .maximumPooling(let window, let stride, let padding),
                .averagePooling(let window, let stride, let padding):
                sides.append(padding.outputSides(of: input, window: window, stride: stride))
            case .globalAveragePooling:
                sides.append(Extent(1))
            case .input, .normalisation, .batchNormalisation, .activation, .concatenation, .channelSlice,
                .channelShuffle, .residual, .product:
                sides.append(input)
            }
        }
        return sides
    }

    /// Multiplications and additions of all convolutions, for an input of the given sides in pixels.
    package func floatingPointOperations(height: Int, width: Int) -> Int {
        convolutionOperations(height: height, width: width).reduce(0, +)
    }

    /// The same for each node; nodes that are no convolutions have 0.
    package func convolutionOperations(height: Int, width: Int) -> [Int] {
        zip(nodes, mapSides(height: height, width: width)).map { node, sides in
            let pixels = sides.height * sides.width * node.channels
            switch node.operation {
            case .convolution(_, let kernel, _, _, _):
                return 2 * pixels * kernel.height * kernel.width * nodes[node.inputs[0]].channels
            case .depthwiseConvolution(let kernel, _, _):
                return 2 * pixels * kernel.height * kernel.width
            default:
                return 0
            }
        }
    }
}
