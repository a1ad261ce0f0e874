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
        abstract: "Writes a network with its weights as ONNX, or its weights alone.",
        discussion: """
            The ONNX model takes float32 [1, height, width, 3] and gives the pooled features [1, columns]; it runs in \
            every runtime. A file of weights holds those that the taps need, in the layout of the published ones: \
            Keras HDF5, or safetensors for the networks of torchvision.

            EXAMPLES
              kalon-export --extractor multigap --weights seeded:1 --output multigap.onnx
              kalon-export --extractor efficientnet-b0 --weights seeded:1 \\
                --output efficientnet_b0.h5
            """,
        version: kalonVersion)

    @OptionGroup(title: "Extractor")
    var extractor: ExtractorOptions

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The file to write.", valueName: "file.onnx|file.h5|file.safetensors"))
    var output: String

    @OptionGroup(title: "Running")
    var common: CommonOptions

    func validate() throws {
        try extractor.requireNetwork()
        guard [".onnx", ".h5", ".safetensors"].contains(where: output.hasSuffix) else {
            throw ValidationError("--output is '\(output)'; a name that ends in .onnx, .h5 or .safetensors is expected")
        }
    }

    func execute(_ context: StageContext) throws {
        let request = try extractor.request(context)
        guard case .network(let builtIn, let weights) = request.source else {
            throw ValidationError(
                "--extractor is \(try extractor.named()), a network in a file; one that is built in is expected")
        }
        let twin = builtIn.twin
        guard output.hasSuffix(".onnx") || output.hasSuffix("." + twin.fileExtension) else {
            throw ValidationError(
                "--output is '\(output)'; the weights of \(builtIn.name) are written as .\(twin.fileExtension)")
        }
        try context.requireWritable([output], inputs: [extractor.weightsFile].compactMap { $0 })
        let network = try WeightedNetwork(
            builtIn, taps: request.taps, weights: weights, downsampling: request.downsampling)
        if output.hasSuffix(".onnx") {
            try AtomicOutput.write(network.onnx(), to: output)
        } else {
            try network.writeWeights(to: output, provenance: context.provenance(inputs: [Provenance.Input]()))
        }
        context.progress.log("\(output): \(network.columns) columns, \(network.graph.parameterCount) weights")
    }
}
