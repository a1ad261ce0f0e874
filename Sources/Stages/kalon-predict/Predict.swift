import ArgumentParser
import Foundation
import Reporting
import StageSupport
import Storage

@main
struct Predict: Stage {
    static let configuration = CommandConfiguration(
        commandName: "kalon-predict",
        abstract: "Judges photographs: path, verdict, confidence, one line each.",
        discussion: """
            The classifier file says which extractors, reductions and columns it needs. A photograph that cannot be \
            read is reported on standard error, and in a line of its own of JSON or CSV; with no photograph read, the \
            exit code is 65. A path that leads to no photograph is reported so, too, and the exit code is not 0. With \
            --check it is 1 unless every photograph is aesthetic. A classifier of ratings gives the mean score and the \
            deviation of single votes in the place of a confidence.

            EXAMPLES
              kalon-predict holiday/*.jpg --model classifier.h5
              kalon-predict holiday --model classifier.h5 --format csv > verdicts.csv
              kalon-predict holiday --model classifier.h5 --top 20 \\
                --copy-to best --sheet best.html
              find . -name '*.jpg' | kalon-predict - --model classifier.h5 --sort
              kalon-predict photo.jpg --model classifier.h5 \\
                --weights multigap=/weights/multigap.h5
            """,
        version: kalonVersion)

    @Argument(
        help: ArgumentHelp(
            "Photographs, folders or manifests of them, or - for a list of paths on standard input.",
            valueName: "photo|folder|-"))
    var photographs: [String]

    @Option(help: ArgumentHelp("The classifier.", valueName: "classifier.h5"))
    var model: String

    @Option(help: "text, jsonl or csv.")
    var format: Format = .text

    @Flag(help: "Show the photographs with the highest probability of aesthetic first.")
    var sort = false

    @Option(help: ArgumentHelp("Show only the best so many, the best first.", valueName: "count"))
    var top: Int?

    @Option(help: ArgumentHelp("Copy what is shown and aesthetic into this folder.", valueName: "folder"))
    var copyTo: String?

    @Option(help: ArgumentHelp("Write a page with the photographs that are shown and their verdicts.", valueName: "sheet.html"))
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

    /// A page of more is no sheet any more, and takes gigabytes.
    private static let mostPictures = 2000

    func validate() throws {
        guard !photographs.isEmpty else { throw ValidationError("at least one photograph or folder is needed") }
        if let top, top < 1 { throw ValidationError("--top is \(top); 1 or more is expected") }
    }

    func execute(_ context: StageContext) throws {
        try context.requireWritable([sheet].compactMap { $0 }, inputs: photographs + [model])
        let classifier = try Classifier(path: model)
        let given = try GivenPhotographs(photographs)
        if let sheet = given.photographs.photograph(among: [sheet].compactMap { $0 }) { throw PipelineError.pathTwice(sheet) }
        let verdicts = try judge(given.photographs, classifier, context)
        let shown = choice.chosen(verdicts)
        let writer = VerdictWriter(format: format, showsRatings: classifier.predictsRatings)
        if choice.waits { for verdict in shown { try Console.output(writer.line(verdict)) } }
        if let copyTo { try PhotographCopies(folder: copyTo).copy(shown.filter(\.isAesthetic).map(\.path)) }
        if let sheet {
            if shown.count > Self.mostPictures {
                context.progress.log("\(sheet) has the first \(Self.mostPictures) of \(shown.count) photographs")
            }
            let page = ContactSheet(
                verdicts: Array(shown.prefix(Self.mostPictures)), writer: writer, decoder: decoding.decoder)
            try AtomicOutput.write(page.html(title: "Photographs judged by \(model)"), to: sheet)
        }
        if let failure = given.failure { throw failure.kind.exitCode }
        if verdicts.isEmpty { throw ExitCode(65) }
        if check, verdicts.count < given.photographs.count || !verdicts.allSatisfy(\.isAesthetic) { throw ExitCode(1) }
    }

    private var choice: VerdictChoice { VerdictChoice(isSorted: sort, top: top) }

    /// The verdicts in the order given; each is written at once where the order is known.
    private func judge(
        _ list: [Photograph], _ classifier: Classifier, _ context: StageContext
    ) throws -> [Verdict] {
        let extractors = try classifier.extractors(
            weights: try weights.byNetwork(), threads: context.threads, pictures: list.count,
            cache: cache.cache(context))
        let judge = try Judge(
            classifier, extractors: extractors, decoder: decoding.decoder, threads: context.threads)
        let writer = VerdictWriter(format: format, showsRatings: classifier.predictsRatings)
        if let header = writer.header { try Console.output(header) }
        var verdicts: [Verdict] = []
        var done = 0
        context.progress.begin()
        try judge.judge(list) { photograph, verdict in
            context.progress.clear()
            switch verdict {
            case .success(let verdict):
                verdicts.append(verdict)
                if !choice.waits { try Console.output(writer.line(verdict)) }
            case .failure(let reason):
                if let line = try writer.line(skipped: photograph.path, reason: reason.text) { try Console.output(line) }
                Console.error("\(context.name): \(photograph.path): \(reason.text)".onOneLine)
            }
            done += 1
            if list.count > 1 { context.progress.update(done: done, total: list.count) }
            try context.interruption.check()
        }
        context.progress.clear()
        return verdicts
    }
}
