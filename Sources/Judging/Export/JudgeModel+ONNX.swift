import Files
import Foundation
import Graphs
import Inference
import Networks

extension ExtractorConfiguration {
    /// The network that the configuration describes, with its weights.
    ///
    /// - Parameters:
    ///   - moved: Where the weight file is now; nil if it is where it was.
    ///   - classifier: The name of the classifier, for errors.
    ///   - threads: The number of threads that draw weights from a seed.
    /// - Throws: `JudgingError.extractorInFile` for a network from a file, `InferenceError.weightsChanged` for other weights,
    ///   and what `WeightedNetwork` throws.
    public func weightedNetwork(moved: String?, of classifier: String, threads: Int = 1) throws -> WeightedNetwork {
        guard reading == nil else { throw JudgingError.extractorInFile(classifier: classifier, extractor: summary) }
        let place = moved ?? weights
        let network = try WeightedNetwork(
            Network(named: network), taps: taps, weights: WeightsReference(place), downsampling: downsampling,
            threads: threads)
        guard network.weightsDigest == weightsDigest else {
            throw InferenceError.weightsChanged(reference: place, found: network.weightsDigest, expected: weightsDigest)
        }
        return network
    }
}

extension JudgeModel {
    /// What an ONNX file says about the judge in it.
    private struct Notes: Codable {
        let extractors: [ExtractorConfiguration]
        let inputs: [String]
        let output: String
        let threshold: Double
    }

    /// The names of the image inputs in an ONNX file, in order.
    public var inputs: [String] {
        let images = model.graph.inputs.map { model.graph.nodes[$0].name }
        return images.count == 1 ? ["image"] : images.map { "\($0)/image" }
    }

    /// The largest file that the format allows, in bytes.
    private static let largestFile = Int(Int32.max)

    /// The judge as an ONNX file.
    ///
    /// The metadata of the file says how pictures become its inputs and what its output means.
    ///
    /// - Parameters:
    ///   - classifier: The name of the classifier, for errors.
    ///   - metadata: Further entries to store in the file; they do not replace those of the judge.
    /// - Throws: `JudgingError.tooLargeForONNX` for more than 2 GiB of weights.
    /// - Returns: The content of the file.
    public func onnx(of classifier: String, metadata: [String: String] = [:]) throws -> Data {
        let bytes = 4 * model.graph.parameterCount
        guard bytes < Self.largestFile - (16 << 20) else {
            throw JudgingError.tooLargeForONNX(classifier: classifier, bytes: bytes)
        }
        let notes = Notes(extractors: extractors, inputs: inputs, output: output, threshold: threshold)
        var entries = ["kalon_judge": try CanonicalJSON.text(notes)].merging(metadata) { first, _ in first }
        // A judge with one image input is a network like any other, whose output can be extracted.
        if extractors.count == 1 { entries.merge(try ModelNotes(extractor: extractors[0]).entries()) { first, _ in first } }
        return try ONNXWriter.serialised(model, name: "judge", metadata: entries)
    }
}
