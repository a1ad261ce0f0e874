import Files
import ForeignFormats
import HDF5

/// A file of kind `classifier/1`: a whole model in Keras' own HDF5 layout, which `keras.models.load_model` reads, and the
/// group `/kalon` with everything needed to apply it to a photograph.
///
/// The scaling of the input is also a layer of the Keras model, `input_scaling`. Keras therefore gives the same
/// probabilities for the same unscaled features, up to its rounding of a scaled column: about 1e-7 · mean / deviation.
public enum ClassifierFile {
    /// Writes a classifier.
    ///
    /// - Parameters:
    ///   - content: the classifier.
    ///   - provenance: how it was made.
    ///   - path: the file, which is replaced if it exists.
    /// - Precondition: the layers fit each other, the mask and the scaling fit the input, there is one class name for each
    ///   output, the names of layers differ, and deviations are above zero.
    /// - Throws: `StorageError.cannotWrite`.
    public static func write(
        _ content: ClassifierContent, provenance: Provenance, to path: String
    ) throws(StorageError) {
        requireConsistent(content)
        var layers = content.layers
        if let scaling = content.application?.scaling { layers.insert(scalingLayer(scaling), at: 0) }
        try HDF5File.write(to: path) { root throws(StorageError) in
            try Schema.classifier.write(to: root)
            try root.attributes.set("backend", "tensorflow")
            try root.attributes.set("keras_version", KerasWeightFile.writtenVersion)
            try root.attributes.set(
                "model_config", try KerasModelConfiguration.text(inputWidth: content.inputWidth, layers: layers))
            try KerasWeightFile.writeLayers(layers.map(\.weights), into: try root.createGroup("model_weights"))
            try content.application?.write(to: root)
            try provenance.write(to: root)
        }
    }

    /// Reads a classifier of Kalon, or a model saved by Keras that is a chain of Dense, BatchNormalization and Dropout.
    ///
    /// - Parameter path: the file.
    /// - Throws: `StorageError`, `RecordError`; `.unsupportedLayer` for a layer of another kind.
    public static func read(_ path: String) throws -> ClassifierContent {
        let root = try HDF5File.open(path).root
        let isOurs = try Schema.name(in: root) != nil
        if isOurs { try Schema.classifier.require(in: root) }
        var (inputWidth, layers) = try KerasModelReader(root: root).read()
        guard isOurs, try root.contains(ClassifierApplication.group) else {
            return ClassifierContent(inputWidth: inputWidth, layers: layers, application: nil)
        }
        let outputs = ClassifierContent(inputWidth: inputWidth, layers: layers, application: nil).outputWidth ?? 0
        let application = try ClassifierApplication(
            readingFrom: try root.group(ClassifierApplication.group), inputWidth: inputWidth, outputs: outputs)
        if application.scaling != nil, layers.first?.name == ClassifierApplication.scalingLayer {
            layers.removeFirst()
        }
        return ClassifierContent(inputWidth: inputWidth, layers: layers, application: application)
    }

    /// Batch normalisation with a fixed mean and scale; a variance of 1 avoids a square root of the deviation.
    private static func scalingLayer(_ scaling: ClassifierApplication.Scaling) -> ClassifierLayer {
        let width = scaling.mean.count
        return .batchNormalization(
            name: ClassifierApplication.scalingLayer, gamma: scaling.deviation.map { 1 / $0 },
            beta: [Float](repeating: 0, count: width), movingMean: scaling.mean,
            movingVariance: [Float](repeating: 1, count: width), momentum: 1, epsilon: 0)
    }

    private static func requireConsistent(_ content: ClassifierContent) {
        precondition(content.outputWidth != nil, "a layer does not fit what reaches it")
        precondition(
            Set(content.layers.map(\.name)).count == content.layers.count, "the names of layers must be different")
        guard let application = content.application else { return }
        precondition(application.classNames.count == content.outputWidth, "every class needs one name")
        precondition(application.mask.map { $0.count == content.inputWidth } ?? true, "the mask does not fit the input")
        guard let scaling = application.scaling else { return }
        precondition(
            scaling.mean.count == content.inputWidth && scaling.deviation.count == content.inputWidth
                && scaling.deviation.allSatisfy { $0 > 0 && $0.isFinite },
            "the scaling does not fit the input, or a deviation is not above zero")
    }
}
