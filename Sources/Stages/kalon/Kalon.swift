import Foundation
import StageSupport
import Storage

/// `kalon STAGE …` runs `kalon-STAGE …`, found beside itself or on PATH.
@main
enum Kalon {
    private static let stages = [
        ("render", "renders a data set of pictures, to try the pipeline on"),
        ("explore", "looks at data sets before anything is trained"),
        ("weights", "gets the published weights of networks"),
        ("extract", "describes photographs by the features of a network"),
        ("reduce", "fits and applies principal components"),
        ("evolve", "searches the columns that a classifier needs"),
        ("select", "chooses columns by their worth for the labels"),
        ("train", "trains the classifier"),
        ("evaluate", "measures a classifier on labelled sets"),
        ("report", "makes a page of what was learned and how well"),
        ("predict", "judges photographs"),
        ("inspect", "prints what is in a file of Kalon"),
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
            Console.error("kalon: there is no stage '\(stage)'; known are \(stages.map(\.0).joined(separator: ", "))")
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

    /// Becomes the stage's executable; returns only when there is none.
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
