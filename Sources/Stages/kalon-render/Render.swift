import ArgumentParser
import Rendering
import StageSupport

@main
struct Render: Stage {
    static let configuration = CommandConfiguration(
        commandName: "kalon-render",
        abstract: "Renders a data set of pictures in two classes to try the pipeline on.",
        discussion: """
            The pictures show land, sea, sky and still lifes. The aesthetic ones are composed, lit and sharp; the others \
            are tilted, cluttered, flat, blurred, noisy or badly exposed. The same seed gives the same bytes. A \
            classifier's accuracy on them shows that the pipeline works; it says nothing about beauty.

            EXAMPLES
              kalon-render pictures --count 200 --seed 1
            """,
        version: kalonVersion)

    @Argument(help: ArgumentHelp("The folder to write aesthetic/, not-aesthetic/ and manifest.csv into.", valueName: "folder"))
    var folder: String

    @Option(help: ArgumentHelp("Number of pictures, half in each class.", valueName: "number"))
    var count: Int = 200

    @OptionGroup(title: "Running")
    var common: CommonOptions

    func validate() throws {
        try OptionNumbers.require("--count", count, 1...1_000_000)
    }

    func execute(_ context: StageContext) throws {
        let total = count
        context.progress.begin()
        let isComplete = try renderDataset(
            into: folder, count: total, seed: context.seed, threads: context.threads,
            shouldStop: { context.interruption.isRequested }
        ) { done in
            context.progress.update(done: done, total: total)
        }
        guard isComplete else { throw Interrupted() }
    }
}
