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
        try group.attributes.set("output", output.rawValue)
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
        // The first files, all of them classifiers of classes, do not have this attribute.
        let name = try group.attributes.optionalText("output") ?? Output.classes.rawValue
        guard let output = Output(rawValue: name) else {
            throw group.invalid("output", "it is \"\(name)\", but \"classes\" or \"ratings\" was expected")
        }
        self.output = output
        threshold = try group.attributes.real("threshold")
        history = try group.readHistory(from: "history")
        trainingJSON = try group.attributes.optionalText("training_json")
        trainedOn = try group.contains("trained_on") ? try TrainedPhotographs(readingFrom: try group.group("trained_on")) : nil
        try requireConsistent(inputs: inputWidth, outputs: outputs, in: group)
    }
}
