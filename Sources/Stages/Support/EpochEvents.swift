import Files
import Foundation
import Learning
import TensorBoard

/// The epochs of a training in a file for TensorBoard, which is replaced while the training goes on.
public final class EpochEvents {
    private let path: String
    private let start: Date
    private var events: [ScalarEvent] = []
    private var pace = SavingPace()

    private static let ending = ".h5"

    /// Prepares the file, and writes nothing yet.
    ///
    /// - Parameters:
    ///   - folder: The folder that TensorBoard is started on.
    ///   - output: The file that the training writes; its name without `.h5` is that of the run, which has a folder of its own.
    ///     Both folders are made if necessary.
    ///   - start: When the training began.
    /// - Throws: `StorageError.cannotWrite`.
    public init(folder: String, output: String, from start: Date) throws(StorageError) {
        let name = PathParts.name(of: output)
        let run = name.hasSuffix(Self.ending) ? String(name.dropLast(Self.ending.count)) : name
        let place = (folder as NSString).appendingPathComponent(run)
        try OutputFolder.make(at: place)
        path = (place as NSString).appendingPathComponent(EventFile.name)
        self.start = start
        // Creates the temporary file beside the output and removes it again.
        _ = try AtomicOutput(path)
    }

    /// Adds epochs, and writes the file unless it was written just now.
    ///
    /// - Parameters:
    ///   - epochs: The epochs that follow those added before.
    ///   - time: When they ended.
    /// - Throws: `StorageError.cannotWrite`.
    public func add(_ epochs: [EpochRecord], at time: Date) throws {
        events += epochs.map { ScalarEvent($0, at: time) }
        try pace.saveWhenDue { try write() }
    }

    /// Writes all epochs that were added.
    ///
    /// - Throws: `StorageError.cannotWrite`.
    public func write() throws { try EventFile.write(events, from: start, to: path) }
}

extension ScalarEvent {
    /// The results of an epoch; epochs are counted from 1, as users see them.
    fileprivate init(_ epoch: EpochRecord, at time: Date) {
        let scalars: [(String, Double)] = [
            ("train/loss", epoch.trainingLoss), ("train/accuracy", epoch.trainingAccuracy),
            ("validation/loss", epoch.validationLoss), ("validation/accuracy", epoch.validationAccuracy),
            ("learning_rate", epoch.learningRate),
        ]
        self.init(step: epoch.epoch + 1, time: time, scalars: scalars.map { .init($0.0, Float($0.1)) })
    }
}
