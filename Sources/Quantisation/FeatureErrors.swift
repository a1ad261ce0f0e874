import Imaging
import Inference
import Networks

/// How far features are from those in float32, tap by tap.
package struct FeatureErrors {
    private let network: WeightedNetwork
    private let photographs: [ImageTensor]
    private let exact: [[Float]]
    private let precision: Precision
    private let threads: Int

    /// Computes the features of prepared photographs in float32. `precision` is that of layers that are not quantised.
    init(_ network: WeightedNetwork, photographs: [ImageTensor], precision: Precision, threads: Int) throws {
        self.network = network
        self.photographs = photographs
        self.precision = precision
        self.threads = threads
        let engine = try InferenceEngine(
            model: EngineModel(onnx: network.onnx()), columns: network.columns,
            EngineSettings(precision: .float32, threads: threads, pictures: 1))
        exact = try photographs.map { try engine.features(of: $0) }
    }

    /// The mean over the photographs of |features - exact| / |exact| for each tap. Throws `InferenceError`.
    func errors(of layers: IntegerLayers) throws -> [Double] {
        try errors(ofModel: EngineModel(onnx: network.onnx(layers, metadata: [:])))
    }

    /// The same for a network none of whose layers is quantised, in `precision`.
    func errorsWithoutLayers() throws -> [Double] {
        try errors(ofModel: EngineModel(onnx: network.onnx()))
    }

    private func errors(ofModel model: EngineModel) throws -> [Double] {
        let engine = try InferenceEngine(
            model: model, columns: network.columns, EngineSettings(precision: precision, threads: threads, pictures: 1))
        var sums = [Double](repeating: 0, count: network.taps.count)
        for (photograph, exact) in zip(photographs, exact) {
            let found = try engine.features(of: photograph)
            let errors = Self.relative(found, exact, widths: network.tapWidths)
            for (tap, error) in errors.enumerated() { sums[tap] += error }
        }
        return sums.map { $0 / Double(photographs.count) }
    }

    /// |found - exact| / |exact| of each block of columns; 0 where both are zero.
    package static func relative(_ found: [Float], _ exact: [Float], widths: [Int]) -> [Double] {
        var first = 0
        return widths.map { width in
            var (difference, size) = (0.0, 0.0)
            for column in first..<first + width {
                difference += Double((found[column] - exact[column]) * (found[column] - exact[column]))
                size += Double(exact[column] * exact[column])
            }
            first += width
            return difference == 0 ? 0 : (difference / max(size, .leastNormalMagnitude)).squareRoot()
        }
    }
}
