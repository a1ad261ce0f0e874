import Files
import Foundation

/// Classifiers that judge the same photographs.
public struct Panel {
    /// The classifiers, at least one, in the order given.
    public let classifiers: [Classifier]

    /// Reads the classifiers.
    ///
    /// - Parameter paths: The paths of their files.
    /// - Throws: What `Classifier` throws; `JudgingError.classifierTwice`; `.opinionsNotComparable` unless all predict two
    ///   classes, or all predict votes or scores on the same scale.
    /// - Precondition: There is at least one path.
    public init(paths: [String]) throws {
        precondition(!paths.isEmpty, "there is no classifier")
        var known = Set<String>()
        for path in paths where !known.insert(Self.place(of: path)).inserted {
            throw JudgingError.classifierTwice(path)
        }
        classifiers = try paths.map { try Classifier(path: $0) }
        let first = classifiers[0]
        for other in classifiers.dropFirst() where other.prediction.words != first.prediction.words {
            throw JudgingError.opinionsNotComparable(
                first: first.path, predicts: first.prediction.words, second: other.path, instead: other.prediction.words)
        }
    }

    /// What each of the classifiers predicts.
    public var prediction: Prediction { classifiers[0].prediction }

    /// The name of each classifier: its file name without extension, or its path if two files have the same name.
    public var names: [String] {
        let names = classifiers.map { (PathParts.name(of: $0.path) as NSString).deletingPathExtension }
        return Set(names).count == names.count ? names : classifiers.map(\.path)
    }

    private static func place(of path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }
}
