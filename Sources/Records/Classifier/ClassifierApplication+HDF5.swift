import Files
import HDF5

extension ClassifierApplication {
    /// The name of the group in a classifier's file.
    static let group = "kalon"
    /// The name of the Keras layer that applies the scaling.
    static let scalingLayer = "input_scaling"

    func write(to root: HDF5Group) throws(StorageError) {
        let group = try root.createGroup(Self.group)
        try group.write("extractors", extractors)
        try group.writeBlocks(blocks)
        for (index, reduction) in reductions.enumerated() {
            try reduction.write(to: try group.createGroup("reductions/\(index)"))
        }
        if let mask { try group.write("mask", mask) }
        if let scaling {
            try group.write("scaling/mean", scaling.mean)
            try group.write("scaling/deviation", scaling.deviation)
        }
        try group.write("class_names", classNames)
        try output.write(to: group)
        try group.attributes.set("threshold", threshold)
        try group.attributes.set("reductions", reductions.count)
        try group.writeHistory(history, into: "history")
        if let trainedOn { try trainedOn.write(to: try group.createGroup("trained_on")) }
        if let trainingJSON { try group.attributes.set("training_json", trainingJSON) }
    }

    /// Reads the group of a classifier whose first layer takes `inputWidth` columns and whose last one has `outputs`
    /// outputs.
    init(readingFrom group: HDF5Group, inputWidth: Int, outputs: Int) throws(StorageError) {
        extractors = try group.dataset("extractors").readTexts()
        blocks = try group.readBlocks()
        reductions = []
        for index in 0..<(try group.attributes.integer("reductions", in: 0...StoredNumbers.mostReductions)) {
            reductions.append(try PCAContent(readingFrom: try group.group("reductions/\(index)")))
        }
        mask = nil
        if try group.contains("mask") {
            mask = try group.readMask("mask", count: inputWidth, sourceColumns: StoredNumbers.mostColumns)
        }
        scaling = nil
        if try group.contains("scaling") {
            scaling = Scaling(
                mean: try group.reals("scaling/mean", count: inputWidth),
                deviation: try group.reals("scaling/deviation", count: inputWidth))
        }
        classNames = try group.texts("class_names", count: outputs)
        output = try Output(readingFrom: group)
        threshold = try group.attributes.real("threshold")
        history = try group.readHistory(from: "history")
        trainingJSON = try group.attributes.optionalText("training_json")
        trainedOn = try group.contains("trained_on") ? try TrainedPhotographs(readingFrom: try group.group("trained_on")) : nil
        try requireConsistent(inputs: inputWidth, outputs: outputs, in: group)
    }
}

extension ClassifierApplication.Output {
    private enum Name: String { case classes, ratings, score }

    private static let (output, lowest, highest) = ("output", "lowest_score", "highest_score")

    fileprivate func write(to group: HDF5Group) throws(StorageError) {
        switch self {
        case .classes: try group.attributes.set(Self.output, Name.classes.rawValue)
        case .ratings: try group.attributes.set(Self.output, Name.ratings.rawValue)
        case .score(let scale):
            try group.attributes.set(Self.output, Name.score.rawValue)
            try group.attributes.set(Self.lowest, scale.lowerBound)
            try group.attributes.set(Self.highest, scale.upperBound)
        }
    }

    fileprivate init(readingFrom group: HDF5Group) throws(StorageError) {
        // The first files, all of them classifiers of classes, do not have this attribute.
        let name = try group.attributes.optionalText(Self.output) ?? Name.classes.rawValue
        switch Name(rawValue: name) {
        case .classes: self = .classes
        case .ratings: self = .ratings
        case .score:
            let (lowest, highest) = (try group.attributes.real(Self.lowest), try group.attributes.real(Self.highest))
            guard lowest < highest, lowest.isFinite, highest.isFinite else {
                throw group.invalid(Self.highest, "it is \(highest), but a number above the lowest score \(lowest) was expected")
            }
            self = .score(lowest...highest)
        case nil:
            throw group.invalid(Self.output, "it is \"\(name)\", but \"classes\", \"ratings\" or \"score\" was expected")
        }
    }
}
