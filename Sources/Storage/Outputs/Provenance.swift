import Foundation

/// How a file came to be: written into every output, so that it can be made again.
public struct Provenance: Sendable, Codable, Equatable {
    /// A file that went in.
    public struct Input: Sendable, Codable, Equatable {
        public var path: String
        /// In lower-case hexadecimal.
        public var sha256: String

        public init(path: String, sha256: String) {
            self.path = path
            self.sha256 = sha256
        }

        /// Digests the file at `path`.
        public init(readingFile path: String) throws(StorageError) {
            self.init(path: path, sha256: try FileDigest.sha256(of: path))
        }
    }

    /// The command line, as given.
    public var command: String
    /// The version of Kalon.
    public var version: String
    /// When, in UTC: `2026-01-31T12:00:00Z`.
    public var created: String
    public var inputs: [Input]
    /// The seed of everything random; nil where nothing was.
    public var seed: UInt64?
    /// Processor and system.
    public var machine: String
    public var threads: Int
    /// How long the command ran by the wall clock until it wrote the file, stopped runs that it went on from included;
    /// nil where that was not measured, as in older files.
    public var seconds: Double?

    public init(
        command: String, version: String, created: Date, inputs: [Input], seed: UInt64?, machine: String, threads: Int,
        seconds: Double? = nil
    ) {
        self.command = command
        self.version = version
        self.created = created.formatted(.iso8601)
        self.inputs = inputs
        self.seed = seed
        self.machine = machine
        self.threads = threads
        self.seconds = seconds
    }

    /// The root attributes `command`, `version`, `created`, `inputs` (JSON), `seed`, `machine`, `threads`, `seconds`.
    func write(to root: HDF5Group) throws(StorageError) {
        let attributes = root.attributes
        try attributes.set("command", command)
        try attributes.set("version", version)
        try attributes.set("created", created)
        try attributes.set("inputs", try JSONText.encode(inputs, root.place.attribute("inputs")))
        if let seed { try attributes.set("seed", String(seed)) }
        try attributes.set("machine", machine)
        try attributes.set("threads", threads)
        if let seconds { try attributes.set("seconds", seconds) }
    }

    init(readingFrom root: HDF5Group) throws(StorageError) {
        let attributes = root.attributes
        command = try attributes.text("command")
        version = try attributes.text("version")
        created = try attributes.text("created")
        inputs = try JSONText.decode([Input].self, try attributes.text("inputs"), root.place.attribute("inputs"))
        seed = try attributes.optionalText("seed").flatMap { UInt64($0) }
        machine = try attributes.text("machine")
        threads = try attributes.integer("threads")
        seconds = try Self.seconds(in: root)
    }

    /// How long the command ran that wrote a file; nil where that does not say.
    package static func seconds(in root: HDF5Group) throws(StorageError) -> Double? {
        // A hundred thousand years.
        try root.attributes.contains("seconds") ? try root.attributes.real("seconds", in: 0...3e12) : nil
    }

    /// The provenance of any file of Kalon.
    public static func read(from path: String) throws(StorageError) -> Provenance {
        try Provenance(readingFrom: try HDF5File.open(path).root)
    }
}
