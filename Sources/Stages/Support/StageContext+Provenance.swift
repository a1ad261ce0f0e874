import Faults
import Files
import Foundation

extension StageContext {
    /// The provenance of the output that is about to be written.
    ///
    /// - Parameter inputs: The paths of the inputs, which are read for their digests.
    /// - Throws: `StorageError` if an input cannot be read.
    public func provenance(inputs: [String]) throws -> Provenance {
        try provenance(inputs: inputs.map { try Provenance.Input(readingFile: $0) })
    }

    /// The provenance of the output that is about to be written, from inputs whose digests are known.
    public func provenance(inputs: [Provenance.Input]) -> Provenance {
        Provenance(
            command: ([name] + CommandLine.arguments.dropFirst()).map(shellQuoted).joined(separator: " "),
            version: kalonVersion, created: Date(), inputs: inputs, seed: seed,
            machine: MachineDescription.current(), threads: threads, seconds: clock.seconds)
    }
}

/// The word, quoted for a shell if necessary.
func shellQuoted(_ word: String) -> String {
    let plain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./=:,@+%".contains($0)) }
    return plain && !word.isEmpty ? word : "'" + word.escaping(["'": "'\\''"]) + "'"
}
