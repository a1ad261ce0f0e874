import ArgumentParser
import Downloads
import Foundation
import StageSupport
import Storage
import Weights

struct Fetch: WeightsStage {
    static let configuration = CommandConfiguration(
        commandName: "fetch",
        abstract: "Downloads weights, checks them, and prints where they are.",
        discussion: """
            A download that was broken off goes on where it stopped, in the same run or by the same command later, if \
            the server still has the same file; otherwise it starts over. A file takes its name only when its size and \
            hash are right; one that is not right is put aside as FILE.rejected until a right one comes.
            """)

    @Argument(help: ArgumentHelp("Names of the list.", valueName: "name"))
    var names: [String]

    @Option(
        help: ArgumentHelp(
            "Address that takes the place of scheme and host. Default: the variable KALON_WEIGHTS_MIRROR, if set.",
            valueName: "url"))
    var mirror: String?

    @Option(help: ArgumentHelp("Attempts in a row that bring a file no further before giving up.", valueName: "count"))
    var attempts: Int = Downloader.Patience().attempts

    @Option(help: ArgumentHelp("Seconds without a byte after which a connection counts as lost.", valueName: "seconds"))
    var timeout: Int = Downloader.Patience().timeout

    @Option(
        help: ArgumentHelp(
            "Bytes a second; a connection that brings fewer over twice the time of --timeout counts as lost.", valueName: "bytes")
    )
    var leastSpeed: Int = Downloader.Patience().leastSpeed

    @Option(
        help: ArgumentHelp("Seconds before the second attempt; doubled before each further one.", valueName: "seconds"))
    var pause: Double = Downloader.Patience().pause

    @OptionGroup
    var place: PlaceOptions

    @OptionGroup(title: "Running")
    var common: CommonOptions

    static let resumes = true

    func validate() throws {
        guard !names.isEmpty else { throw ValidationError("a name is needed; kalon-weights list shows them all") }
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
