import Files
import Foundation
import StageSupport

/// `kalon STAGE …` runs `kalon-STAGE …`, found beside itself or on PATH.
@main
enum Kalon {
    private static let stages = [
        ("render", "renders a data set of pictures to try the pipeline on"),
        ("explore", "examines data sets before anything is trained"),
        ("weights", "downloads and checks the published weights of networks"),
        ("extract", "describes photographs by the features of a network"),
        ("reduce", "fits and applies principal components"),
        ("evolve", "searches for the columns that a classifier needs"),
        ("select", "chooses columns by how well they predict the labels"),
        ("train", "trains a classifier"),
        ("tune", "trains a convolutional network on photographs"),
        ("evaluate", "measures a classifier on labelled sets"),
        ("report", "makes a page about what was learned and how well"),
        ("predict", "judges photographs"),
        ("explain", "says why a judge gives photographs their verdicts"),
        ("inspect", "prints what a file holds"),
        ("export", "writes a network as ONNX"),
        ("quantise", "writes a network that computes with 8-bit numbers"),
    ]

    static func main() {
        do {
            try run()
        } catch {
            Console.error("kalon: \(error)")
            exit(73)
        }
    }

    private static func run() throws(StorageError) {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard let first = arguments.first else { return try printHelp() }
        let asksForHelp = ["help", "--help", "-h"].contains(first)
        guard let stage = asksForHelp ? arguments.dropFirst().first : first else { return try printHelp() }
        if stage == "--version" { return try Console.output(kalonVersion) }
        guard stages.contains(where: { $0.0 == stage }) else {
            Console.error("kalon: unknown stage '\(stage)'; choose one of \(stages.map(\.0).joined(separator: ", "))")
            exit(64)
        }
        execute("kalon-\(stage)", asksForHelp ? ["--help"] : Array(arguments.dropFirst()))
    }

    private static func printHelp() throws(StorageError) {
        let width = stages.map(\.0.count).max() ?? 0
        try Console.output("Usage: kalon STAGE [arguments]   (the same as kalon-STAGE; kalon help STAGE explains it)\n")
        for (name, purpose) in stages {
            try Console.output("  \(name.padding(toLength: width, withPad: " ", startingAt: 0))  \(purpose)")
        }
    }

    /// Replaces this process by the stage's executable; does not return.
    private static func execute(_ name: String, _ arguments: [String]) {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        let sibling = URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent(name).path
        var words = ([name] + arguments).map { strdup($0) } + [nil]
        execv(sibling, &words)
        execvp(name, &words)
        Console.error("kalon: \(name) was found neither beside kalon nor on PATH; build it with make build")
        exit(70)
    }
}
