import Files
import HDF5

/// How the features of a file were computed: everything that must be done to a later photograph as well.
public struct FeaturesHeader: Sendable, Equatable {
    /// The name of the data set.
    public var dataset: String
    /// The name of the extractor, or of several joined ones.
    public var extractor: String
    /// The extractor's full configuration, as JSON that storage does not interpret.
    public var extractorJSON: String
    /// Where the weights came from: a file name, or `seeded:S`.
    public var weights: String
    /// The SHA-256 of the weight file, in lower-case hexadecimal; nil for seeded weights.
    public var weightsSHA256: String?
    /// How a picture becomes the network's input, as JSON.
    public var input: String
    /// The precision of the computation: `float32` or `bfloat16`.
    public var precision: String
    /// How the features were reduced afterwards, as JSON; nil for features as they were extracted.
    public var reductionJSON: String?

    /// A header.
    ///
    /// - Parameters:
    ///   - dataset: the name of the data set.
    ///   - extractor: the name of the extractor, or of several joined ones.
    ///   - extractorJSON: the extractor's full configuration.
    ///   - weights: a file name, or `seeded:S`.
    ///   - weightsSHA256: the SHA-256 of the weight file; nil for seeded weights.
    ///   - input: how a picture becomes the network's input, as JSON.
    ///   - precision: `float32` or `bfloat16`.
    ///   - reductionJSON: how the features were reduced afterwards, as JSON.
    public init(
        dataset: String, extractor: String, extractorJSON: String, weights: String, weightsSHA256: String?,
        input: String, precision: String, reductionJSON: String? = nil
    ) {
        self.dataset = dataset
        self.extractor = extractor
        self.extractorJSON = extractorJSON
        self.weights = weights
        self.weightsSHA256 = weightsSHA256
        self.input = input
        self.precision = precision
        self.reductionJSON = reductionJSON
    }

    func write(to root: HDF5Group) throws(StorageError) {
        let attributes = root.attributes
        try attributes.set("dataset", dataset)
        try attributes.set("extractor", extractor)
        try attributes.set("extractor_json", extractorJSON)
        try attributes.set("weights", weights)
        if let weightsSHA256 { try attributes.set("weights_sha256", weightsSHA256) }
        try attributes.set("input", input)
        try attributes.set("precision", precision)
        if let reductionJSON { try attributes.set("reduction_json", reductionJSON) }
    }

    init(readingFrom root: HDF5Group) throws(StorageError) {
        let attributes = root.attributes
        dataset = try attributes.text("dataset")
        extractor = try attributes.text("extractor")
        extractorJSON = try attributes.text("extractor_json")
        weights = try attributes.text("weights")
        weightsSHA256 = try attributes.optionalText("weights_sha256")
        input = try attributes.text("input")
        precision = try attributes.text("precision")
        reductionJSON = try attributes.optionalText("reduction_json")
    }
}
