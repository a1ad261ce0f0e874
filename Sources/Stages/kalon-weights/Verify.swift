import ArgumentParser
import Faults
import StageSupport
import Weights

struct Verify: WeightsStage {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks the installed weights against their published hashes, or those stored the first time.")

    @Argument(help: ArgumentHelp("Names from the list. Default: all that are installed.", valueName: "name"))
    var names: [String] = []

    @OptionGroup
    var place: PlaceOptions

    @OptionGroup(title: "Running")
    var common: CommonOptions

    func execute(_ context: StageContext) throws {
        let folder = try place.folder()
        var wrong: [String] = []
        for entry in try chosen(in: folder) {
            do {
                let digests = try folder.check(folder.file(of: entry), as: entry)
                try folder.record(digests, for: entry)
                let finding = entry.hasPublishedDigest ? "as published" : "as first recorded"
                try Console.output("\(entry.name): \(finding), SHA-256 \(digests.sha256)")
                if !entry.hasPublishedDigest { context.progress.log(entry.verdict(on: digests)) }
            } catch let error as WeightsError {
                wrong.append(entry.name)
                Console.error("\(context.name): \(context.sentence(of: error))")
            }
            try context.interruption.check()
        }
        guard wrong.isEmpty else { throw WeightsError.notVerified(names: wrong) }
    }

    private func chosen(in folder: WeightFolder) throws -> [WeightCatalogue.Entry] {
        let list = try place.list()
        guard names.isEmpty else {
            return try names.map { name throws(WeightsError) in
                let entry = try list.entry(named: name)
                let state = folder.state(of: entry)
                guard state.isHere else { throw .notReady(name: name, file: folder.file(of: entry), state: state) }
                return entry
            }
        }
        let here = list.entries.filter { folder.state(of: $0).isHere }
        guard !here.isEmpty else { throw WeightsError.nothingHere(folder: folder.path) }
        return here
    }
}
