import ArgumentParser
import Foundation
import Reporting
import StageSupport
import Weights

struct List: WeightsStage {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the published files, and which of them are installed and checked.")

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup
    var place: PlaceOptions

    @OptionGroup(title: "Running")
    var common: CommonOptions

    func execute(_ context: StageContext) throws {
        let folder = try place.folder()
        let lines = try place.list().entries.map { Line($0, in: folder) }
        guard !json else { return try Console.json(ReadableJSON.text(lines)) }
        try Console.output(Line.table(lines).text.trimmingCharacters(in: .newlines))
        context.progress.log("folder: \(folder.path)")
    }
}

/// An entry of the list as `list` shows it.
private struct Line: Encodable {
    let name: String
    let network: String
    let url: String
    let bytes: Int?
    let md5: String?
    let sha256: String?
    let licence: String
    let note: String
    /// Where the file is, or would be.
    let path: String
    let state: WeightState
    /// The SHA-256 of the file when it was checked; nil if it was not.
    let recordedSHA256: String?

    init(_ entry: WeightCatalogue.Entry, in folder: WeightFolder) {
        name = entry.name
        network = entry.network
        url = entry.address.absoluteString
        bytes = entry.bytes
        md5 = entry.md5
        sha256 = entry.sha256
        licence = entry.licence
        note = entry.note
        path = folder.file(of: entry)
        state = folder.state(of: entry)
        recordedSHA256 = folder.recordedSHA256(of: entry)
    }

    enum CodingKeys: String, CodingKey {
        case name, network, url, bytes, md5, sha256, licence, note, path, state
        case recordedSHA256 = "recorded_sha256"
    }

    static func table(_ lines: [Line]) -> TextTable {
        var table = TextTable(columns: [
            .init("name", .left), .init("network", .left), .init("size", .right), .init("published hash", .left),
            .init("licence", .left), .init("installed", .left),
        ])
        for line in lines {
            let hashes = [line.sha256.map { _ in "SHA-256" }, line.md5.map { _ in "MD5" }].compactMap { $0 }
            table.append([
                line.name, line.network, line.bytes.map(ProgressUnit.bytes.text) ?? "unknown",
                hashes.isEmpty ? "none" : hashes.joined(separator: ", "), line.licence, line.state.words,
            ])
        }
        return table
    }
}

extension WeightState {
    fileprivate var words: String {
        switch self {
        case .missing: "no"
        case .partial: "in part"
        case .unchecked: "not checked"
        case .changed: "modified since it was checked"
        case .wrong: "not as published"
        case .recorded: "as first recorded"
        case .verified: "verified"
        }
    }
}
