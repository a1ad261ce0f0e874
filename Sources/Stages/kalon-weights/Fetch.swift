import ArgumentParser
import Downloads
import Foundation
import StageSupport
import Weights

struct Fetch: WeightsStage {
    static let configuration = CommandConfiguration(
        commandName: "fetch",
        abstract: "Downloads weights, checks them, and prints where they are.",
        discussion: """
            An interrupted download resumes where it stopped, in the same run or when the command is given again, if the \
            server still has the same file; otherwise it starts over. A file gets its name only if its size and hash are \
            right; a wrong one is kept as FILE.rejected until the right one arrives.
            """)

    @Argument(help: ArgumentHelp("Names from the list.", valueName: "name"))
    var names: [String]

    @Option(
        help: ArgumentHelp(
            "Address that replaces scheme and host. Default: the environment variable KALON_WEIGHTS_MIRROR, if set.",
            valueName: "url"))
    var mirror: String?

    @Option(help: ArgumentHelp("Give up after this many attempts in a row without progress.", valueName: "count"))
    var attempts: Int = Downloader.Patience().attempts

    @Option(help: ArgumentHelp("Seconds without data after which a connection counts as lost.", valueName: "seconds"))
    var timeout: Int = Downloader.Patience().timeout

    @Option(
        help: ArgumentHelp(
            "Bytes per second below which a connection counts as lost, measured over twice the time of --timeout.",
            valueName: "bytes"))
    var leastSpeed: Int = Downloader.Patience().leastSpeed

    @Option(
        help: ArgumentHelp("Seconds to wait before the second attempt; doubled for each further one.", valueName: "seconds"))
    var pause: Double = Downloader.Patience().pause

    @OptionGroup
    var place: PlaceOptions

    @OptionGroup(title: "Running")
    var common: CommonOptions

    static let resumes = true

    func validate() throws {
        guard !names.isEmpty else { throw ValidationError("a name is missing; kalon-weights list shows all names") }
        try OptionNumbers.require("--attempts", attempts, 1...1000)
        try OptionNumbers.require("--timeout", timeout, 1...86_400)
        try OptionNumbers.require("--least-speed", leastSpeed, 0...1_000_000_000)
        try OptionNumbers.require("--pause", pause, .from(0, to: 3600))
    }

    func execute(_ context: StageContext) throws {
        let list = try place.list()
        let entries = try names.map { name throws(WeightsError) in try list.entry(named: name) }
        let mirror = try chosenMirror()
        let fetching = Fetching(
            folder: try place.madeFolder(), mirror: mirror,
            patience: .init(attempts: attempts, timeout: timeout, leastSpeed: leastSpeed, pause: pause), context: context)
        for entry in entries {
            try fetching.fetch(entry)
            try Console.data(fetching.folder.file(of: entry))
        }
    }

    private func chosenMirror() throws -> URL? {
        let variable = "KALON_WEIGHTS_MIRROR"
        let set = ProcessInfo.processInfo.environment[variable].flatMap { $0.isEmpty ? nil : $0 }
        guard let text = mirror ?? set else { return nil }
        guard let url = URL(string: text), ["http", "https"].contains(url.scheme?.lowercased()), url.host != nil else {
            let source = mirror == nil ? variable : "--mirror"
            throw ValidationError("\(source) is '\(text)'; an address such as https://mirror.example is expected")
        }
        return url
    }
}
