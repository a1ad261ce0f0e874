import ArgumentParser
import Foundation
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
            exit code is 65. A path that leads to no photograph is reported so, too, and the exit code is not 0.

            EXAMPLES
              kalon-predict holiday/*.jpg --model classifier.h5
              kalon-predict holiday --model classifier.h5 --format csv > verdicts.csv
              kalon-predict photo.jpg --model classifier.h5 \\
                --weights multigap=/weights/multigap.h5
            """,
        version: kalonVersion)

    @Argument(help: ArgumentHelp("Photographs, and folders or manifests of them.", valueName: "photo|folder"))
    var photographs: [String]

    @Option(help: ArgumentHelp("The classifier.", valueName: "classifier.h5"))
    var model: String

    @Option(help: "text, jsonl or csv.")
    var format: Format = .text

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
    }

    func execute(_ context: StageContext) throws {
        let classifier = try Classifier(path: model)
        let given = try GivenPhotographs(photographs)
        let list = given.photographs
        let extractors = try classifier.extractors(
            weights: try weights.byNetwork(), threads: context.threads, pictures: list.count,
            cache: cache.cache(context))
        let judge = try Judge(
            classifier, extractors: extractors, decoder: decoding.decoder, threads: context.threads)
        let writer = VerdictWriter(format: format)
        if let header = writer.header { try Console.output(header) }
        var done = 0
        var judged = 0
        context.progress.begin()
        try judge.judge(list) { photograph, verdict in
            context.progress.clear()
            switch verdict {
            case .success(let verdict):
                judged += 1
                try Console.output(writer.line(verdict))
            case .failure(let reason):
                if let line = try writer.line(skipped: photograph.path, reason: reason.text) { try Console.output(line) }
                Console.error("\(context.name): \(photograph.path): \(reason.text)".onOneLine)
            }
            done += 1
            if list.count > 1 { context.progress.update(done: done, total: list.count) }
            try context.interruption.check()
        }
        if let failure = given.failure { throw failure.kind.exitCode }
        if judged == 0 { throw ExitCode(65) }
    }
}
