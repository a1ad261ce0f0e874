/// Recognises photographs that a classifier was trained on, by name and by content.
public struct TrainingOverlap {
    private let dataset: String
    private let paths: Set<String>
    private let digests: Set<String>

    /// Nil if the classifier does not say what it was trained on.
    public init?(_ classifier: Classifier) {
        guard let trainedOn = classifier.content.application?.trainedOn else { return nil }
        dataset = trainedOn.dataset
        paths = Set(trainedOn.paths)
        digests = Set(trainedOn.digests ?? []).subtracting([""])
    }

    /// Whether the contents of photographs can be compared.
    public var knowsContents: Bool { !digests.isEmpty }

    /// Whether the classifier was trained on a photograph: one with the same content, or with the same set and path.
    ///
    /// - Parameters:
    ///   - path: The photograph's path within its set.
    ///   - digest: Its `FileDigest.brief`; nil or empty if it is not known.
    ///   - set: The name of its set.
    public func contains(path: String, digest: String?, set: String) -> Bool {
        if let digest, digests.contains(digest) { return true }
        return set == dataset && paths.contains(path)
    }
}
