import Faults

/// One command of the pipeline, as recorded in a file that it wrote.
package struct ReportStep: Sendable {
    /// A file that the command read.
    package struct Input: Sendable, Hashable {
        /// The path as given to the command.
        package let path: String
        /// The SHA-256 of the file, in hexadecimal.
        package let digest: String

        /// Makes an input.
        ///
        /// - Parameters:
        ///   - path: the path as given to the command.
        ///   - digest: the SHA-256 in hexadecimal.
        package init(path: String, digest: String) {
            self.path = path
            self.digest = digest
        }
    }

    /// The file that the command wrote.
    package let file: String
    /// The command line.
    package let command: String
    /// What the file holds, such as `60 photographs, 16928 columns`.
    package let counts: String
    /// How long the command took; nil if the file does not say.
    package let seconds: Double?
    /// When the file was written, such as `2026-01-31T12:00:00Z`.
    package let created: String
    /// The version of Kalon that wrote it.
    package let version: String
    /// The machine that ran the command.
    package let machine: String
    /// The number of threads that the command used.
    package let threads: Int
    /// The seed of its random numbers; nil if nothing was random.
    package let seed: UInt64?
    /// The files that the command read.
    package let inputs: [Input]
    /// Whether the report's own results came from this file; the other files belong to the runs compared with it.
    package let isOwn: Bool

    /// Makes a step from what its file records.
    ///
    /// - Parameters:
    ///   - file: the file that the command wrote.
    ///   - command: the command line.
    ///   - counts: what the file holds.
    ///   - seconds: how long the command took; nil if unknown.
    ///   - created: when the file was written, in ISO 8601.
    ///   - version: the version of Kalon that wrote it.
    ///   - machine: the machine that ran the command.
    ///   - threads: the number of threads used.
    ///   - seed: the seed; nil if nothing was random.
    ///   - inputs: the files that the command read.
    ///   - isOwn: whether the report's own results came from this file.
    package init(
        file: String, command: String, counts: String, seconds: Double?, created: String, version: String,
        machine: String, threads: Int, seed: UInt64?, inputs: [Input], isOwn: Bool
    ) {
        self.file = file
        self.command = command
        self.counts = counts
        self.seconds = seconds
        self.created = created
        self.version = version
        self.machine = machine
        self.threads = threads
        self.seed = seed
        self.inputs = inputs
        self.isOwn = isOwn
    }

    /// The executable that ran.
    var stage: String { command.split(separator: " ").first.map(String.init) ?? file }

    /// How long the command took, in words; empty if the file does not say.
    var took: String { seconds.map(ElapsedTime.words) ?? "" }

    /// The file without its folder.
    var name: String { file.pathParts.last ?? file }
}
