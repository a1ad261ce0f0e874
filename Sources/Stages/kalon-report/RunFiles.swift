import Files
import Foundation
import Records
import StageSupport

/// The files behind results, found by following the inputs that each file names.
struct RunFiles {
    /// A file with its provenance.
    struct Found {
        let path: String
        let schema: Schema
        let provenance: Provenance
        /// Whether the first results came from it.
        let isOwn: Bool
    }

    private(set) var files: [Found] = []
    /// The paths of files that are gone or have changed, sorted.
    private(set) var missing: [String] = []

    /// Follows the inputs of some files of results.
    ///
    /// A file that is gone or has changed is left out, together with its inputs. Cost: reads every file once, for its digest.
    init(behind results: [ResultsFile]) throws {
        var seen = Set<String>()
        for (index, file) in results.enumerated() {
            try follow(file.provenance.inputs, isOwn: index == 0, &seen)
        }
        missing.sort()
    }

    private mutating func follow(_ inputs: [Provenance.Input], isOwn: Bool, _ seen: inout Set<String>) throws {
        var waiting = inputs
        while let input = waiting.popLast() {
            guard input.path.hasSuffix(".h5"), seen.insert(input.path + " " + input.sha256).inserted else { continue }
            guard try Self.isUnchanged(input) else {
                missing.append(input.path)
                continue
            }
            // Weights of a network have no provenance.
            guard let schema = try Schema.name(of: input.path).flatMap(Schema.init(rawValue:)) else { continue }
            let provenance = try Provenance.read(from: input.path)
            files.append(Found(path: input.path, schema: schema, provenance: provenance, isOwn: isOwn))
            waiting += provenance.inputs
        }
    }

    private static func isUnchanged(_ input: Provenance.Input) throws -> Bool {
        guard FileManager.default.isReadableFile(atPath: input.path) else { return false }
        return try FileDigest.sha256(of: input.path) == input.sha256
    }

    func paths(_ schema: Schema) -> [String] { files.filter { $0.schema == schema }.map(\.path) }
}
