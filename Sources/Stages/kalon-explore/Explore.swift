import ArgumentParser
import DataSets
import Exploration
import Extraction
import Files
import Foundation
import Imaging
import Judging
import Matrices
import Records
import Reporting
import StageSupport

@main
struct Explore: Stage {
    static let configuration = CommandConfiguration(
        commandName: "kalon-explore",
        abstract: "Examines data sets before anything is trained: what they hold, and which photographs occur twice.",
        discussion: """
            Reports, for each class, sizes, brightness, contrast, sharpness and colourfulness; for sets with ratings, how \
            many there are and how their means are distributed, and the best and worst rated photographs; photographs that \
            cannot be read; and photographs that occur twice, or nearly. Of a manifest with votes whose pictures are not \
            there, only the ratings are examined. A duplicate in another set or part is a leak: a classifier would be measured on a photograph \
            that it was trained on. With --sample, writes a manifest with at most the given number of photographs from each \
            range of the mean rating.

            EXAMPLES
              kalon-explore photos/train benchmarks/one benchmarks/two
              kalon-explore train.csv test.csv --output exploration.json
              kalon-explore AVA.txt --page ratings.html
              kalon-explore ratings.csv --sample 500 --bins 10 --manifest balanced.csv
            """,
        version: kalonVersion)

    @Argument(help: ArgumentHelp("Folders or manifests of photographs.", valueName: "folder|manifest.csv"))
    var sets: [String] = []

    @OptionGroup(title: "Data set")
    var folders: FolderOptions

    @OptionGroup(title: "Data set")
    var manifests: ManifestOptions

    @Option(
        help: ArgumentHelp(
            "Count two photographs as nearly the same if their hashes differ in at most N of 64 bits.", valueName: "N"))
    var near = 4

    @Option(help: ArgumentHelp("Keep at most N photographs from each range of the mean rating.", valueName: "N"))
    var sample: Int?

    @Option(help: ArgumentHelp("With --sample: the number of ranges.", valueName: "count"))
    var bins = 10

    @Option(help: ArgumentHelp("With --sample: the manifest to write.", valueName: "manifest.csv"))
    var manifest: String?

    @Option(
        help: ArgumentHelp(
            "Count the photographs whose mean rating is in this range; may be repeated. (default: 4.9...5.9 and 3.9...6.8 for ten "
                + "scores, none for others)", valueName: "low...high"))
    var within: [ScoreScale] = []

    @Option(help: ArgumentHelp("How many photographs to show as best rated, worst rated, and examples.", valueName: "count"))
    var rows = 5

    @Option(name: .shortAndLong, help: ArgumentHelp("Where to write all results as JSON.", valueName: "exploration.json"))
    var output: String?

    @Option(help: ArgumentHelp("Where to write a page with charts and photographs.", valueName: "exploration.html"))
    var page: String?

    @OptionGroup
    var decoding: DecodingOptions

    @OptionGroup(title: "Running")
    var common: CommonOptions

    private static let mostRows = 100

    func validate() throws {
        guard !sets.isEmpty || !folders.isEmpty else { throw ValidationError("at least one folder or manifest is needed") }
        try OptionNumbers.require("--near", near, 0...16)
        try OptionNumbers.require("--bins", bins, 1...1_000_000)
        try OptionNumbers.require("--sample", sample, 1...OptionNumbers.most)
        try OptionNumbers.require("--rows", rows, 0...Self.mostRows)
        guard (sample == nil) == (manifest == nil) else {
            throw ValidationError("--sample and --manifest must be given together")
        }
        if sample != nil {
            guard sets.count + (folders.isEmpty ? 0 : 1) == 1 else { throw ValidationError("--sample takes only one set") }
            guard output == nil, page == nil else {
                throw ValidationError(
                    "--sample writes only a manifest; leave out --output and --page, or explore in a separate run")
            }
        }
    }

