import ArgumentParser
import DataSets
import Evaluation
import Exploration
import Files
import Foundation
import Imaging
import Reporting
import StageSupport

@main
struct Report: Stage {
    static let configuration = CommandConfiguration(
        commandName: "kalon-report",
        abstract: "Makes one HTML page about what was learned and how well.",
        discussion: """
            The page is made only from stored results, and needs neither a network connection nor scripts. The first file of \
            results is the subject of the report; further ones are compared with it by McNemar's test. The classifier, the \
            mask and the features behind the results are found through the inputs that each file names, so run the command \
            in the folder in which the other commands were run. With --photographs, the most confident right and wrong \
            verdicts are shown, fewer than --pictures of each kind if the page would otherwise be larger than 5 MB. With --explain, \
            some of them are explained as kalon-explain does it.

            EXAMPLES
              kalon-report results.json --output report.html
              kalon-report evolved.json random.json --photographs benchmarks/one \\
                --photographs benchmarks/two --output report.html
              kalon-report results.json --photographs benchmarks/one --explain 2 \\
                --explain-by grad-cam lrp --output report.html
            """,
        version: kalonVersion)

    @Argument(help: ArgumentHelp("Results of kalon-evaluate.", valueName: "results.json"))
    var results: [String]

    @Option(
        help: ArgumentHelp(
            "The folder or manifest of a measured set, to show its photographs; may be repeated.",
            valueName: "folder|manifest.csv"))
    var photographs: [String] = []

    @OptionGroup
    var manifests: ManifestOptions

    @Option(
        help: ArgumentHelp("A file written by kalon-explore --output, to show what the sets hold.", valueName: "exploration.json")
    )
    var exploration: String?

    @Option(help: ArgumentHelp("How many photographs of each kind to show.", valueName: "count"))
    var pictures = 6

    @OptionGroup(title: "Explanations")
    var explaining: ReportedExplanations

    @Option(help: ArgumentHelp("The page's heading.", valueName: "text"))
    var title = "What was learned"

    @Option(name: .shortAndLong, help: ArgumentHelp("The page to write.", valueName: "report.html"))
    var output: String

    @OptionGroup
    var decoding: DecodingOptions

    @OptionGroup(title: "Running")
    var common: CommonOptions

    private static let mostPictures = 24
    /// The size that a page should stay below.
    private static let pageBytes = 4_900_000

    func validate() throws {
        guard !results.isEmpty else { throw ValidationError("at least one file of results is needed") }
        try OptionNumbers.require("--pictures", pictures, 0...Self.mostPictures)
        if explaining.explain > 0, photographs.isEmpty {
            throw ValidationError("--explain needs photographs; give the folder or manifest of a measured set (--photographs)")
        }
    }

    func execute(_ context: StageContext) throws {
        try context.requireWritable([output], inputs: results + photographs + [exploration].compactMap { $0 })
        let files = try results.map { try ResultsFile.read($0) }
        let found = try RunFiles(behind: files)
        for path in found.missing {
            context.progress.log("\(path) is gone or has changed; the parts of the report that need it are left out")
        }
        var content = ReportContent(
            title: title, results: zip(results, files).map { (file: $0, report: $1.report) })
        if files.count > 1 { content.comparison = try RunComparison(content.results, seed: context.seed) }
        try content.add(found, results: zip(results, files))
        content.exploration = try exploration.map { try ExplorationFile.read($0) }
        let lists = try lists(for: files[0].report, context)
        content.explanations = try explaining.photographs(
            explained(of: files[0].report, lists), judgedBy: files[0].report.model, missing: found.missing,
            decoder: decoding.decoder, context)
        let budget = PictureBudget(bytes: Self.pageBytes - ReportPage(content).html.count)
        let (grids, shown) = budget.fitting(try grids(of: files[0].report, lists, context), count: pictures)
        content.grids = grids
        if shown < pictures {
            context.progress.log(
                "\(shown) photographs of each kind are shown, because the page would be too large with \(pictures)")
        }
        let html = ReportPage(content).html
        try AtomicOutput.write(html, to: output)
        context.progress.log("\(output): \(files[0].report.sets.map(\.name).joined(separator: ", ")); \(html.count / 1000) kB")
    }

    private func lists(for report: EvaluationReport, _ context: StageContext) throws -> [PhotographList] {
        let lists = try photographs.map { try manifests.load($0, context) }
        if let output = lists.flatMap(\.photographs).photograph(among: [output]) { throw PipelineError.pathTwice(output) }
        for list in lists where !report.sets.contains(where: { $0.name == list.name }) {
            throw PipelineError.setNotMeasured(list.name, measured: report.sets.map(\.name))
        }
        return lists
    }

    private func grids(
        of report: EvaluationReport, _ lists: [PhotographList], _ context: StageContext
    ) throws -> [PhotographGrid] {
        try lists.flatMap { list in
            try report.sets.filter { $0.name == list.name }.flatMap { set in
                try context.interruption.check()
                return SurestVerdicts(list: list, decoder: decoding.decoder).grids(of: set, count: pictures)
            }
        }
    }

    /// The photographs to explain.
    private func explained(of report: EvaluationReport, _ lists: [PhotographList]) -> [(name: String, location: String)] {
        lists.flatMap { list in
            report.sets.filter { $0.name == list.name }.flatMap { set in
                SurestVerdicts(list: list, decoder: decoding.decoder).photographs(of: set, count: explaining.explain)
            }
        }
    }
}
