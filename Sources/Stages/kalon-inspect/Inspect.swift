import ArgumentParser
import Faults
import Foundation
import StageSupport

@main
struct Inspect: Stage {
    static let configuration = CommandConfiguration(
        commandName: "kalon-inspect",
        abstract: "Prints what a file of Kalon, or any HDF5 file, holds: kind, shapes, provenance.",
        discussion: """
            EXAMPLES
              kalon-inspect features.h5
              kalon-inspect classifier.h5 --json | jq .attributes.command
            """,
        version: kalonVersion)

    @Argument(help: ArgumentHelp("The file.", valueName: "file.h5"))
    var file: String

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup(title: "Running")
    var common: CommonOptions

    func execute(_ context: StageContext) throws {
        let description = try FileFault.naming(file) { try FileDescription(path: file) }
        if json { try Console.json(ReadableJSON.text(description)) } else { try Console.output(description.text) }
    }
}
