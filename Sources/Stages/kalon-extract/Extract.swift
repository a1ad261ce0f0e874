import ArgumentParser
import DataSets
import Evaluation
import Extraction
import Files
import Foundation
import Imaging
import Inference
import Judging
import Networks
import Records
import StageSupport

@main
struct Extract: Stage {
    static let configuration = CommandConfiguration(
        commandName: "kalon-extract",
        abstract: "Describes every photograph of a data set by the pooled features of a network.",
        discussion: """
            The data set is a folder (with aesthetic/ and not-aesthetic/ if labels are known; also good/ and bad/, \
            keep/ and reject/, yes/ and no/, 1/ and 0/), folders named by --aesthetic and --not-aesthetic, or a manifest \
            path[,label][,split][,group][,r1…|,score] with commas, semicolons or tabs. Every stage respects the manifest's \
            split. Photographs that cannot be read are listed in the output with the reason; --max-skipped 0 stops at the \
            first. An interrupted run resumes when the same command is given again.

            Several extractors can share one pass, in which each photograph is decoded once: repeat --extractor, and \
            --output for one file each (a single --output takes all columns side by side). Give any other option of an \
            extractor once for all, or once for each --extractor, in the same order; default stands for the extractor's own \
            value.

            EXAMPLES
              kalon-extract photos --extractor multigap \\
                --weights inception_resnet_v2_notop.h5 --output multigap.h5
              kalon-extract --aesthetic best --not-aesthetic 2023 2024 --extractor multigap \
                --weights inception_resnet_v2_notop.h5 --output multigap.h5
              kalon-extract photos --extractor efficientnet-b7 --weights seeded:1 \\
                --size 300 --output b7.h5
              kalon-extract photos.csv --extractor mobilenet-v1 --weights mobilenet.h5 \\
                --taps conv1_relu,'conv_pw_*_relu' --size 320 --output taps.h5
              kalon-extract photos --extractor onnx:resnet50.onnx --output resnet50.h5 \\
                --crop --shorter-side 256 --values imagenet
              kalon-extract photos --extractor multigap --extractor efficientnet-b7 \\
                --weights seeded:1 --output multigap.h5 --output b7.h5
              kalon-extract photos --extractor multigap --weights seeded:1 \\
                --augment blur,noise,downscale-2 --output training.h5
              kalon-extract --extractor multigap --weights seeded:1 --describe
              kalon-extract --list
            """,
        version: kalonVersion)

    @Argument(help: ArgumentHelp("A folder of photographs, or a manifest.", valueName: "folder|manifest.csv"))
    var photographs: String?

    @OptionGroup(title: "Data set")
    var folders: FolderOptions

    @OptionGroup(title: "Data set")
    var manifests: ManifestOptions

