import Faults

/// One command of the pipeline, as the file that it wrote tells.
public struct ReportStep: Sendable {
    /// A file that went in.
    public struct Input: Sendable, Hashable {
        public let path: String
        /// SHA-256 in hexadecimal.
        public let digest: String

        public init(path: String, digest: String) {
            self.path = path
            self.digest = digest
        }
    }

    public let file: String
    public let command: String
    /// Such as `60 photographs, 16928 columns`.
    public let counts: String
    /// How long it took; nil where the file does not say.
    public let seconds: Double?
    /// When it was written, such as `2026-01-31T12:00:00Z`.
    public let created: String
    public let version: String
    public let machine: String
    public let threads: Int
    /// Nil where nothing was random.
    public let seed: UInt64?
    public let inputs: [Input]
    /// Whether the report's own results came from it; the others are those of runs beside them.
    public let isOwn: Bool

    public init(
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

    /// How long it took, in words; empty where the file does not say.
    var took: String { seconds.map(ElapsedTime.words) ?? "" }

    /// The file without its folder.
    var name: String { file.pathParts.last ?? file }
}
