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
    ///   classes, or all predict votes over the same scores.
    /// - Precondition: There is at least one path.
    public init(paths: [String]) throws {
        precondition(!paths.isEmpty, "there is no classifier")
        var known = Set<String>()
        for path in paths where !known.insert(Self.place(of: path)).inserted {
            throw JudgingError.classifierTwice(path)
        }
        classifiers = try paths.map { try Classifier(path: $0) }
        let first = classifiers[0]
        for other in classifiers.dropFirst() where other.predicted != first.predicted {
            throw JudgingError.opinionsNotComparable(
                first: first.path, predicts: first.predicted, second: other.path, instead: other.predicted)
        }
    }

    /// Whether the classifiers predict distributions of votes, rather than two classes.
    public var predictsRatings: Bool { classifiers[0].predictsRatings }

    /// The name of each classifier: its file name without extension, or its path if two files have the same name.
    public var names: [String] {
        let names = classifiers.map { (PathParts.name(of: $0.path) as NSString).deletingPathExtension }
        return Set(names).count == names.count ? names : classifiers.map(\.path)
    }

    private static func place(of path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }
}

extension Classifier {
    /// What it predicts, for a sentence.
    fileprivate var predicted: String {
        predictsRatings ? "votes over \(network.architecture.classes) scores" : "whether photographs are aesthetic"
    }
}
