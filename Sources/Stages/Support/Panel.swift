import Foundation
import Storage

/// Classifiers that judge the same photographs.
public struct Panel {
    /// At least one.
    public let classifiers: [Classifier]

    /// Reads them. Throws what `Classifier` throws, `PipelineError.classifierTwice`, and `.opinionsNotComparable` unless
    /// all predict two classes, or votes over the same scores.
    ///
    /// - Precondition: there is a path.
    public init(paths: [String]) throws {
        precondition(!paths.isEmpty, "there is no classifier")
        var known = Set<String>()
        for path in paths where !known.insert(Self.place(of: path)).inserted {
            throw PipelineError.classifierTwice(path)
        }
        classifiers = try paths.map { try Classifier(path: $0) }
        let first = classifiers[0]
        for other in classifiers.dropFirst() where other.predicted != first.predicted {
            throw PipelineError.opinionsNotComparable(
                first: first.path, predicts: first.predicted, second: other.path, instead: other.predicted)
        }
    }

    public var predictsRatings: Bool { classifiers[0].predictsRatings }

    /// What each is called: the name of its file without its ending, or the path where two files have one name.
    public var names: [String] {
        let names = classifiers.map { (PathParts.name(of: $0.path) as NSString).deletingPathExtension }
        return Set(names).count == names.count ? names : classifiers.map(\.path)
    }

    private static func place(of path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }
}

extension Classifier {
    /// What it says something about, for a sentence.
    fileprivate var predicted: String {
        predictsRatings ? "votes over \(network.architecture.classes) scores" : "whether photographs are aesthetic"
    }
}
