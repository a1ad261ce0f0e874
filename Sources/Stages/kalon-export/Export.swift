import ArgumentParser
import Evaluation
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
            The ONNX model takes float32 [1, height, width, 3] and returns the pooled features [1, columns]; it runs in \
            every runtime. Its metadata says how a photograph becomes its input, so kalon-extract needs only \
            --extractor onnx:FILE. A file of weights holds only those that the taps need, in the layout of the published \
            ones: Keras HDF5, or safetensors for the networks of torchvision.

            EXAMPLES
              kalon-export --extractor multigap --weights seeded:1 --output multigap.onnx
              kalon-export --extractor efficientnet-b7 --weights seeded:1 --size 300 \\
                --output b7-300.onnx
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
        try extractor.requireBuiltIn()
        guard [".onnx", ".h5", ".safetensors"].contains(where: output.hasSuffix) else {
            throw ValidationError("--output is '\(output)'; a name that ends in .onnx, .h5 or .safetensors is expected")
        }
    }

    func execute(_ context: StageContext) throws {
        let request = try extractor.request(context)
        guard case .network(let builtIn, let weights) = request.source else {
            preconditionFailure("validate() lets only built-in networks through")
        }
        let twin = builtIn.twin
        guard output.hasSuffix(".onnx") || output.hasSuffix("." + twin.fileExtension) else {
            throw ValidationError(
                "--output is '\(output)'; the weights of \(builtIn.name) are written as .\(twin.fileExtension)")
        }
        let input = try request.inputDescription(of: builtIn)
        guard output.hasSuffix(".onnx") || request.asksNothingOfInput else {
            throw ValidationError(
                "--output is '\(output)', a file of weights, which cannot store how pictures are prepared (--size, --values and "
                    + "similar options); leave those options out, or write .onnx")
        }
        try context.requireWritable([output], inputs: [extractor.weightsFile].compactMap { $0 })
        let network = try WeightedNetwork(
            builtIn, taps: request.taps, weights: weights, downsampling: request.downsampling)
        if output.hasSuffix(".onnx") {
            let configuration = ExtractorConfiguration(
                of: network, weights: weights, input: input, downsampling: request.downsampling,
                precision: request.precision)
            try AtomicOutput.write(
                network.onnx(metadata: ModelNotes(extractor: configuration).entries()), to: output)
        } else {
            try network.writeWeights(to: output, provenance: context.provenance(inputs: [Provenance.Input]()))
        }
        context.progress.log("\(output): \(network.columns) columns, \(network.graph.parameterCount) weights")
        if case .seeded = weights { context.warn([Warning.randomWeights(of: [builtIn.name])].compactMap { $0 }) }
    }
}