    func execute(_ context: StageContext) throws {
        let outputs = [output, manifest, page].compactMap { $0 }
        try context.requireWritable(outputs, inputs: sets + folders.paths)
        let lists =
            try sets.map { try manifests.load($0, labels: .givenByFolders, context) }
            + [folders.load(manifests, context)].compactMap { $0 }
        try requireDistinct(lists)
        if let output = lists.flatMap(\.photographs).photograph(among: outputs) {
            throw PipelineError.pathTwice(output)
        }
        if let sample, let manifest { return try writeSample(of: lists[0], count: sample, to: manifest, context) }
        let walk = ExplorationWalk(decoder: decoding.decoder, threads: context.threads)
        var explorations: [SetExploration] = []
        var candidates: [DuplicateSearch.Candidate] = []
        for list in lists {
            let found = try explore(list, walk, context)
            explorations.append(found.exploration)
            candidates += found.candidates
        }
        let duplicates = DuplicateSearch(largestDistance: near).pairs(among: candidates)
        let exploration = Exploration(sets: explorations, duplicates: duplicates)
        if let output { try ExplorationFile.write(exploration, to: output) }
        if let page {
            let content = ExplorationPage(decoder: decoding.decoder).content(of: exploration, lists)
            try AtomicOutput.write(ReportPage(content).html, to: page)
        }
        try Console.output(ExplorationText.text(of: exploration))
    }

    private func requireDistinct(_ lists: [PhotographList]) throws(PipelineError) {
        for (index, list) in lists.enumerated() {
            guard let first = lists[..<index].firstIndex(where: { $0.name == list.name }) else { continue }
            let names = sets + [folders.paths.joined(separator: ", ")]
            throw .setsOfOneName(list.name, first: names[first], second: names[index])
        }
    }

    private func explore(
        _ list: PhotographList, _ walk: ExplorationWalk, _ context: StageContext
    ) throws -> (exploration: SetExploration, candidates: [DuplicateSearch.Candidate]) {
        let ratings = RatingExploration(
            list.photographs, ranges: within.isEmpty ? nil : within.map { $0.lowest...$0.highest }, rows: rows)
        if let ratings, !list.hasPictures {
            return (SetExploration(name: list.name, withoutPictures: list.photographs.count, ratings: ratings), [])
        }
        var photographs: [ExploredPhotograph] = []
        var unreadable: [UnreadablePhotograph] = []
        var reading = ReadingCounts()
        context.progress.begin()
        try walk.run(list) { outcome in
            switch outcome {
            case .success(let photograph):
                photographs.append(photograph)
                reading.add(photograph.notes)
            case .failure(let failure): unreadable.append(failure)
            }
            context.progress.update(
                done: photographs.count + unreadable.count, total: list.photographs.count, note: list.name)
            try context.interruption.check()
        }
        context.progress.clear()
        for sentence in reading.sentences([.applied]) { context.progress.log("\(list.name): \(sentence)") }
        return (
            SetExploration(name: list.name, photographs: photographs, unreadable: unreadable, ratings: ratings),
            photographs.map(\.candidate)
        )
    }

    private func writeSample(of list: PhotographList, count: Int, to path: String, _ context: StageContext) throws {
        guard list.bins > 0 else { throw PipelineError.noVotes(set: list.name) }
        var stream = RandomStream(seed: context.seed, name: "rating sample")
        let kept = RatingSample(bins: bins, count: count).selection(of: list.photographs, from: &stream)
        guard !kept.isEmpty else { throw PipelineError.noVotes(set: list.name) }
        try list.writeManifest(of: kept.map { list.photographs[$0] }, to: path)
        context.progress.log("\(kept.count) of \(list.photographs.count) photographs in \(path)")
    }
}

extension PhotographList {
    /// Whether there is a file for any of the photographs.
    fileprivate var hasPictures: Bool {
        photographs.contains { FileManager.default.fileExists(atPath: $0.location) }
    }
}
