import ArgumentParser
import Extraction
import Foundation
import Imaging
import Inference
import Networks
import StageSupport
import Storage

@main
struct Extract: Stage {
    static let configuration = CommandConfiguration(
        commandName: "kalon-extract",
        abstract: "Describes every photograph of a data set by the pooled features of a network.",
        discussion: """
            The data set is a folder (with aesthetic/ and not-aesthetic/ where labels are known; also good/ and bad/, \
            1/ and 0/) or a CSV manifest path,label[,split][,group][,r1…]. Photographs that cannot be read are listed in \
            the output with the reason; --max-skipped 0 stops at the first. A run that was stopped goes on when the \
            same command is given again.

            EXAMPLES
              kalon-extract photos --extractor multigap \\
                --weights inception_resnet_v2_notop.h5 --output multigap.h5
              kalon-extract photos --extractor efficientnet-b7 --weights seeded:1 \\
                --size 300 --output b7.h5
              kalon-extract photos.csv --extractor mobilenet-v1 --weights mobilenet.h5 \\
                --taps conv1_relu,'conv_pw_*_relu' --size 320 --output taps.h5
              kalon-extract photos --extractor onnx:resnet50.onnx --output resnet50.h5 \\
                --crop --shorter-side 256 --values imagenet
              kalon-extract --extractor multigap --weights seeded:1 --describe
              kalon-extract --list
            """,
        version: kalonVersion)

    @Argument(help: ArgumentHelp("A folder of photographs, or a CSV manifest.", valueName: "folder|manifest.csv"))
    var photographs: String?

    @OptionGroup(title: "Extractor")
    var extractor: ExtractorOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("The features file to write.", valueName: "file.h5"))
    var output: String?

    @Flag(help: "Print how a picture becomes features, as JSON, and stop.")
    var describe = false

    @Flag(help: "Print every network with its size, the work a photograph takes and its weights, and stop.")
    var list = false

    @Option(
        help: ArgumentHelp(
            "Stop when more than so many photographs cannot be read. Default: any number.", valueName: "count"))
    var maxSkipped: Int?

    @OptionGroup
    var decoding: DecodingOptions

    @OptionGroup(title: "Running")
    var common: CommonOptions

    static let resumes = true

    func validate() throws {
        if list { return }
        if let maxSkipped, maxSkipped < 0 {
            throw ValidationError("--max-skipped is \(maxSkipped); 0 or more is expected")
        }
        try extractor.requireNetwork()
        if describe { return }
        guard photographs != nil else { throw ValidationError("a folder of photographs or a manifest is missing") }
        guard output != nil else { throw ValidationError("--output FILE.h5 is missing") }
    }

    func execute(_ context: StageContext) throws {
        if list { return try Console.output(NetworkTable.text()) }
        guard let photographs, let output, !describe else { return try printDescription(context) }
        let request = try extractor.request(context)
        let list = try PhotographList.load(photographs, pictureExtensions: PictureFormat.everyExtension)
        try context.requireWritable([output], inputs: [photographs] + [self.extractor.weightsFile].compactMap { $0 })
        let extractor = try FeatureExtractor(request, threads: context.threads)
        context.progress.log(
            "\(list.photographs.count) photographs of \(list.name) (\(list.labelCounts)), "
                + "\(extractor.configuration.columns) columns from \(extractor.configuration.network)")
        let provenance = context.provenance(inputs: try inputs(extractor.configuration, photographs))
        let extraction = FeatureExtraction(
            photographs: list, extractor: extractor, output: output, decoder: decoding.decoder,
            maximumSkipped: maxSkipped)
        var isFirst = true
        let summary = try extraction.run(threads: context.threads, provenance: provenance) { done, skipped in
            if isFirst {
                context.progress.begin(done: done)
                if done > 0 { context.progress.log("going on after \(done) photographs of an earlier run") }
                isFirst = false
            }
            context.progress.update(
                done: done, total: list.photographs.count, note: skipped > 0 ? "skipped \(skipped)" : "")
            try context.interruption.check()
        }
        report(summary, context)
    }

    private func printDescription(_ context: StageContext) throws {
        let extractor = try FeatureExtractor(self.extractor.request(context), threads: context.threads)
        try Console.output(ExtractorConfiguration.json([extractor.configuration]))
    }

    /// The manifest, where there is one, and the weights file.
    private func inputs(_ configuration: ExtractorConfiguration, _ photographs: String) throws -> [Provenance.Input] {
        var inputs: [Provenance.Input] = []
        if photographs.lowercased().hasSuffix(".csv") { inputs.append(try Provenance.Input(readingFile: photographs)) }
        if let path = try extractor.weightsFile {
            inputs.append(Provenance.Input(path: path, sha256: configuration.weightsDigest))
        }
        return inputs
    }

    private func report(_ summary: ExtractionSummary, _ context: StageContext) {
        let reasons = summary.skipped.countsByKind
        context.progress.log(
            "\(summary.extracted) photographs extracted, \(summary.skipped.count) skipped"
                + (reasons.isEmpty ? "" : ": \(reasons)"))
    }
}
