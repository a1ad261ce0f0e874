/// What can go wrong with the contents of the files that stages write and read.
public enum RecordError: Error, Equatable {
    /// A feature that is NaN or infinite; columns are counted from 0.
    case notFinite(file: String, photograph: String, column: Int)
    /// Features files that cannot be joined because they are the same file.
    case sameFileTwice(first: String, second: String)
    /// Features files that cannot be joined because they describe different photographs.
    case differentPhotographs(
        first: String, second: String, onlyInFirst: Int, onlyInSecond: Int, example: String)
    /// Features files that cannot be joined because a photograph's label, part or scores differ; `what` names which.
    case differentTruth(first: String, second: String, photograph: String, what: String)
    /// A features file that names a photograph twice.
    case repeatedPhotograph(file: String, photograph: String)
    /// A Keras model with a layer that a classifier cannot have.
    case unsupportedLayer(file: String, layer: String, kind: String)
}
