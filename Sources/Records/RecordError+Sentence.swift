import Faults

extension RecordError: Fault {
    /// The kind of fault, which decides the exit code.
    public var kind: FaultKind { .badData }

    /// The fault as one sentence for the user.
    public var sentence: String {
        switch self {
        case .notFinite(let file, let photograph, let column):
            "\(file) holds a feature that is not a finite number: photograph \(photograph), column \(column)"
        case .sameFileTwice(let first, let second):
            "\(second) was already given"
                + (first == second ? "" : " as \(first)")
                + "; its columns would appear twice; give each file once"
        case .differentPhotographs(let first, let second, let onlyInFirst, let onlyInSecond, let example):
            "\(first) and \(second) do not describe the same photographs: \(onlyInFirst) are only in the first and "
                + "\(onlyInSecond) only in the second (such as \(example)); extract both from the same data set"
        case .differentTruth(let first, let second, let photograph, let what):
            "\(first) and \(second) do not agree on the \(what) of \(photograph); extract both from the same data set"
        case .repeatedPhotograph(let file, let photograph):
            "\(file) names the photograph \(photograph) twice"
        case .unsupportedLayer(let file, let layer, let kind):
            "\(file) has a layer \(layer) of kind \(kind); a classifier is a chain of Dense, BatchNormalization and Dropout"
        }
    }
}
