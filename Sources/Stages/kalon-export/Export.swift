import ArgumentParser
import Evaluation
import Files
import Foundation
import Inference
import Judging
import Networks
import StageSupport

@main
struct Export: Stage {
    static let configuration = CommandConfiguration(
        commandName: "kalon-export",
        abstract: "Writes a network or a whole judge as ONNX, or a network's weights alone.",
        discussion: """
            The ONNX model takes float32 [1, height, width, 3] and returns the pooled features [1, columns]; it runs in \
            every runtime. Its metadata says how a photograph becomes its input, so kalon-extract needs only \
            --extractor onnx:FILE. A file of weights holds only those that the taps need, in the layout of the published \
            ones: Keras HDF5, or safetensors for the networks of PyTorch.

            Given a classifier, it writes the whole judge: from one image for each extractor through the networks, reductions \
            and layers to the probability that a photograph is aesthetic, or to the distribution of votes.

            EXAMPLES
              kalon-export --extractor multigap --weights seeded:1 --output multigap.onnx
              kalon-export --extractor efficientnet-b7 --weights seeded:1 --size 300 \\
                --output b7-300.onnx
              kalon-export --extractor efficientnet-b0 --weights seeded:1 \\
                --output efficientnet_b0.h5
              kalon-export classifier.h5 --output judge.onnx
            """,
        version: kalonVersion)

    @Argument(help: ArgumentHelp("The classifier of a judge to write.", valueName: "classifier.h5"))
    var classifier: String?

    @OptionGroup(title: "Extractor")
    var extractor: ExtractorOptions

    @OptionGroup
    var judge: JudgeOptions

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The file to write.", valueName: "file.onnx|file.h5|file.safetensors"))
    var output: String

    @OptionGroup(title: "Running")
    var common: CommonOptions

    func validate() throws {
        guard classifier == nil else { return try validateJudge() }
        guard judge.moved.isEmpty else { throw ValidationError("--moved-weights needs a classifier") }
        try extractor.requireNetwork()
        try extractor.requireBuiltIn()
        guard [".onnx", ".h5", ".safetensors"].contains(where: output.hasSuffix) else {
            throw ValidationError("--output is '\(output)'; a name that ends in .onnx, .h5 or .safetensors is expected")
        }
    }

    private func validateJudge() throws {
        guard extractor.extractor == nil, extractor.weights == nil else {
            throw ValidationError("a classifier names its own extractors; leave out --extractor and --weights")
        }
        guard output.hasSuffix(".onnx") else {
            throw ValidationError("--output is '\(output)'; a judge is written as .onnx")
        }
    }

    func execute(_ context: StageContext) throws {
        if let classifier { return try exportJudge(classifier, context) }
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
            builtIn, taps: request.taps, weights: weights, downsampling: request.downsampling,
            threads: context.threads)
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

    private func exportJudge(_ path: String, _ context: StageContext) throws {
        try context.requireWritable([output], inputs: [path])
        let classifier = try Classifier(path: path)
        let networks = try judge.networks(of: classifier, threads: context.threads)
        let whole = try JudgeModel(classifier, networks: networks.map(\.model))
        try AtomicOutput.write(whole.onnx(of: path), to: output)
        context.progress.log(
            "\(output): \(whole.inputs.joined(separator: ", ")) to \(whole.output), \(whole.model.graph.parameterCount) weights")
        context.warn(Warning.randomWeights(of: whole.extractors))
    }
}
