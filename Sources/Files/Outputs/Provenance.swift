import Foundation

/// How a file was made; it is written into every output, so that the output can be made again.
public struct Provenance: Sendable, Codable, Equatable {
    /// A file that was read.
    public struct Input: Sendable, Codable, Equatable {
        /// The path of the file, as given.
        public var path: String
        /// The SHA-256 of the file, in lower-case hexadecimal.
        public var sha256: String

        /// An input whose digest is known.
        ///
        /// - Parameters:
        ///   - path: the path of the file.
        ///   - sha256: its SHA-256, in lower-case hexadecimal.
        public init(path: String, sha256: String) {
            self.path = path
            self.sha256 = sha256
        }

        /// An input whose digest is computed.
        ///
        /// Cost: reads all of the file once.
        ///
        /// - Parameter path: the file.
        /// - Throws: `StorageError` if the file cannot be read.
        public init(readingFile path: String) throws(StorageError) {
            self.init(path: path, sha256: try FileDigest.sha256(of: path))
        }
    }

    /// The command line, as given.
    public var command: String
    /// The version of Kalon.
    public var version: String
    /// When the file was made, in UTC: `2026-01-31T12:00:00Z`.
    public var created: String
    /// The files that were read.
    public var inputs: [Input]
    /// The seed of all random numbers; nil if none were used.
    public var seed: UInt64?
    /// The processor and the system.
    public var machine: String
    /// The number of threads.
    public var threads: Int
    /// How long the command ran before it wrote the file, in seconds of wall time, including interrupted runs that it
    /// continued.
    ///
    /// Nil if that was not measured, as in older files.
    public var seconds: Double?

    /// A provenance.
    ///
    /// - Parameters:
    ///   - command: the command line, as given.
    ///   - version: the version of Kalon.
    ///   - created: when the file was made.
    ///   - inputs: the files that were read.
    ///   - seed: the seed of all random numbers; nil if none were used.
    ///   - machine: the processor and the system.
    ///   - threads: the number of threads.
    ///   - seconds: how long the command ran, in seconds.
    public init(
        command: String, version: String, created: Date, inputs: [Input], seed: UInt64?, machine: String, threads: Int,
        seconds: Double? = nil
    ) {
        self.init(
            command: command, version: version, created: created.formatted(.iso8601), inputs: inputs, seed: seed,
            machine: machine, threads: threads, seconds: seconds)
    }

    /// The same with the time as a file states it.
    package init(
        command: String, version: String, created: String, inputs: [Input], seed: UInt64?, machine: String, threads: Int,
        seconds: Double?
    ) {
        self.command = command
        self.version = version
        self.created = created
        self.inputs = inputs
        self.seed = seed
        self.machine = machine
        self.threads = threads
        self.seconds = seconds
    }
}
