import Graphs

/// The parts of InceptionV3 and InceptionResNetV2, with the layers of Keras.
extension GraphBuilder {
    /// Convolution, batch normalisation without a scale, ReLU.
    mutating func inceptionUnit(
        _ x: Layer, _ filters: Int, _ kernel: Extent, stride: Int = 1, padding: Padding = .same
    ) -> Layer {
        let convolved = convolution(x, filters: filters, kernel: kernel, stride: stride, padding: padding)
        return activation(batchNormalisation(convolved, hasScale: false), .relu)
    }

    /// A chain of units, each given by its filters and its kernel.
    mutating func inceptionChain(_ x: Layer, _ units: [(Int, Extent)]) -> Layer {
        units.reduce(x) { inceptionUnit($0, $1.0, $1.1) }
    }

    /// A unit that halves the resolution.
    mutating func inceptionReduction(_ x: Layer, _ filters: Int) -> Layer {
        inceptionUnit(x, filters, Extent(3), stride: 2, padding: .valid)
    }

    /// The mean of a neighbourhood, followed by a unit.
    mutating func inceptionPooling(_ x: Layer, _ filters: Int) -> Layer {
        let mean = averagePooling(x, window: 3, stride: 1, padding: .same)
        return inceptionUnit(mean, filters, Extent(1))
    }

    /// Five convolutions and two poolings: an eighth of the resolution and 192 channels.
    mutating func inceptionStem(_ input: Layer) -> Layer {
        var x = inceptionReduction(input, 32)
        x = inceptionUnit(x, 32, Extent(3), padding: .valid)
        x = inceptionUnit(x, 64, Extent(3))
        x = maximumPooling(x, window: 3, stride: 2, padding: .valid)
        x = inceptionUnit(x, 80, Extent(1), padding: .valid)
        x = inceptionUnit(x, 192, Extent(3), padding: .valid)
        return maximumPooling(x, window: 3, stride: 2, padding: .valid)
    }

    /// The module for the finest maps: four branches, with the given numbers of filters in the first and in the last, which is
    /// pooled.
    mutating func inceptionModule(_ x: Layer, first: Int, pooled: Int, name: String) -> Layer {
        let branches = [
            inceptionUnit(x, first, Extent(1)),
            inceptionChain(x, [(48, Extent(1)), (64, Extent(5))]),
            inceptionChain(x, [(64, Extent(1)), (96, Extent(3)), (96, Extent(3))]),
            inceptionPooling(x, pooled),
        ]
        return concatenation(branches, name: name)
    }
}
