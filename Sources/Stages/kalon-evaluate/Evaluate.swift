import ArgumentParser
import DataSets
import Evaluation
import Files
import Foundation
import Judging
import Records
import Reporting
import StageSupport

@main
struct Evaluate: Stage {
    static let configuration = CommandConfiguration(
        commandName: "kalon-evaluate",
        abstract: "Measures a classifier on labelled sets, or compares earlier measurements.",
        discussion: """
            Sets are features files, grouped by the data set that they were extracted from (a classifier with two \
            extractors needs two files of each set, in any order), or folders and manifests of photographs, whose features \
            are extracted on the way. If features have perturbed copies (kalon-extract --augment), the accuracies are those \
            of the unperturbed photographs, and the copies show what each perturbation does. If the manifest of a set has a \
            test part, only that part is measured. A table goes to standard output, all results to the JSON file. With \
            --compare, files of results are put side by side, and each is tested against the first.

            EXAMPLES
              kalon-evaluate bench1-multigap.h5 bench1-b7.h5 --model classifier.h5 \\
                --output results.json
              kalon-evaluate benchmarks/* --model classifier.h5 \\
                --against data/benchmarks.csv --output results.json
              kalon-evaluate photos --model classifier.h5 --perturb published \\
                --against data/robustness.csv --output results.json
              kalon-evaluate ava-test.csv --model ratings.h5 --threshold 5 --logistic 5
              kalon-evaluate student-features.h5 --model student.h5 \\
                --teacher classifier.h5 --teacher-features multigap.h5
              kalon-evaluate --compare evolved.json random.json all.json
            """,
        version: kalonVersion)

    @Argument(
        help: ArgumentHelp(
            "Features files, folders or manifests of photographs; with --compare, files of results.",
            valueName: "features.h5|folder|results.json"))
    var sets: [String] = []

    @OptionGroup(title: "Data set")
    var folders: FolderOptions

    @OptionGroup(title: "Data set")
    var manifests: ManifestOptions

    @Option(help: ArgumentHelp("The classifier.", valueName: "classifier.h5"))
    var model: String?

    @Option(
        help: ArgumentHelp(
            "A file of published figures to show beside the results; may be repeated. Figures of benchmarks have the columns "
                + "name,aesthetic,not_aesthetic,accuracy_ga,…; figures of robustness, for --perturb, have "
                + "name,aesthetic,not_aesthetic,perturbation,accuracy,….", valueName: "figures.csv"))
    var against: [String] = []

    @OptionGroup(title: "Teacher")
    var teachers: TeacherOptions

    @OptionGroup
    var options: MeasurementOptions

    @Flag(help: "Compare results of kalon-evaluate side by side, with McNemar's test against the first.")
    var compare = false

    @Option(
        help: ArgumentHelp(
            "Also measure perturbed photographs: published (six perturbations), graded (jpeg, brightness, contrast and "
                + "downscale in five strengths), all, or their names separated by commas.", valueName: "perturbations"))
    var perturb: [PerturbationList] = []

    @OptionGroup
    var weights: MovedWeightsOptions

