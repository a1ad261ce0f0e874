import Foundation
import Storage

enum Sample {
    static let provenance = Provenance(
        command: "kalon-test --seed 7", version: "0.1", created: Date(timeIntervalSince1970: 1_767_225_600),
        inputs: [.init(path: "a.h5", sha256: String(repeating: "ab", count: 32))], seed: 18_446_744_073_709_551_615,
        machine: "a machine", threads: 2)

    static func header(extractor: String = "multigap") -> FeaturesHeader {
        FeaturesHeader(
            dataset: "alm", extractor: extractor, extractorJSON: #"{"name":"\#(extractor)"}"#, weights: "w.h5",
            weightsSHA256: "00ff", input: #"{"side":996}"#, precision: "float32")
    }

    /// The sentence of the storage error that `body` throws, or nil.
    static func sentence(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch let error as StorageError {
            return error.sentence
        } catch {
            return "\(type(of: error))"
        }
    }
}
