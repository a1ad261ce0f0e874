import ArgumentParser
import DataSets
import Evaluation
import Faults
import Files
import Foundation
import Graphs
import Imaging
import Inference
import Judging
import Networks
import Quantisation
import StageSupport

@main
struct Quantise: Stage {
    static let configuration = CommandConfiguration(
        commandName: "kalon-quantise",
        abstract: "Writes a network that computes with 8-bit numbers, calibrated on photographs.",
        discussion: """
            Kernels are rounded to 8 bits with a separate step for each filter, activations with steps found from some of \
            the photographs. Layers whose rounding costs a tap more than --limit stay in floating point. The ONNX file \
            says how photographs become its input; kalon-extract takes it as --extractor onnx:FILE, and runs its other \
            layers in the precision given there. Processors with VNNI or AMX compute it about twice as fast as bfloat16. \
            EfficientNets gain nothing and are refused.

            EXAMPLES
              kalon-quantise photos --extractor multigap --weights inception-resnet-v2 \\
                --precision auto --output multigap-int8.onnx
              kalon-extract photos --extractor onnx:multigap-int8.onnx --precision auto \\
                --output multigap.h5
              kalon-quantise photos --extractor mobilenet-v1 --weights mobilenet.h5 \\
                --taps 'conv_pw_*_relu' --clip kl --limit 5 --output mobilenet-int8.onnx
              kalon-quantise photos --classifier classifier.h5 --output judge-int8.onnx
            """,
        version: kalonVersion)

    @Argument(
        help: ArgumentHelp(
            "A folder of photographs, or a CSV manifest; they should resemble those to be judged later.",
            valueName: "folder|manifest.csv"))
    var photographs: String

    @OptionGroup(title: "Data set")
    var manifests: ManifestOptions

    @OptionGroup(title: "Extractor")
    var extractor: ExtractorOptions

    @Option(
        help: ArgumentHelp(
            "Quantise the networks of this classifier, and write the whole judge.", valueName: "classifier.h5"))
    var classifier: String?

