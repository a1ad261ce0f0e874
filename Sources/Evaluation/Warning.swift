/// Something that makes figures worth less than they look: said by the stage that finds it, and stored with its result.
public struct Warning: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable {
        case randomWeights, trainedOn, sizeTells, classMissing, bestEpochAtEdge, tinyPictures, notCalibrated
    }

    public let kind: Kind
    /// What was found and what can be done, for a person.
    public let sentence: String

    private init(_ kind: Kind, _ sentence: String) {
        self.kind = kind
        self.sentence = sentence
    }

    /// Features of networks whose weights were drawn; nil where all were trained.
    public static func randomWeights(of networks: [String]) -> Warning? {
        var names: [String] = []
        for name in networks where !names.contains(name) { names.append(name) }
        guard !names.isEmpty else { return nil }
        return Warning(
            .randomWeights,
            "the weights of \(names.joined(separator: " and ")) are random, so that figures show that everything works, and say nothing "
                + "of photographs; extract with a file of trained weights (kalon-weights fetch)")
    }

    /// Photographs to be measured that the classifier was trained on; nil where there are none.
    public static func trainedOn(_ count: Int, of all: Int, set: String) -> Warning? {
        guard count > 0 else { return nil }
        return Warning(
            .trainedOn,
            "\(set): the classifier was trained on \(count) of the \(all) photographs, and what it says of them tells nothing of others; "
                + (count == all ? "measure it on other photographs" : "the figures of the other \(all - count) stand apart"))
    }

    /// Classes that the size of the pictures gives away.
    public static func sizeTells(_ separation: SizeSeparation, set: String) -> Warning {
        Warning(
            .sizeTells,
            "\(set): \(separation.words) tells the classes apart in \(separation.right) of \(separation.photographs) photographs, so that a "
                + "classifier may learn where pictures came from and not how they look; bring both classes to one size before")
    }

    /// A part of the photographs without any of a class, of which figures then say nothing.
    public static func classMissing(_ name: String, from part: String, remedy: String) -> Warning {
        Warning(.classMissing, "\(part) holds no photograph that is \(name), so that it says nothing of them; \(remedy)")
    }

    /// A best epoch that is the first or the last one; nil where it is neither. Epochs are counted from 1.
    public static func bestEpoch(_ best: Int, of trained: Int, wanted: Int) -> Warning? {
        if best == 1, trained > 1 {
            return Warning(
                .bestEpochAtEdge,
                "the best epoch is the first of \(trained), after which the training only learned its photographs by heart; give a lower "
                    + "--learning-rate, a smaller --batch, or --preset small")
        }
        guard best == trained, trained == wanted else { return nil }
        return Warning(
            .bestEpochAtEdge,
            "the best epoch is the last of \(trained), so that more may be better; give more --epochs, and a --patience")
    }

    /// Pictures of so few pixels that little of them can be seen; nil where there are none.
    public static func tinyPictures(_ count: Int, of all: Int, below side: Int) -> Warning? {
        guard count > 0 else { return nil }
        return Warning(
            .tinyPictures,
            "\(count) of \(all) pictures are less than \(side) pixels wide or high; are they thumbnails, icons or borders?")
    }

    /// A classifier whose confidence could not be made true.
    public static func notCalibrated(photographs: Int, reason: NotCalibrated) -> Warning {
        let words =
            switch reason {
            case .tooFew: "\(photographs) photographs to tell it by are too few, or of one class"
            case .allAlike: "the \(photographs) photographs to tell it by are all judged rightly, or hopelessly"
            }
        return Warning(
            .notCalibrated, "how sure the classifier may be is not known: \(words); its confidence is what the training left")
    }

    public enum NotCalibrated: Sendable {
        case tooFew, allAlike
    }
}
