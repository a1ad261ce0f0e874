import ArgumentParser
import Foundation
import Inference
import Networks
import StageSupport
import Storage

@main
struct Export: Stage {
    static let configuration = CommandConfiguration(
        commandName: "kalon-export",
        abstract: "Writes a network with its weights as ONNX, or its weights as a Keras file.",
        discussion: """
            The ONNX model takes float32 [1, height, width, 3] and gives the pooled features [1, columns]; it runs in \
            every runtime. The Keras file holds the weights that the taps need, in the layout of the published ones.

            EXAMPLES
              kalon-export --extractor multigap --weights seeded:1 --output multigap.onnx
              kalon-export --extractor efficientnet-b0 --weights seeded:1 \\
                --output efficientnet_b0.h5
            """,
        version: kalonVersion)

    @OptionGroup(title: "Extractor")
    var extractor: ExtractorOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "file.onnx|file.h5"))
    var output: String

    @OptionGroup(title: "Running")
    var common: CommonOptions

    func validate() throws {
        guard output.hasSuffix(".onnx") || output.hasSuffix(".h5") else {
            throw ValidationError("--output is '\(output)'; a name that ends in .onnx or .h5 is expected")
        }
    }

    func execute(_ context: StageContext) throws {
        let request = try extractor.request(context)
        guard case .network(let builtIn, let weights) = request.source else {
            throw ValidationError(
                "--extractor is \(extractor.extractor), a network in a file; one that is built in is expected")
        }
        try context.requireWritable([output], inputs: [extractor.weightsFile].compactMap { $0 })
        let network = try WeightedNetwork(
            builtIn, taps: request.taps, weights: weights, downsampling: request.downsampling)
        if output.hasSuffix(".onnx") {
            try AtomicOutput.write(network.onnx(), to: output)
        } else {
            let layers = network.layers.map { layer in
                KerasLayerWeights(
                    name: layer.name,
                    tensors: layer.tensors.map {
                        KerasLayerWeights.Tensor(name: $0.role.rawValue, shape: $0.shape, values: $0.values)
                    })
            }
            try KerasWeightFile.write(to: output, layers: layers, provenance: context.provenance(inputs: [Provenance.Input]()))
        }
        context.progress.log("\(output): \(network.columns) columns, \(network.graph.parameterCount) weights")
    }
}
