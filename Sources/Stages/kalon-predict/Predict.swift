import ArgumentParser
import DataSets
import Evaluation
import Foundation
import Imaging
import Judging
import StageSupport

@main
struct Predict: Stage {
    static let configuration = CommandConfiguration(
        commandName: "kalon-predict",
        abstract: "Judges photographs and prints path, verdict and confidence, one line each.",
        discussion: """
            The classifier file says which extractors, reductions and columns it needs. A photograph that cannot be \
            read is reported on standard error, and as a separate line in JSON or CSV; if no photograph can be read, the \
            exit code is 65. A path without a photograph is reported in the same way, and the exit code is not 0. With \
            --check, the exit code is 1 unless every photograph is aesthetic. For a classifier of ratings, the mean score \
            and the deviation of single votes take the place of the confidence.

            Several classifiers (repeat --model) judge each photograph together: it is decoded once, and goes once through \
            each extractor that they share. Their joint verdict is the mean of their probabilities (or of the votes that \
            they predict), compared with the mean of their thresholds; it is shown with the verdict of each and the number \
            that agree. At the end, their agreement is reported: the share of photographs on which all agree, and Cohen's \
            kappa; for three or more classifiers also Fleiss' kappa.

            EXAMPLES
              kalon-predict holiday/*.jpg --model classifier.h5
              kalon-predict holiday --model classifier.h5 --format csv > verdicts.csv
              kalon-predict holiday --model classifier.h5 --top 20 \\
                --copy-to best --sheet best.html
              kalon-predict holiday --model evolved.h5 --model all.h5 --sheet sheet.png
              find . -name '*.jpg' | kalon-predict - --model classifier.h5 --sort
              find . -name '*.jpg' -print0 | kalon-predict -0 - --model classifier.h5
              kalon-predict photo.jpg --model classifier.h5 \\
                --weights multigap=/weights/multigap.h5
            """,
        version: kalonVersion)

    @Argument(
        help: ArgumentHelp(
            "Photographs, or folders or manifests of photographs, or - for a list of paths on standard input.",
            valueName: "photo|folder|-"))
    var photographs: [String]

    @Flag(
        name: [.customShort("0"), .long],
        help: "Paths on standard input end in a zero byte (find -print0) instead of a line break.")
    var null = false

    @OptionGroup(title: "Manifests")
    var manifests: ManifestOptions

    @Option(help: ArgumentHelp("The classifier; may be repeated.", valueName: "classifier.h5"))
    var model: [String]

    @Option(help: "The output format: text, jsonl or csv.")
    var format: Format = .text

    @Flag(help: "Show the photographs with the highest probability of being aesthetic first.")
    var sort = false

    @Option(help: ArgumentHelp("Show only the best N photographs, the best first.", valueName: "N"))
    var top: Int?

    @Option(
        help: ArgumentHelp(
            "Copy the photographs that are shown and aesthetic into this folder, which must not contain files of the same names.",
            valueName: "folder"))
    var copyTo: String?

    @Option(
        help: ArgumentHelp(
            "Write the photographs that are shown, at most 2000, with their verdicts to a page (.html) or to pictures of 200 "
                + "photographs each (.png: sheet.png, sheet-2.png, …).", valueName: "sheet.html|sheet.png"))
    var sheet: String?

    @Flag(help: "Exit with 1 unless every photograph is aesthetic.")
    var check = false

    @OptionGroup
    var weights: MovedWeightsOptions

    @OptionGroup
    var decoding: DecodingOptions

    @OptionGroup(title: "Running")
    var cache: CacheOptions

