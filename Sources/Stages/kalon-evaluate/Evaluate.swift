import ArgumentParser
import Evaluation
import Foundation
import Imaging
import Reporting
import StageSupport
import Storage

@main
struct Evaluate: Stage {
    static let configuration = CommandConfiguration(
        commandName: "kalon-evaluate",
        abstract: "Measures a classifier on any number of labelled sets.",
        discussion: """
            Sets are features files, grouped by the data set that they were extracted from (a classifier of two \
            extractors needs two files of each set, in any order), or folders and manifests of photographs, which are \
            extracted on the way. A table goes to standard output, everything to the JSON file.

            EXAMPLES
              kalon-evaluate bench1-multigap.h5 bench1-b7.h5 --model classifier.h5 \\
                --output results.json
              kalon-evaluate benchmarks/* --model classifier.h5 \\
                --against data/benchmarks.csv --output results.json
            """,
        version: kalonVersion)

    @Argument(help: ArgumentHelp("Features files, or folders or manifests of photographs.", valueName: "features.h5|folder"))
    var sets: [String]

    @Option(help: ArgumentHelp("The classifier.", valueName: "classifier.h5"))
    var model: String

    @Option(help: ArgumentHelp("Published figures to set beside: name,aesthetic,not_aesthetic,accuracy_ga,…", valueName: "benchmarks.csv"))
    var against: String?

    @OptionGroup
    var weights: MovedWeightsOptions

    @OptionGroup
    var decoding: DecodingOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("Where to write the results.", valueName: "results.json"))
    var output: String?

    @OptionGroup(title: "Running")
    var cache: CacheOptions

    @OptionGroup(title: "Running")
    var common: CommonOptions

    func validate() throws {
        guard !sets.isEmpty else { throw ValidationError("at least one features file or folder is needed") }
    }

    func execute(_ context: StageContext) throws {
        try context.requireWritable([output].compactMap { $0 }, inputs: sets + [model] + [against].compactMap { $0 })
        let classifier = try Classifier(path: model)
        let published = try against.map { try PublishedBenchmarks(records: CSVTable.read($0).records) }
        let files = try sets.filter { $0.hasSuffix(".h5") }.map { try FeaturesFile.open($0) }
        try Self.requireDistinct(files)
        var results: [SetResult] = []
        for (name, group) in Self.grouped(files) {
            let set = try classifier.set(named: name, files: group)
            results.append(try result(of: set, classifier, published))
            try context.interruption.check()
        }
        let folders = sets.filter { !$0.hasSuffix(".h5") }
        if !folders.isEmpty { results += try resultsOfFolders(folders, beside: files, classifier, published, context) }
        let report = EvaluationReport(model: model, sets: results)
        if let output { try AtomicOutput.write(report.json(), to: output) }
        try Console.output(BenchmarkTable.table(of: report).text)
        if let output { context.progress.log("results in \(output)") }
    }

    /// The files of each data set, sets in the order in which they first appear.
    private static func grouped(_ files: [FeaturesFile]) -> [(String, [FeaturesFile])] {
        var order: [String] = []
        for file in files where !order.contains(file.header.dataset) { order.append(file.header.dataset) }
        return order.map { name in (name, files.filter { $0.header.dataset == name }) }
    }

    /// Throws when two files of one set hold the same features: they are of two sets of one name.
    private static func requireDistinct(_ files: [FeaturesFile]) throws(PipelineError) {
        var known: [String: FeaturesFile] = [:]
        for file in files {
            let header = file.header
            let key = [header.dataset, header.extractorJSON, header.reductionJSON ?? ""].joined(separator: "\n")
            if let first = known.updateValue(file, forKey: key) {
                throw .setsOfOneName(header.dataset, first: first.path, second: file.path)
            }
        }
    }

    private func result(
        of set: LabelledSet, _ classifier: Classifier, _ published: PublishedBenchmarks?
    ) throws -> SetResult {
        try result(
            named: set.name, labels: set.rows.labels,
            probabilities: try classifier.aestheticProbabilities(set.input), skipped: set.skipped, classifier, published)
    }

    /// Photographs without a label are counted and left out.
    private func result(
        named name: String, labels: [Int8], probabilities: [Double], skipped: Int, _ classifier: Classifier,
        _ published: PublishedBenchmarks?
    ) throws -> SetResult {
        let labelled = labels.indices.filter { labels[$0] >= 0 }
        guard !labelled.isEmpty else {
            throw PipelineError.nothingLabelled(set: name, photographs: labels.count)
        }
        let evaluation = try BinaryEvaluation(
            labels: labelled.map { labels[$0] }, probabilities: labelled.map { probabilities[$0] },
            threshold: classifier.threshold)
        return SetResult(
            name: name, evaluation: evaluation, skipped: skipped, unlabelled: labels.count - labelled.count,
            publishedAccuracy: published?.accuracy(of: classifier, on: name, evaluation.confusion))
    }

    private func resultsOfFolders(
        _ folders: [String], beside files: [FeaturesFile], _ classifier: Classifier, _ published: PublishedBenchmarks?,
        _ context: StageContext
    ) throws -> [SetResult] {
        let lists = try folders.map { try PhotographList.load($0, pictureExtensions: PictureFormat.everyExtension) }
        var places = Dictionary(files.map { ($0.header.dataset, $0.path) }, uniquingKeysWith: { first, _ in first })
        for (folder, list) in zip(folders, lists) {
            if let first = places.updateValue(folder, forKey: list.name) {
                throw PipelineError.setsOfOneName(list.name, first: first, second: folder)
            }
        }
        for list in lists where list.photographs.allSatisfy({ $0.label < 0 }) {
            throw PipelineError.nothingLabelled(set: list.name, photographs: list.photographs.count)
        }
        let extractors = try classifier.extractors(
            weights: try weights.byNetwork(), threads: context.threads, pictures: .max, cache: cache.cache(context))
        let judge = try Judge(
            classifier, extractors: extractors, decoder: decoding.decoder, threads: context.threads)
        return try lists.map { list in
            var labels: [Int8] = []
            var probabilities: [Double] = []
            var done = 0
            context.progress.begin()
            try judge.judge(list.photographs) { photograph, verdict in
                if case .success(let verdict) = verdict {
                    labels.append(photograph.label)
                    probabilities.append(verdict.probability)
                }
                done += 1
                context.progress.update(done: done, total: list.photographs.count, note: list.name)
                try context.interruption.check()
            }
            return try result(
                named: list.name, labels: labels, probabilities: probabilities, skipped: done - labels.count, classifier,
                published)
        }
    }
}

extension PublishedBenchmarks {
    /// The published accuracy of a classifier of this kind on this very set: the PCA row for a reduced one, else the
    /// row of the genetic search. Nil where the set has other numbers of photographs than the published one.
    fileprivate func accuracy(of classifier: Classifier, on name: String, _ confusion: ConfusionMatrix) -> Double? {
        guard let benchmark = benchmark(named: name), benchmark.aesthetic == confusion.positives,
            benchmark.notAesthetic == confusion.negatives
        else { return nil }
        let isReduced = classifier.content.application?.reductions.isEmpty == false
        return isReduced ? benchmark.accuracyPCA : benchmark.accuracyGA
    }
}
