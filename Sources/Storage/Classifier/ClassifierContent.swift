/// A trained classifier: its layers, and what a photograph goes through before them.
public struct ClassifierContent: Sendable, Equatable {
    /// The number of columns that the first layer takes.
    public var inputWidth: Int
    /// From the input to the probabilities of the classes.
    public var layers: [ClassifierLayer]
    /// How to run it on a photograph; nil for a model saved by Keras, which does not say.
    public var application: ClassifierApplication?

    public init(inputWidth: Int, layers: [ClassifierLayer], application: ClassifierApplication?) {
        self.inputWidth = inputWidth
        self.layers = layers
        self.application = application
    }

    /// The number of classes; nil when a layer does not fit what reaches it.
    public var outputWidth: Int? {
        layers.reduce(inputWidth) { width, layer in width.flatMap(layer.outputWidth) }
    }
}

/// What a classifier needs to be run on a photograph: extractors, then reductions, then the mask, then the scaling.
public struct ClassifierApplication: Sendable, Equatable {
    /// A shift and a scale a column: `(x − mean) / deviation`, before the first layer.
    public struct Scaling: Sendable, Equatable {
        public var mean: [Float]
        /// All above zero.
        public var deviation: [Float]

        public init(mean: [Float], deviation: [Float]) {
            self.mean = mean
            self.deviation = deviation
        }
    }

    /// The configuration of each extractor, JSON that storage does not look into; their columns stand side by side.
    public var extractors: [String]
    /// Whose columns those are, before any reduction.
    public var blocks: [ColumnBlock]
    /// One for each reduced extractor or one for all together, as their own `blocks` say.
    public var reductions: [PCAContent]
    /// Which of the columns then go on; nil where all do.
    public var mask: [UInt32]?
    public var scaling: Scaling?
    /// What the classifier's outputs are.
    public enum Output: String, Sendable {
        /// Classes, of which the names say which is which.
        case classes
        /// The scores 1, 2, … of votes.
        case ratings
    }

    public var output: Output
    /// Class `i` is the classifier's output `i`.
    public var classNames: [String]
    /// The probability of the class aesthetic, in [0, 1], or the mean score, from which a photograph counts as aesthetic.
    public var threshold: Double
    /// How training went, sorted by name.
    public var history: [HistorySeries]
    /// How it was trained and how well, JSON that storage does not look into; nil where that is not known.
    public var trainingJSON: String?
    /// Nil in files that were written before it was kept.
    public var trainedOn: TrainedPhotographs?

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
