import Storage

/// Tells photographs that a classifier was trained on from others, by name and by content.
public struct TrainingOverlap {
    private let dataset: String
    private let paths: Set<String>
    private let digests: Set<String>

    /// Nil where the classifier does not say what it was trained on.
    public init?(_ classifier: Classifier) {
        guard let trainedOn = classifier.content.application?.trainedOn else { return nil }
        dataset = trainedOn.dataset
        paths = Set(trainedOn.paths)
        digests = Set(trainedOn.digests ?? []).subtracting([""])
    }

    /// Whether photographs' contents can be compared.
    public var knowsContents: Bool { !digests.isEmpty }

    /// Whether a photograph of the set `set` is one of them: of the same content, or of the same set and path.
    ///
    /// - Parameter digest: `FileDigest.brief`, nil or "" where it is not known.
    public func contains(path: String, digest: String?, set: String) -> Bool {
        if let digest, digests.contains(digest) { return true }
        return set == dataset && paths.contains(path)
    }
}
