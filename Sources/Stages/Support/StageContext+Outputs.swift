import Foundation
import Storage

extension StageContext {
    /// Throws when an output cannot be written where it is to go, or would replace an input or another output.
    ///
    /// For the start of a stage: hours of work are not to end at a folder that was missing all along. Throws
    /// `StorageError.cannotWrite`, `PipelineError.pathTwice`.
    public func requireWritable(_ outputs: [String], inputs: [String]) throws {
        var taken = Set(inputs.map(resolved))
        for output in outputs {
            guard taken.insert(resolved(output)).inserted else { throw PipelineError.pathTwice(output) }
            // Makes the temporary file beside the output and takes it away again.
            _ = try AtomicOutput(output)
        }
    }

    private func resolved(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }
}
