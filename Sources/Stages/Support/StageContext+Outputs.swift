import Files
import Foundation

extension StageContext {
    /// Checks that outputs can be written and would not replace an input or another output.
    ///
    /// Stages call it first, so that hours of work do not end at a folder that was missing all along.
    ///
    /// - Parameters:
    ///   - outputs: The paths to be written.
    ///   - inputs: The paths that are read.
    /// - Throws: `StorageError.cannotWrite`, `PipelineError.pathTwice`.
    public func requireWritable(_ outputs: [String], inputs: [String]) throws {
        var taken = Set(inputs.map(resolved))
        for output in outputs {
            guard taken.insert(resolved(output)).inserted else { throw PipelineError.pathTwice(output) }
            // Creates the temporary file beside the output and removes it again.
            _ = try AtomicOutput(output)
        }
    }

    private func resolved(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }
}