    @OptionGroup
    var decoding: DecodingOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("Where to write the results, or the comparison.", valueName: "results.json"))
    var output: String?

    @OptionGroup(title: "Running")
    var cache: CacheOptions

    @OptionGroup(title: "Running")
    var common: CommonOptions

    func validate() throws {
        if compare {
            guard sets.count >= 2 else { throw ValidationError("--compare needs at least two files of results") }
            guard model == nil, against.isEmpty, perturb.isEmpty, options.threshold == nil, options.logistic == nil,
                !options.allRows, teachers.files.isEmpty,
                options.scoreLabels.isEmpty
            else {
                throw ValidationError(
                    "--compare takes only files of results; leave out --model, --against, --perturb, --threshold, --logistic, "
                        + "--all-rows, --teacher and --aesthetic-from, which belong to a measurement")
            }
        } else {
            guard !sets.isEmpty || !folders.isEmpty else {
                throw ValidationError("at least one features file or folder is needed")
            }
            guard model != nil else { throw ValidationError("--model CLASSIFIER.h5 is missing") }
            guard teachers.teacher == nil || sets.contains(where: { $0.hasSuffix(".h5") }) else {
                throw ValidationError("--teacher compares features, but none are given; extract the student's with kalon-extract")
            }
            if !perturb.isEmpty, let file = sets.first(where: { $0.hasSuffix(".h5") }) {
                throw ValidationError("--perturb needs photographs, but \(file) holds features; give folders or manifests")
            }
        }
    }

    func execute(_ context: StageContext) throws {
        try context.requireWritable(
            [output].compactMap { $0 }, inputs: sets + folders.paths + against + teachers.files + [model].compactMap { $0 })
        if let model { try measure(model, context) } else { try compareRuns(context) }
        if let output { context.progress.log("results in \(output)") }
    }

    private func measure(_ model: String, _ context: StageContext) throws {
        let published = try PublishedFigures(files: against)
        let measurement = try Measurement(try Classifier(path: model), options, published: published, seed: context.seed)
        let files = try sets.filter { $0.hasSuffix(".h5") }.map { try FeaturesFile.open($0) }
        let measured = try measurement.results(of: files, context)
        var results = measured.map(\.set)
        let others = sets.filter { !$0.hasSuffix(".h5") }
        let lists =
            try others.map { (place: $0, list: try manifests.load($0, context)) }
            + [folders.load(manifests, context)].compactMap { $0 }.map { (folders.paths.joined(separator: ", "), $0) }
        var robustness = measured.compactMap(\.robustness)
        if !lists.isEmpty {
            let extraction = PhotographMeasurement(
                measurement: measurement, weights: try weights.byNetwork(), decoder: decoding.decoder,
                cache: cache.cache(context), perturbations: PerturbationList.perturbations(of: perturb),
                output: output)
            let found = try extraction.results(of: lists, beside: files, context)
            results += found.sets
            robustness += found.robustness
        }
        for notice in results.compactMap({ published.benchmarks.mismatch(with: $0) }) { context.progress.log(notice) }
        if robustness.isEmpty, published.robustness != nil {
            context.progress.log("the published figures of robustness are not used, because nothing is perturbed; give --perturb")
        }
        let students = try teachers.teacher.map { teacher in
            try TeacherMeasurement(
                measurement, teacher: teacher, features: teachers.teacherFeatures, threads: context.threads
            ).comparisons(of: files)
        }
        let report = EvaluationReport(
            model: model, sets: results, robustness: robustness, warnings: warnings(measurement, results, files),
            students: students)
        if let output {
            let manifests = others.filter { PhotographList.isManifest(at: $0) }
            let provenance = try context.provenance(inputs: [model] + files.map(\.path) + manifests + against + teachers.files)
            try ResultsFile(report: report, provenance: provenance).write(to: output)
        }
        context.warn(report.warnings ?? [])
        try Console.output(MeasurementText.text(of: report))
    }

    /// The warnings to print before the figures; those about photographs that were trained on come first.
    private func warnings(_ measurement: Measurement, _ results: [SetResult], _ files: [FeaturesFile]) -> [Warning] {
        let seen = results.compactMap { Warning.trainedOn($0.unseen?.trainedOn ?? 0, of: $0.photographs.count, set: $0.name) }
        let random = Warning.randomWeights(of: measurement.classifier.pipeline?.extractors ?? [])
        var named = Set<String>()
        let sizes = files.filter { $0.rows.sizes != nil && named.insert($0.header.dataset).inserted }
            .flatMap { Warning.ofSizes(in: $0.rows, set: $0.header.dataset) }
        return seen + random + sizes
    }

    private func compareRuns(_ context: StageContext) throws {
        let runs = try sets.map { (file: $0, report: try ResultsFile.read($0).report) }
        let comparison = try RunComparison(runs, seed: context.seed)
        if let output { try AtomicOutput.write(ReadableJSON.data(comparison), to: output) }
        for run in runs {
            for warning in run.report.warnings ?? [] { try Console.output("warning: \(run.file): \(warning.sentence)".shown) }
        }
        try Console.output(ComparisonTable.table(of: comparison).text + "\n" + ComparisonTable.note)
        if let ratings = ComparisonTable.ratings(of: comparison) {
            try Console.output("\n" + ratings.text + "\n" + ComparisonTable.ratingNote)
        }
    }
}
