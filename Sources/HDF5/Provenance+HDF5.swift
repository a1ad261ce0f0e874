import Files

extension Provenance {
    /// The root attributes `command`, `version`, `created`, `inputs` (JSON), `seed`, `machine`, `threads`, `seconds`.
    package func write(to root: HDF5Group) throws(StorageError) {
        let attributes = root.attributes
        try attributes.set("command", command)
        try attributes.set("version", version)
        try attributes.set("created", created)
        try attributes.setJSON("inputs", inputs)
        if let seed { try attributes.set("seed", String(seed)) }
        try attributes.set("machine", machine)
        try attributes.set("threads", threads)
        if let seconds { try attributes.set("seconds", seconds) }
    }

    package init(readingFrom root: HDF5Group) throws(StorageError) {
        let attributes = root.attributes
        self.init(
            command: try attributes.text("command"), version: try attributes.text("version"),
            created: try attributes.text("created"), inputs: try attributes.json("inputs", as: [Input].self),
            seed: try attributes.optionalText("seed").flatMap { UInt64($0) }, machine: try attributes.text("machine"),
            threads: try attributes.integer("threads"), seconds: try Self.seconds(in: root))
    }

    /// How long the command that wrote a file ran; nil if the file does not say.
    package static func seconds(in root: HDF5Group) throws(StorageError) -> Double? {
        // A hundred thousand years.
        try root.attributes.contains("seconds") ? try root.attributes.real("seconds", in: 0...3e12) : nil
    }

    /// The provenance of any file of Kalon.
    ///
    /// - Parameter path: the file.
    /// - Throws: `StorageError`; `.missingObject` if the file has no provenance.
    package static func read(from path: String) throws(StorageError) -> Provenance {
        try Provenance(readingFrom: try HDF5File.open(path).root)
    }
}