    @OptionGroup(title: "Extractor")
    var extractor: ExtractorOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("The features file to write.", valueName: "file.h5"))
    var output: String?

    @Flag(help: "Print as JSON how a picture becomes features, and stop.")
    var describe = false

    @Flag(help: "Print every network with its size, its operations per photograph and its weights, and stop.")
    var list = false

    @Option(
        help: ArgumentHelp(
            "Stop when more than N photographs cannot be read. Default: no limit.", valueName: "N"))
    var maxSkipped: Int?

    @Option(
        help: ArgumentHelp(
            "For training: add perturbed copies of each photograph, with the perturbations of kalon-evaluate --perturb: published "
                + "(six), graded (jpeg, brightness, contrast and downscale in five strengths), all, or their names separated by "
                + "commas. Splits keep copies with their photograph, and accuracies are measured only on unperturbed "
                + "photographs.",
            valueName: "perturbations"))
    var augment: [PerturbationList] = []

    @OptionGroup
    var decoding: DecodingOptions

    @OptionGroup(title: "Running")
    var cache: CacheOptions

    @OptionGroup(title: "Running")
    var common: CommonOptions

    static let resumes = true

    func validate() throws {
        if list { return }
        try OptionNumbers.require("--max-skipped", maxSkipped, 0...OptionNumbers.most)
        try extractor.requireNetwork()
        if describe { return }
        guard (photographs == nil) != folders.isEmpty else {
            throw ValidationError(
                photographs == nil
                    ? "the photographs are missing; give a folder or a manifest"
                    : "give either a folder or manifest, or folders with --aesthetic and --not-aesthetic, but not both")
        }
        guard output != nil else { throw ValidationError("--output FILE.h5 is missing") }
    }

    /// Runs the command with the first extractor, the only one that the parser knows; `execute` parses the others.
    static func main() {
        start { try commandLines[0] }
    }

    /// The command line as it would be for each extractor alone.
    private static var commandLines: [[String]] {
        get throws { try SeveralExtractors(Array(CommandLine.arguments.dropFirst())).commandLines }
    }

    /// Parses the command line of an extractor other than the first.
    private static func parsed(_ words: [String]) throws -> Extract {
        do {
            return try parse(words)
        } catch {
            throw ValidationError(message(for: error))
        }
    }

    func execute(_ context: StageContext) throws {
        if list { return try Console.output(NetworkTable.text()) }
        let all = try [self] + Self.commandLines.dropFirst().map(Self.parsed)
        guard let output, !describe else { return try printDescription(all, context) }
        let outputs = all.allSatisfy { $0.output == output } ? [output] : all.compactMap(\.output)
        let requests = try all.map { try $0.extractor.request(context) }
        guard
            let list = try photographs.map({ try manifests.load($0, labels: .givenByFolders, context) })
                ?? folders.load(manifests, context)
        else {
            preconditionFailure("validated arguments name a data set")
        }
        let weights = try all.compactMap { try $0.extractor.weightsFile }
        try context.requireWritable(outputs, inputs: [photographs].compactMap { $0 } + folders.paths + Set(weights))
        if let output = list.photographs.photograph(among: outputs) { throw PipelineError.pathTwice(output) }
        let extractors = try requests.map { request in
            try FeatureExtractor(
                request, threads: context.threads, pictures: list.photographs.count, cache: cache.cache(context))
        }
        for extractor in extractors where !extractor.leftAside.isEmpty {
            context.progress.log(
                "\(extractor.configuration.weights): ignored the layers of a classifier: "
                    + extractor.leftAside.joined(separator: ", "))
        }
        let networks = extractors.map { "\($0.configuration.columns) columns from \($0.configuration.network)" }
        context.progress.log(
            "\(list.photographs.count) photographs of \(list.name) (\(list.labelCounts))\(list.splitCounts), "
                + networks.joined(separator: " and "))
        let provenance = context.provenance(inputs: try inputs(extractors.map(\.configuration), all, photographs))
        let extraction = FeatureExtraction(
            photographs: list, extractors: extractors, outputs: outputs, decoder: decoding.decoder,
            maximumSkipped: maxSkipped,
            augmentation: PerturbationList.perturbations(of: augment).map {
                Disturbance($0, seed: context.seed, purpose: .training)
            })
        let summary = try run(extraction, provenance, total: list.photographs.count, context)
        report(summary, extractors.map(\.configuration.input.orientation), context)
        let rows = try FeaturesFile.open(outputs[0]).rows
        context.warn(Warning.randomWeights(of: extractors.map(\.configuration)) + Warning.ofSizes(in: rows, set: list.name))
    }

    private func run(
        _ extraction: FeatureExtraction, _ provenance: Provenance, total: Int, _ context: StageContext
    ) throws -> ExtractionSummary {
        var isFirst = true
        return try extraction.run(threads: context.threads, provenance: provenance, clock: context.clock) { done, skipped in
            if isFirst {
                context.progress.begin(done: done)
                if done > 0 { context.progress.log("resuming after \(done) photographs of an earlier run") }
                isFirst = false
            }
            context.progress.update(done: done, total: total, note: skipped > 0 ? "skipped \(skipped)" : "")
            try context.interruption.check()
        }
    }

    private func printDescription(_ all: [Extract], _ context: StageContext) throws {
        let configurations = try all.map { command in
            try FeatureExtractor(
                command.extractor.request(context), threads: context.threads, pictures: 1, cache: cache.cache(context)
            ).configuration
        }
        try Console.json(ExtractorConfiguration.json(configurations))
    }

    /// The manifest, if there is one, and the weight files.
    private func inputs(
        _ configurations: [ExtractorConfiguration], _ all: [Extract], _ photographs: String?
    ) throws -> [Provenance.Input] {
        var inputs: [Provenance.Input] = []
        if let photographs, PhotographList.isManifest(at: photographs) {
            inputs.append(try Provenance.Input(readingFile: photographs))
        }
        for (configuration, command) in zip(configurations, all) {
            guard let path = try command.extractor.weightsFile else { continue }
            let input = Provenance.Input(path: path, sha256: configuration.weightsDigest)
            if !inputs.contains(input) { inputs.append(input) }
        }
        return inputs
    }

    private func report(_ summary: ExtractionSummary, _ rules: [OrientationRule], _ context: StageContext) {
        let reasons = summary.skipped.reasons
        context.progress.log(
            "\(summary.extracted) photographs extracted"
                + (summary.rows > summary.extracted ? " in \(summary.rows) rows" : "") + ", \(summary.skipped.count) skipped"
                + (reasons.isEmpty ? "" : ": \(reasons)"))
        for sentence in summary.reading.sentences(rules) { context.progress.log(sentence) }
    }
}
