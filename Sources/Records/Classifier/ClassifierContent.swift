/// A trained classifier: its layers, and what happens to a photograph before them.
public struct ClassifierContent: Sendable, Equatable {
    /// The number of columns that the first layer takes.
    public var inputWidth: Int
    /// The layers, from the input to the probabilities of the classes.
    public var layers: [ClassifierLayer]
    /// How to apply it to a photograph; nil for a model saved by Keras, which does not say.
    public var application: ClassifierApplication?

    /// A classifier.
    ///
    /// - Parameters:
    ///   - inputWidth: the number of columns that the first layer takes.
    ///   - layers: the layers, from input to output.
    ///   - application: how to apply it to a photograph; nil if that is not known.
    public init(inputWidth: Int, layers: [ClassifierLayer], application: ClassifierApplication?) {
        self.inputWidth = inputWidth
        self.layers = layers
        self.application = application
    }

    /// The number of classes; nil if a layer does not fit its input.
    public var outputWidth: Int? {
        layers.reduce(inputWidth) { width, layer in width.flatMap(layer.outputWidth) }
    }
}

/// What is needed to apply a classifier to a photograph: extractors, then reductions, the mask and the scaling.
public struct ClassifierApplication: Sendable, Equatable {
    /// A shift and a scale for each column, applied before the first layer: `(x − mean) / deviation`.
    public struct Scaling: Sendable, Equatable {
        /// What is subtracted from each column, `[columns]`.
        public var mean: [Float]
        /// What each column is divided by, `[columns]`; all above zero.
        public var deviation: [Float]

        /// A scaling.
        ///
        /// - Parameters:
        ///   - mean: `[columns]`.
        ///   - deviation: `[columns]`, all above zero.
        public init(mean: [Float], deviation: [Float]) {
            self.mean = mean
            self.deviation = deviation
        }
    }

    /// The configuration of each extractor, as JSON that storage does not interpret; their columns stand side by side.
    public var extractors: [String]
    /// The extractor of each column, before any reduction.
    public var blocks: [ColumnBlock]
    /// One reduction for each reduced extractor, or one for all together, as their own `blocks` say.
    public var reductions: [PCAContent]
    /// The columns that reach the classifier, ascending; nil if all do.
    public var mask: [UInt32]?
    /// The scaling of these columns; nil for none.
    public var scaling: Scaling?
    /// What the outputs of a classifier are.
    public enum Output: Sendable, Equatable {
        /// Classes, identified by their names.
        case classes
        /// The scores 1, 2, … of votes.
        case ratings
        /// One number, which is 0 at the lowest score of this scale and 1 at the highest.
        case score(ClosedRange<Double>)
    }

    /// What the classifier's outputs are.
    public var output: Output
    /// The name of each output, in order.
    public var classNames: [String]
    /// The value from which a photograph counts as aesthetic: the probability of that class, in [0, 1], or the mean score.
    public var threshold: Double
    /// How training went, sorted by name.
    public var history: [HistorySeries]
    /// How the classifier was trained and how good it is, as JSON that storage does not interpret; nil if that is not
    /// known.
    public var trainingJSON: String?
    /// The photographs that it was trained on; nil in older files, which do not list them.
    public var trainedOn: TrainedPhotographs?

    /// A description of what a classifier needs.
    ///
    /// - Parameters:
    ///   - extractors: the configuration of each extractor, as JSON.
    ///   - blocks: the extractor of each column, before any reduction.
    ///   - reductions: the reductions, in the order of the columns that they take.
    ///   - mask: the columns that reach the classifier, ascending; nil for all.
    ///   - scaling: the scaling of these columns; nil for none.
    ///   - output: what the outputs are.
    ///   - classNames: one name for each output.
    ///   - threshold: the value from which a photograph counts as aesthetic.
    ///   - history: how training went.
    ///   - trainingJSON: how it was trained, as JSON.
    ///   - trainedOn: the photographs that it was trained on.
    public init(
        extractors: [String], blocks: [ColumnBlock], reductions: [PCAContent] = [], mask: [UInt32]? = nil,
        scaling: Scaling? = nil, output: Output = .classes, classNames: [String], threshold: Double = 0.5,
        history: [HistorySeries] = [],
        trainingJSON: String? = nil, trainedOn: TrainedPhotographs? = nil
    ) {
        self.extractors = extractors
        self.blocks = blocks
        self.reductions = reductions
        self.mask = mask
        self.scaling = scaling
        self.output = output
        self.classNames = classNames
        self.threshold = threshold
        self.history = history
        self.trainingJSON = trainingJSON
        self.trainedOn = trainedOn
    }
}
