import Faults
import Files
import Foundation

/// Values that many tests need.
public enum Sample {
    /// How a file was made, with every fact.
    public static let provenance = Provenance(
        command: "kalon-test --seed 7", version: "0.1", created: Date(timeIntervalSince1970: 1_767_225_600),
        inputs: [.init(path: "a.h5", sha256: String(repeating: "ab", count: 32))], seed: 18_446_744_073_709_551_615,
        machine: "a machine", threads: 2)

    /// The sentence of the fault that `body` throws; the type of another error; nil if it throws nothing.
    public static func sentence(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch let fault as any Fault {
            return fault.sentence
        } catch {
            return "\(type(of: error))"
        }
    }
}