    @OptionGroup
    var judge: JudgeOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("The network to write.", valueName: "file.onnx"))
    var output: String

    @Option(help: ArgumentHelp("How the largest value of activations is chosen.", valueName: "percentile|kl"))
    var clip: Clipping = .percentile

    @Option(
        help: ArgumentHelp(
            "With --clip percentile: the percentage of activations that is not clipped.", valueName: "per cent"))
    var percentile: Double?

    @Option(help: ArgumentHelp("Number of photographs to draw; a quarter of them measures errors.", valueName: "count"))
    var count: Int = 32

    @Option(help: ArgumentHelp("The largest error of a tap's features, in per cent.", valueName: "per cent"))
    var limit: Double = 2

    @OptionGroup
    var decoding: DecodingOptions

    @OptionGroup(title: "Running")
    var common: CommonOptions

    enum Clipping: String, ExpressibleByArgument, CaseIterable {
        case percentile
        case kl
    }

    func validate() throws {
        if classifier == nil {
            guard judge.moved.isEmpty else { throw ValidationError("--moved-weights needs --classifier") }
            try extractor.requireNetwork()
            try extractor.requireBuiltIn()
        } else if extractor.extractor != nil || extractor.weights != nil {
            throw ValidationError("a classifier names its own extractors; leave out --extractor and --weights")
        }
        guard output.hasSuffix(".onnx") else {
            throw ValidationError("--output is '\(output)'; a name that ends in .onnx is expected")
        }
        try OptionNumbers.require("--count", count, 1...100_000)
        try OptionNumbers.require("--limit", limit, .above(0, upTo: 100))
        try OptionNumbers.require("--percentile", percentile, .from(50, to: 100))
        guard percentile == nil || clip == .percentile else { throw ValidationError("--percentile needs --clip percentile") }
    }

    func execute(_ context: StageContext) throws {
        let list = try manifests.load(photographs, labels: .ignored, context).filter { $0.split != .test }
        if let classifier { return try quantiseJudge(classifier, list, context) }
        let request = try extractor.request(context)
        guard case .network(let builtIn, let weights) = request.source else {
            preconditionFailure("validate() lets only built-in networks through")
        }
        try context.requireWritable([output], inputs: [photographs] + [extractor.weightsFile].compactMap { $0 })
        let input = try request.inputDescription(of: builtIn)
        let network = try WeightedNetwork(
            builtIn, taps: request.taps, weights: weights, downsampling: request.downsampling,
            threads: context.threads)
        let (quantised, record) = try quantise(network, input: input, precision: request.precision, list, context)
        let source = ExtractorConfiguration(
            of: network, weights: weights, input: input, downsampling: request.downsampling,
            precision: request.precision)
        let provenance = context.provenance(
            inputs: try extractor.weightsFile.map { [.init(path: $0, sha256: network.weightsDigest)] } ?? [])
        try AtomicOutput.write(
            quantised.onnx(metadata: try ModelNotes(extractor: source).entries(record: record, provenance: provenance)),
            to: output)
        report(quantised, otherwise: request.precision, context)
        context.warn(Warning.randomWeights(of: [source]))
    }

    /// One network, with photographs drawn from the list.
    private func quantise(
        _ network: WeightedNetwork, input: InputDescription, precision: Precision, _ list: PhotographList,
        _ context: StageContext
    ) throws -> (QuantisedNetwork, QuantisationRecord) {
        let settings = QuantisationSettings(clipping: clippingRule, limit: limit, precision: precision)
        let quantiser = try Quantiser(network, input: input, settings: settings, threads: context.threads)
        let chosen = try PhotographSample(
            list, count: count, seed: context.seed, input: input, minimumSide: network.network.minimumSide,
            decoder: decoding.decoder, check: context.interruption.check)
        let quantised = try quantiser.run(
            calibrating: chosen.calibrating.count, photograph: chosen.tensor, measuring: chosen.measuring,
            progress: StepReporter(context).update)
        let record = QuantisationRecord(
            settings: settings, quantised, photographs: list.name, calibrating: chosen.calibrating.map(\.path),
            measuring: chosen.measuringPaths)
        return (quantised, record)
    }

    /// The whole judge; networks that gain nothing stay in floating point, unless all do.
    private func quantiseJudge(_ path: String, _ list: PhotographList, _ context: StageContext) throws {
        try context.requireWritable([output], inputs: [photographs, path])
        let classifier = try Classifier(path: path)
        let networks = try judge.networks(of: classifier, threads: context.threads)
        var models: [Model] = []
        var records: [QuantisationRecord] = []
        for (network, source) in zip(networks, try classifier.requiredPipeline().extractors) {
            do {
                let (quantised, record) = try quantise(network, input: source.input, precision: source.precision, list, context)
                models.append(quantised.model)
                records.append(record)
                report(quantised, otherwise: source.precision, context)
            } catch let error as QuantisationError {
                guard case .noGain = error, networks.count > 1 else { throw error }
                context.progress.log("\(network.network.name) stays in floating point, because 8 bits make it no faster")
                models.append(network.model)
            }
        }
        guard !records.isEmpty else {
            throw QuantisationError.noGain(network: networks.map(\.network.name).joined(separator: ", "))
        }
        let whole = try JudgeModel(classifier, networks: models)
        let metadata = [
            "kalon_record": try CanonicalJSON.text(records),
            "kalon_provenance": try CanonicalJSON.text(try context.provenance(inputs: [path])),
        ]
        try AtomicOutput.write(whole.onnx(of: path, metadata: metadata), to: output)
        context.warn(Warning.randomWeights(of: whole.extractors))
    }

    private var clippingRule: ClippingRule {
        clip == .kl ? .divergence : .percentile(percentile ?? ClippingRule.standardPercentile)
    }

    private func report(_ quantised: QuantisedNetwork, otherwise precision: Precision, _ context: StageContext) {
        func share(_ errors: [Double]) -> String { String(format: "%.2f %%", 100 * (errors.max() ?? 0)) }
        let (left, above) = (quantised.floatLayers.count, quantised.errors.count { $0 > limit / 100 })
        context.progress.log(
            "\(output): \(quantised.quantisedLayers) convolutions in 8 bits, \(left) in \(precision.rawValue); the taps "
                + "lose at most \(share(quantised.errors)) (\(share(quantised.errorsWithoutQuantising)) without 8 bits)")
        if above > 0 {
            context.progress.log("\(above) taps lose more than \(limit.briefly) %, but they do so without 8 bits too:")
        }
        for (tap, errors) in zip(
            quantised.network.taps, zip(quantised.errors, quantised.errorsWithoutQuantising))
        {
            context.progress.log(
                "  \(tap): " + String(format: "%.2f %% (%.2f %%)", 100 * errors.0, 100 * errors.1))
        }
    }
}
