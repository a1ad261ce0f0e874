import ArgumentParser
import StageSupport

@main
struct KalonWeights: Command {
    static let configuration = CommandConfiguration(
        commandName: "kalon-weights",
        abstract: "Downloads the published weights of networks, and checks them.",
        discussion: """
            The list is data/weights.csv of the project: addresses, sizes, hashes and licences as far as they are \
            published. A file is used only after its hash has been checked; if none is published, its SHA-256 is stored \
            the first time, so that a later change is noticed. Files are kept in ~/.local/share/kalon/weights \
            (XDG_DATA_HOME) unless --into says otherwise; kalon-extract finds them there by name.

            EXAMPLES
              kalon-weights list
              kalon-weights fetch inception-resnet-v2 efficientnet-b7
              kalon-weights fetch efficientnet-b7 --into /weights \\
                --mirror https://mirror.example
              kalon-weights import efficientnet-b7 downloads/efficientnetb7_notop.h5
              kalon-weights verify
              kalon-extract photos --extractor efficientnet-b7 --weights efficientnet-b7 \\
                --output b7.h5
            """,
        version: kalonVersion, subcommands: [List.self, Fetch.self, Verify.self, Import.self])
}

/// A subcommand, whose messages begin with the name of the whole command.
protocol WeightsStage: Stage {}

extension WeightsStage {
    static var name: String { "kalon-weights" }
}
