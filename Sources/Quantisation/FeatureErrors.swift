import Foundation
import Graphs
import Imaging
import Inference
import Networks

/// The distance of features from those in float32, tap by tap.
package struct FeatureErrors {
    /// The loss due to layers in whole numbers, and a correction that makes up for part of it.
    package struct Measured {
        /// The mean difference from the exact features, `[columns]`, to be added to the features; nil if there were too few
        /// photographs.
        package let correction: [Float]?
        /// The mean over the measuring photographs of |features - exact| / |exact| for each tap, after the correction.
        package let errors: [Double]
    }

    private struct Example {
        let photograph: ImageTensor
        /// The features in float32.
        let exact: [Float]
    }

    /// The mean of fewer differences says little about other photographs.
    private static let fewestToCorrect = 4

    private let network: WeightedNetwork
    private let correcting: [Example]
    private let measuring: [Example]
    private let precision: Precision
    private let threads: Int

    /// Computes the features of prepared photographs in float32.
    ///
    /// `precision` is that of layers that are not quantised. `correcting` and `measuring` must have no photograph in common, or
    /// the errors are too small.
    package init(
        _ network: WeightedNetwork, correcting: [ImageTensor], measuring: [ImageTensor], precision: Precision,
        threads: Int
    ) throws {
        self.network = network
        self.precision = precision
        self.threads = threads
        let engine = try InferenceEngine(
            model: EngineModel(onnx: network.onnx()), columns: network.columns,
            EngineSettings(precision: .float32, threads: threads, pictures: 1))
        func examples(_ photographs: [ImageTensor]) throws -> [Example] {
            try photographs.map { Example(photograph: $0, exact: try engine.features(of: $0)) }
        }
        self.correcting = correcting.count >= Self.fewestToCorrect ? try examples(correcting) : []
        self.measuring = try examples(measuring)
    }

    /// The loss due to layers in 8 bits, and its correction: biases at the taps (Nagel, van Baalen, Blankevoort and Welling
    /// 2019).
    ///
    /// - Throws: `InferenceError`.
    package func measured(_ model: Model) throws -> Measured {
        let engine = try engine(ONNXWriter.serialised(model, name: network.network.name))
        let differences = try differences(engine, correcting)
        let correction = differences.isEmpty ? nil : Self.mean(differences)
        var found = try self.differences(engine, measuring)
        if let correction { found = found.map { zip($0, correction).map { $0 - $1 } } }
        return Measured(correction: correction, errors: errors(found))
    }

    /// The errors that a correction would leave: those apart from the mean over the measuring photographs.
    ///
    /// - Throws: `InferenceError`.
    func errorsBeyondMean(of model: Model) throws -> [Double] {
        let found = try differences(engine(ONNXWriter.serialised(model, name: network.network.name)), measuring)
        guard !correcting.isEmpty, found.count > 1 else { return errors(found) }
        let mean = Self.mean(found)
        // The mean of other photographs fits less well than their own mean.
        let others = (Double(found.count) / Double(found.count - 1)).squareRoot()
        return errors(found.map { zip($0, mean).map { $0 - $1 } }).map { $0 * others }
    }

    /// The uncorrected errors of a network without quantised layers, in `precision`.
    ///
    /// - Throws: `InferenceError`.
    func errorsWithoutLayers() throws -> [Double] {
        errors(try differences(try engine(network.onnx()), measuring))
    }

    private func engine(_ onnx: Data) throws -> InferenceEngine {
        try InferenceEngine(
            model: EngineModel(onnx: onnx), columns: network.columns,
            EngineSettings(precision: precision, threads: threads, pictures: 1))
    }

    /// The differences of the exact features from those of the engine.
    private func differences(_ engine: InferenceEngine, _ examples: [Example]) throws -> [[Float]] {
        try examples.map { example in zip(example.exact, try engine.features(of: example.photograph)).map { $0 - $1 } }
    }

    private static func mean(_ rows: [[Float]]) -> [Float] {
        rows[0].indices.map { column in Float(rows.reduce(0) { $0 + Double($1[column]) } / Double(rows.count)) }
    }

    private func errors(_ differences: [[Float]]) -> [Double] {
        let rows = zip(measuring, differences).map { Self.relative($1, to: $0.exact, widths: network.tapWidths) }
        return network.taps.indices.map { tap in rows.reduce(0) { $0 + $1[tap] } / Double(rows.count) }
    }

    /// |difference| / |exact| of each block of columns; 0 if there is no difference.
    package static func relative(_ difference: [Float], to exact: [Float], widths: [Int]) -> [Double] {
        var first = 0
        return widths.map { width in
            let columns = first..<first + width
            first += width
            let lost = columns.reduce(0) { $0 + Double(difference[$1] * difference[$1]) }
            let size = columns.reduce(0) { $0 + Double(exact[$1] * exact[$1]) }
            return lost == 0 ? 0 : (lost / max(size, .leastNormalMagnitude)).squareRoot()
        }
    }
}
