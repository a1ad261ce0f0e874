import Foundation
import Storage

/// Lines of verdicts on standard output, for as long as somebody takes them.
///
/// With a sheet or copies to make, a reader that went away (`| head -1`) or a full disk does not end the work: the rest is
/// done, and the failure is told at the end.
final class VerdictOutput {
    private let goesOn: Bool
    /// Why lines are not written any longer.
    private(set) var failure: StorageError?

    init(goesOn: Bool) {
        self.goesOn = goesOn
        // A closed pipe is then an error of the write, and no signal that ends the process.
        if goesOn { signal(SIGPIPE, SIG_IGN) }
    }

    /// Writes, unless writing failed before. Throws what `write` throws where the work is not to go on without.
    func attempt(_ write: () throws -> Void) throws {
        guard failure == nil else { return }
        do {
            try write()
        } catch let error as StorageError where goesOn {
            failure = error
        }
    }
}