    @OptionGroup(title: "Running")
    var common: CommonOptions

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, jsonl, csv
    }

    func validate() throws {
        guard !photographs.isEmpty else { throw ValidationError("at least one photograph or folder is needed") }
        guard !null || photographs.contains("-") else {
            throw ValidationError("--null applies to paths on standard input, but - is not among the photographs; give -")
        }
        guard !model.isEmpty else { throw ValidationError("--model CLASSIFIER.h5 is missing") }
        try OptionNumbers.require("--top", top, 1...OptionNumbers.most)
        if let sheet, SheetFormat(path: sheet) == nil {
            throw ValidationError("--sheet is '\(sheet)'; a name that ends in .html or .png is expected")
        }
    }

    func execute(_ context: StageContext) throws {
        try context.requireWritable([sheet].compactMap { $0 }, inputs: photographs + model)
        let panel = try Panel(paths: model)
        context.warn(Warning.randomWeights(of: panel.classifiers.flatMap { $0.pipeline?.extractors ?? [] }))
        let given = try GivenPhotographs(
            photographs, separator: null ? .zeroByte : .lineBreak, manifests: manifests, for: Self.self)
        try requireSheet(of: given.photographs)
        if let copyTo { try PhotographCopies(folder: copyTo).requireRoom(for: given.photographs.map(\.location)) }
        for note in given.notes { context.progress.log(note) }
        let writer = VerdictWriter(format: format, prediction: panel.prediction, names: panel.names)
        let output = VerdictOutput(goesOn: sheet != nil || copyTo != nil)
        let verdicts = try judge(given.photographs, panel, writer, output, context)
        let shown = choice.chosen(verdicts)
        if choice.waits { for verdict in shown { try output.attempt { try writer.write(verdict) } } }
        if let copyTo { try PhotographCopies(folder: copyTo).copy(shown.filter(\.isAesthetic).map(\.path)) }
        try writeSheet(shown, writer, context)
        if let summary = AgreementSummary(verdicts, names: panel.names) { context.progress.log(summary.sentence) }
        if let failure = output.failure { throw failure }
        if let failure = given.failure { throw failure.kind.exitCode }
        if verdicts.isEmpty { throw ExitCode(65) }
        if check, verdicts.count < given.photographs.count || !verdicts.allSatisfy(\.isAesthetic) { throw ExitCode(1) }
    }

    private var choice: VerdictChoice { VerdictChoice(isSorted: sort, top: top) }

    /// Throws, before anything is judged, if a sheet would replace a photograph or could not be drawn.
    private func requireSheet(of photographs: [Photograph]) throws {
        guard let sheet, let format = SheetFormat(path: sheet) else { return }
        let files = format.files(sheet, photographs: min(photographs.count, ContactSheet.mostPictures))
        if let replaced = photographs.photograph(among: files) { throw PipelineError.pathTwice(replaced) }
        if format == .png { try Typeface.requireFont() }
    }

    private func writeSheet(_ shown: [Verdict], _ writer: VerdictWriter, _ context: StageContext) throws {
        guard !shown.isEmpty, let sheet, let format = SheetFormat(path: sheet) else { return }
        let most = ContactSheet.mostPictures
        if shown.count > most { context.progress.log("\(sheet) shows the first \(most) of \(shown.count) photographs") }
        try ContactSheet(
            path: sheet, format: format, verdicts: Array(shown.prefix(most)), writer: writer, decoder: decoding.decoder,
            threads: context.threads
        ).write(title: "Photographs judged by \(writer.names.joined(separator: ", "))")
    }

    /// The verdicts in the order given; each is written at once unless they must be sorted first.
    private func judge(
        _ list: [Photograph], _ panel: Panel, _ writer: VerdictWriter, _ output: VerdictOutput, _ context: StageContext
    ) throws -> [Verdict] {
        let extractors = try SharedExtractors(
            panel.classifiers, weights: try weights.byNetwork(), threads: context.threads, pictures: list.count,
            cache: cache.cache(context))
        let judge = try Judge(
            panel.classifiers, extractors: extractors, decoder: decoding.decoder, threads: context.threads)
        try output.attempt { try writer.writeHeader() }
        var verdicts: [Verdict] = []
        var done = 0
        context.progress.begin()
        let sentences = try judge.judge(list) { photograph, verdict in
            context.progress.clear()
            switch verdict {
            case .success(let verdict):
                verdicts.append(verdict)
                if !choice.waits { try output.attempt { try writer.write(verdict) } }
            case .failure(let reason):
                try output.attempt { try writer.write(skipped: photograph.path, reason: reason.text) }
                Console.error("\(context.name): \(photograph.path): \(reason.text)")
            }
            done += 1
            if list.count > 1 { context.progress.update(done: done, total: list.count) }
            try context.interruption.check()
        }
        context.progress.clear()
        for sentence in sentences { context.progress.log(sentence) }
        return verdicts
    }
}
