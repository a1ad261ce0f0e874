import Foundation

/// The part of a network that is computed with 8-bit whole numbers.
package struct IntegerLayers: Sendable {
    /// A convolution with its kernel rounded: the kernel is `values` times the step of its filter.
    package struct Kernel: Sendable {
        package let convolution: FoldedConvolution
        /// From -127 to 127, `[filters, channels * height * width]`.
        package let values: [Int8]
        /// `[filters]`.
        package let steps: [Float]
        /// `[filters]`.
        package let bias: [Float]

        package init(convolution: FoldedConvolution, values: [Int8], steps: [Float], bias: [Float]) {
            self.convolution = convolution
            self.values = values
            self.steps = steps
            self.bias = bias
        }
    }

    /// How the values of a node are rounded: to multiples of `step`, from -128 to 127 or from 0 to 255 of them.
    package struct Rounding: Sendable, Equatable {
        package let step: Float
        package let isSigned: Bool

        /// Steps that reach `limit`. Where nothing but zeros was seen, any step will do.
        package init(limit: Float, isSigned: Bool) {
            step = (limit > 0 ? limit : 1) / (isSigned ? 127 : 255)
            self.isSigned = isSigned
        }
    }

    /// By the position of the convolution.
    package let kernels: [Int: Kernel]
    /// By the position of the node.
    package let roundings: [Int: Rounding]
    package let readings: Set<RoundingPlaces.Reading>

    package init(kernels: [Int: Kernel], roundings: [Int: Rounding], readings: Set<RoundingPlaces.Reading>) {
        self.kernels = kernels
        self.roundings = roundings
        self.readings = readings
    }
}

extension WeightedNetwork {
    /// The network as an ONNX model with `layers` in whole numbers, written as quantise/dequantise pairs; `correction`,
    /// `[columns]`, is added to the features, and `metadata` goes into the file beside the network.
    package func onnx(
        _ layers: IntegerLayers, correction: [Float]? = nil, metadata: [String: String]
    ) throws -> Data {
        try ONNXWriter.serialised(self, layers: layers, correction: correction, metadata: metadata)
    }

    /// An ONNX model whose outputs are the maps at `positions`, `[1, channels, height, width]`.
    package func onnx(maps positions: [Int]) throws -> Data {
        try ONNXWriter.serialised(self, maps: positions)
    }
}
