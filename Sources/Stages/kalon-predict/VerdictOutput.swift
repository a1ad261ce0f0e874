import Files
import Foundation

/// Lines of verdicts on standard output, for as long as somebody reads them.
///
/// If there is a sheet or there are copies to make, a closed pipe (`| head -1`) or a full disk does not end the work: the
/// rest is done, and the failure is reported at the end.
final class VerdictOutput {
    private let goesOn: Bool
    /// Why lines are no longer written; nil while they are.
    private(set) var failure: StorageError?

    init(goesOn: Bool) {
        self.goesOn = goesOn
        // A closed pipe is then an error of the write rather than a signal that ends the process.
        if goesOn { signal(SIGPIPE, SIG_IGN) }
    }

    /// Writes, unless writing failed before.
    ///
    /// - Throws: what `write` throws, unless the work goes on without it.
    func attempt(_ write: () throws -> Void) throws {
        guard failure == nil else { return }
        do {
            try write()
        } catch let error as StorageError where goesOn {
            failure = error
        }
    }
}
