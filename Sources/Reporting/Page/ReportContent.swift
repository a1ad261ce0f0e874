import Evaluation
import Exploration
import Foundation

/// Everything that a report shows, as it was found in stored results; what is empty is left out.
public struct ReportContent: Sendable {
    public var title: String
    /// The results of one or more classifiers; the first is the report's own.
    public var results: [(file: String, report: EvaluationReport)]
    /// The runs against the first; nil with one run.
    public var comparison: RunComparison?
    public var exploration: Exploration?
    public var flow: [ReportStep] = []
    public var training: [TrainingCurve] = []
    public var search: SearchCurve?
    /// Networks whose weights are random.
    public var randomNetworks: [String] = []
    /// What the training of the report's classifier found against its own figures.
    public var warnings: [Warning] = []
    public var screes: [Scree] = []
    public var selection: [SelectedColumns] = []
    public var grids: [PhotographGrid] = []

    public init(title: String, results: [(file: String, report: EvaluationReport)]) {
        self.title = title
        self.results = results
    }
}

/// A quantity followed over the epochs of a training.
public struct TrainingCurve: Sendable {
    public enum Kind: Sendable { case loss, accuracy }

    public let name: String
    public let kind: Kind
    public let values: [Double]

    public init(_ name: String, _ kind: Kind, _ values: [Double]) {
        self.name = name
        self.kind = kind
        self.values = values
    }
}

/// A search for columns, one value a generation.
public struct SearchCurve: Sendable {
    public let best: [Double]
    public let mean: [Double]
    /// How unlike the masks of a generation are, in [0, 1].
    public let diversity: [Double]
    /// With several objectives, the masks that no other dominates.
    public let front: [FrontMember]
    /// What the mask found came to on photographs that the search has not seen; nil where there were none.
    public let test: Test?

    /// A measurement at the end.
    public struct Test: Sendable {
        public let accuracy: Double
        public let photographs: Int

        public init(accuracy: Double, photographs: Int) {
            self.accuracy = accuracy
            self.photographs = photographs
        }
    }

    /// A mask of the front.
    public struct FrontMember: Sendable {
        public let accuracy: Double
        public let features: Double
        /// GFLOP a photograph; nil where that was no objective.
        public let cost: Double?

        public init(accuracy: Double, features: Int, cost: Double?) {
            self.accuracy = accuracy
            self.features = Double(features)
            self.cost = cost
        }
    }

    public init(best: [Double], mean: [Double], diversity: [Double], front: [FrontMember] = [], test: Test? = nil) {
        self.best = best
        self.mean = mean
        self.diversity = diversity
        self.front = front
        self.test = test
    }
}

/// The variances of the directions of a PCA.
public struct Scree: Sendable {
    public let name: String
    /// Descending, of all directions that are known.
    public let variances: [Double]
    /// That of all directions, known or not.
    public let total: Double
    public let kept: Int

    public init(name: String, variances: [Double], total: Double, kept: Int) {
        self.name = name
        self.variances = variances
        self.total = total
        self.kept = kept
    }
}

/// How many columns of a layer a mask kept.
public struct SelectedColumns: Sendable {
    public let network: String
    public let layer: String
    public let chosen: Int
    public let total: Int

    public init(network: String, layer: String, chosen: Int, total: Int) {
        self.network = network
        self.layer = layer
        self.chosen = chosen
        self.total = total
    }
}

/// Photographs of one kind with their verdicts.
public struct PhotographGrid: Sendable {
    public struct Picture: Sendable {
        public let path: String
        /// What is said of it, such as `aesthetic, 97.31 %`.
        public let words: String
        /// What it is, such as `not aesthetic`, and whether that was said; nil where it is not known.
        public let truth: (words: String, isTold: Bool)?
        /// JPEG; nil where the photograph is not to be found.
        public let thumbnail: Data?

        public init(path: String, words: String, truth: (words: String, isTold: Bool)? = nil, thumbnail: Data?) {
            self.path = path
            self.words = words
            self.truth = truth
            self.thumbnail = thumbnail
        }
    }

    public let title: String
    public let pictures: [Picture]

    public init(title: String, pictures: [Picture]) {
        self.title = title
        self.pictures = pictures
    }
}
