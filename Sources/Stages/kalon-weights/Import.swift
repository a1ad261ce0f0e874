import ArgumentParser
import StageSupport
import Weights

struct Import: WeightsStage {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Installs a file that was downloaded by other means: checks it and copies it to its place.",
        discussion: "The archive that a file is published in will do as well.")

    @Argument(help: ArgumentHelp("A name from the list.", valueName: "name"))
    var name: String

    @Argument(help: ArgumentHelp("The file, which is copied.", valueName: "file"))
    var file: String

    @OptionGroup
    var place: PlaceOptions

    @OptionGroup(title: "Running")
    var common: CommonOptions

    func execute(_ context: StageContext) throws {
        let entry = try place.list().entry(named: name)
        let folder = try place.madeFolder()
        let digests = try folder.importFile(file, as: entry)
        context.progress.log(entry.verdict(on: digests))
        try Console.data(folder.file(of: entry))
    }
}
