import Faults
import Foundation
import Storage

extension StageContext {
    /// How the output that is about to be written came about; `inputs` are files whose digests are taken.
    public func provenance(inputs: [String]) throws -> Provenance {
        try provenance(inputs: inputs.map { try Provenance.Input(readingFile: $0) })
    }

    /// The same for inputs whose digests are known.
    public func provenance(inputs: [Provenance.Input]) -> Provenance {
        Provenance(
            command: ([name] + CommandLine.arguments.dropFirst()).map(shellQuoted).joined(separator: " "),
            version: kalonVersion, created: Date(), inputs: inputs, seed: seed,
            machine: MachineDescription.current(), threads: threads, seconds: clock.seconds)
    }
}

/// The word as a shell would have to be given it.
func shellQuoted(_ word: String) -> String {
    let plain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./=:,@+%".contains($0)) }
    return plain && !word.isEmpty ? word : "'" + word.escaping(["'": "'\\''"]) + "'"
}
