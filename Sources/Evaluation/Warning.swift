import Faults

/// Something that makes figures worth less than they look.
///
/// The stage that finds it says it, and stores it with its result.
public struct Warning: Codable, Sendable, Equatable {
    /// What the warning is about, as it is stored.
    public enum Kind: String, Codable, Sendable {
        /// Each kind belongs to the function of the same name; `bestEpochAtEdge` belongs to `bestEpoch`.
        case randomWeights, trainedOn, sizeTells, classMissing, bestEpochAtEdge, tinyPictures, notCalibrated
    }

    /// What the warning is about.
    public let kind: Kind
    /// What was found and what can be done about it, in one sentence without a full stop.
    public let sentence: String
    /// What a user can set otherwise, in the order in which the sentence mentions it.
    ///
    /// It is for whoever runs the stage that finds it, and not stored.
    public private(set) var settings: [Setting] = []

    private enum CodingKeys: CodingKey {
        case kind, sentence
    }

    private init(_ kind: Kind, _ sentence: String, _ settings: [Setting] = []) {
        self.kind = kind
        self.sentence = sentence
        self.settings = settings
    }

    /// Features of networks whose weights are random.
    ///
    /// - Parameter networks: the names of such networks; a name may occur several times.
    /// - Returns: the warning; nil if all networks were trained.
    public static func randomWeights(of networks: [String]) -> Warning? {
        var names: [String] = []
        for name in networks where !names.contains(name) { names.append(name) }
        guard !names.isEmpty else { return nil }
        return Warning(
            .randomWeights,
            "the weights of \(names.joined(separator: " and ")) are random: the figures show that everything works, but say nothing "
                + "about photographs; extract with a file of trained weights (kalon-weights fetch)")
    }

    /// Photographs to measure on that the classifier was trained on.
    ///
    /// - Parameters:
    ///   - count: the number of these photographs.
    ///   - all: the number of all photographs of the set.
    ///   - set: the set's name.
    /// - Returns: the warning; nil if there are none.
    public static func trainedOn(_ count: Int, of all: Int, set: String) -> Warning? {
        guard count > 0 else { return nil }
        return Warning(
            .trainedOn,
            "\(set): the classifier was trained on \(count) of the \(all) photographs, so its verdicts on them say nothing about others; "
                + (count == all
                    ? "measure it on other photographs" : "the figures for the other \(all - count) are given separately"))
    }

    /// Classes that the size of the pictures gives away.
    ///
    /// - Parameters:
    ///   - separation: what gives them away, and how often.
    ///   - set: the set's name.
    public static func sizeTells(_ separation: SizeSeparation, set: String) -> Warning {
        Warning(
            .sizeTells,
            "\(set): \(separation.words) tells the classes apart in \(separation.right) of \(separation.photographs) photographs, so a "
                + "classifier may learn where pictures came from and not how they look; bring both classes to the same size first"
        )
    }

    /// A part of the photographs without any of one class, so that its figures say nothing about that class.
    ///
    /// - Parameters:
    ///   - name: the missing class, such as `not aesthetic`.
    ///   - part: what the part is called.
    ///   - remedy: what to do about it.
    public static func classMissing(_ name: String, from part: String, remedy: String) -> Warning {
        Warning(.classMissing, "\(part) holds no photograph that is \(name), so it says nothing about them; \(remedy)")
    }

    /// A best epoch that is the first or the last one.
    ///
    /// - Parameters:
    ///   - best: the number of the best epoch, from 1.
    ///   - trained: the number of epochs that were trained.
    ///   - wanted: the number of epochs that were asked for.
    /// - Returns: the warning; nil if the best epoch is neither the first of several nor the last of all that were asked for.
    public static func bestEpoch(_ best: Int, of trained: Int, wanted: Int) -> Warning? {
        if best == 1, trained > 1 {
            return Warning(
                .bestEpochAtEdge,
                "the best epoch is the first of \(trained); after it, the training only memorised its photographs; choose a lower "
                    + "learning rate, smaller batches, or the preset for few photographs",
                [.learningRate, .batchSize, .preset])
        }
        guard best == trained, trained == wanted else { return nil }
        return Warning(
            .bestEpochAtEdge,
            "the best epoch is the last of \(trained), so more epochs may be better; train for more epochs, and set the patience",
            [.epochs, .patience])
    }

    /// Pictures of so few pixels that little can be seen in them.
    ///
    /// - Parameters:
    ///   - count: the number of these pictures.
    ///   - all: the number of all pictures.
    ///   - side: the shortest side in pixels that is not tiny.
    /// - Returns: the warning; nil if there are none.
    public static func tinyPictures(_ count: Int, of all: Int, below side: Int) -> Warning? {
        guard count > 0 else { return nil }
        return Warning(
            .tinyPictures,
            "\(count) of \(all) pictures are less than \(side) pixels wide or high; check whether they are thumbnails, icons or borders"
        )
    }

    /// A classifier whose confidence could not be calibrated.
    ///
    /// - Parameters:
    ///   - photographs: the number of photographs to calibrate on.
    ///   - reason: why the calibration failed.
    public static func notCalibrated(photographs: Int, reason: NotCalibrated) -> Warning {
        let words =
            switch reason {
            case .tooFew: "\(photographs) photographs to calibrate on are too few, or all of one class"
            case .allAlike: "the \(photographs) photographs to calibrate on are all judged correctly, or no better than by chance"
            }
        return Warning(
            .notCalibrated, "the classifier's confidence could not be calibrated: \(words); it remains as training left it")
    }

    /// Why a calibration failed.
    public enum NotCalibrated: Sendable {
        /// Too few photographs or only one class; or verdicts that are all right, or no better than chance.
        case tooFew, allAlike
    }
}
