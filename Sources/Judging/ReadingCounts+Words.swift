import Imaging
import Records

extension ReadingCounts {
    /// Sentences for the user about how photographs were read; empty if there is nothing to say.
    ///
    /// - Parameter rules: The orientation rules of the networks, which may differ.
    public func sentences(_ rules: [OrientationRule]) -> [String] {
        var sentences: [String] = []
        if turned > 0 {
            let what = rules.allSatisfy { $0 == .applied } ? "turned upright" : Self.words(partly: rules)
            let subject = turned == 1 ? "1 photograph was" : "\(turned) photographs were"
            sentences.append("\(subject) not stored upright: \(what)")
        }
        if previews > 0 {
            let subject =
                previews == 1
                ? "1 RAW file is judged by its embedded preview" : "\(previews) RAW files are judged by their embedded previews"
            sentences.append(subject + small)
        }
        return sentences
    }

    private var small: String {
        guard smallPreviews > 0 else { return "" }
        let which = previews == 1 ? "which is" : "\(smallPreviews) of them"
        return ", \(which) smaller than \(ReadingNotes.leastPreviewSide) pixels"
    }

    private static func words(partly rules: [OrientationRule]) -> String {
        rules.contains(.applied) ? "turned upright for some of the networks" : "taken as stored, as the extractor asks"
    }
}
