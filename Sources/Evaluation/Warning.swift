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
            "the weights of \(names.joined(separator: " and ")) are random: the figures show that everything works, but say nothing "
                + "about photographs; extract with a file of trained weights (kalon-weights fetch)")
    }

    /// Photographs to be measured that the classifier was trained on; nil where there are none.
    public static func trainedOn(_ count: Int, of all: Int, set: String) -> Warning? {
        guard count > 0 else { return nil }
        return Warning(
            .trainedOn,
            "\(set): the classifier was trained on \(count) of the \(all) photographs, so its verdicts on them say nothing about others; "
                + (count == all
                    ? "measure it on other photographs" : "the figures for the other \(all - count) are given separately"))
    }

    /// Classes that the size of the pictures gives away.
    public static func sizeTells(_ separation: SizeSeparation, set: String) -> Warning {
        Warning(
            .sizeTells,
            "\(set): \(separation.words) tells the classes apart in \(separation.right) of \(separation.photographs) photographs, so a "
                + "classifier may learn where pictures came from and not how they look; bring both classes to the same size first"
        )
    }

    /// A part of the photographs without any of a class, of which figures then say nothing.
    public static func classMissing(_ name: String, from part: String, remedy: String) -> Warning {
        Warning(.classMissing, "\(part) holds no photograph that is \(name), so it says nothing about them; \(remedy)")
    }

    /// A best epoch that is the first or the last one; nil where it is neither. Epochs are counted from 1.
    public static func bestEpoch(_ best: Int, of trained: Int, wanted: Int) -> Warning? {
        if best == 1, trained > 1 {
            return Warning(
                .bestEpochAtEdge,
                "the best epoch is the first of \(trained); after it, the training only memorised its photographs; give a lower "
                    + "--learning-rate, a smaller --batch, or --preset small")
        }
        guard best == trained, trained == wanted else { return nil }
        return Warning(
            .bestEpochAtEdge,
            "the best epoch is the last of \(trained), so more epochs may be better; raise --epochs, and set --patience")
    }

    /// Pictures of so few pixels that little of them can be seen; nil where there are none.
    public static func tinyPictures(_ count: Int, of all: Int, below side: Int) -> Warning? {
        guard count > 0 else { return nil }
        return Warning(
            .tinyPictures,
            "\(count) of \(all) pictures are less than \(side) pixels wide or high; check whether they are thumbnails, icons or borders"
        )
    }

    /// A classifier whose confidence could not be made true.
    public static func notCalibrated(photographs: Int, reason: NotCalibrated) -> Warning {
        let words =
            switch reason {
            case .tooFew: "\(photographs) photographs to calibrate on are too few, or all of one class"
            case .allAlike: "the \(photographs) photographs to calibrate on are all judged correctly, or cannot be told apart"
            }
        return Warning(
            .notCalibrated, "the classifier's confidence could not be calibrated: \(words); it remains as training left it")
    }

    public enum NotCalibrated: Sendable {
        case tooFew, allAlike
    }
}
