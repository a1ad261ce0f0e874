import Evaluation
import Exploration
import Foundation

/// Everything that a report shows, as found in stored results; parts without content are left out of the page.
package struct ReportContent: Sendable {
    /// The heading of the page.
    package var title: String
    /// The results of one or more classifiers, each with its file; the first is the report's own.
    package var results: [(file: String, report: EvaluationReport)]
    /// The other runs compared with the first; nil if there is only one run.
    package var comparison: RunComparison?
    /// What was found in the data sets; nil if they were not explored.
    package var exploration: Exploration?
    /// The number of scores whose votes the report's own classifier predicts; nil if it predicts classes.
    package var scores: Int?
    /// The commands that led to the results.
    package var flow: [ReportStep] = []
    /// The curves of the training, drawn by kind.
    package var training: [TrainingCurve] = []
    /// The search for columns; nil if there was none.
    package var search: SearchCurve?
    /// The names of networks whose weights are random.
    package var randomNetworks: [String] = []
    /// What the training of the report's classifier found that weakens its own figures.
    package var warnings: [Warning] = []
    /// The variances of the reductions.
    package var screes: [Scree] = []
    /// How many columns of each layer the mask kept.
    package var selection: [SelectedColumns] = []
    /// Photographs with their verdicts, in groups.
    package var grids: [PhotographGrid] = []
    /// Photographs with explanations of their verdicts.
    package var explanations: [ExplainedPhotograph] = []

    /// Makes the content with results only; the other parts are set afterwards.
    ///
    /// - Parameters:
    ///   - title: the heading of the page.
    ///   - results: the results with their files; the first is the report's own.
    package init(title: String, results: [(file: String, report: EvaluationReport)]) {
        self.title = title
        self.results = results
    }
}

/// A quantity followed over the epochs of a training.
package struct TrainingCurve: Sendable {
    /// What is followed, which decides the chart it is drawn in.
    package enum Kind: Sendable { case loss, accuracy }

    /// The name in the legend.
    package let name: String
    /// What is followed.
    package let kind: Kind
    /// One value per epoch, from the first epoch on.
    package let values: [Double]

    /// Makes a curve.
    ///
    /// - Parameters:
    ///   - name: the name in the legend.
    ///   - kind: what is followed.
    ///   - values: one value per epoch.
    package init(_ name: String, _ kind: Kind, _ values: [Double]) {
        self.name = name
        self.kind = kind
        self.values = values
    }
}

/// The course of a search for columns, with one value per generation.
package struct SearchCurve: Sendable {
    /// The best fitness of each generation.
    package let best: [Double]
    /// The mean fitness of each generation.
    package let mean: [Double]
    /// How different the masks of a generation are from each other, in [0, 1]; 1 means as different as random masks.
    package let diversity: [Double]
    /// The masks that no other mask dominates; empty unless the search had several objectives.
    package let front: [FrontMember]
    /// The accuracy of the resulting mask on photographs that the search has not seen; nil if there were none.
    package let test: Test?

    /// A measurement at the end of the search.
    package struct Test: Sendable {
        /// The share of right verdicts, in [0, 1].
        package let accuracy: Double
        /// The number of photographs measured on.
        package let photographs: Int

        /// Makes a measurement.
        ///
        /// - Parameters:
        ///   - accuracy: the share of right verdicts, in [0, 1].
        ///   - photographs: the number of photographs measured on.
        package init(accuracy: Double, photographs: Int) {
            self.accuracy = accuracy
            self.photographs = photographs
        }
    }

    /// A mask of the front.
    package struct FrontMember: Sendable {
        /// The mask's accuracy in the search, in [0, 1].
        package let accuracy: Double
        /// The number of columns in the mask.
        package let features: Double
        /// The cost in GFLOP per photograph; nil if cost was not an objective.
        package let cost: Double?

        /// Makes a member of the front.
        ///
        /// - Parameters:
        ///   - accuracy: the mask's accuracy in the search, in [0, 1].
        ///   - features: the number of columns in the mask.
        ///   - cost: GFLOP per photograph; nil if cost was not an objective.
        package init(accuracy: Double, features: Int, cost: Double?) {
            self.accuracy = accuracy
            self.features = Double(features)
            self.cost = cost
        }
    }

    /// Makes the course of a search.
    ///
    /// - Parameters:
    ///   - best: the best fitness of each generation.
    ///   - mean: the mean fitness of each generation.
    ///   - diversity: the diversity of each generation, in [0, 1].
    ///   - front: the masks that no other mask dominates.
    ///   - test: the measurement at the end; nil if there was none.
    package init(best: [Double], mean: [Double], diversity: [Double], front: [FrontMember] = [], test: Test? = nil) {
        self.best = best
        self.mean = mean
        self.diversity = diversity
        self.front = front
        self.test = test
    }
}

/// The variances along the directions of a principal component analysis.
package struct Scree: Sendable {
    /// The name of the reduction.
    package let name: String
    /// The variances of the directions that are known, descending.
    package let variances: [Double]
    /// The sum of the variances of all directions, known or not.
    package let total: Double
    /// The number of directions that were kept.
    package let kept: Int

    /// Makes a scree.
    ///
    /// - Parameters:
    ///   - name: the name of the reduction.
    ///   - variances: the variances of the known directions, descending.
    ///   - total: the sum over all directions.
    ///   - kept: the number of directions kept.
    package init(name: String, variances: [Double], total: Double, kept: Int) {
        self.name = name
        self.variances = variances
        self.total = total
        self.kept = kept
    }
}

/// How many columns of a layer a mask kept.
package struct SelectedColumns: Sendable {
    /// The network's name.
    package let network: String
    /// The layer's name.
    package let layer: String
    /// The number of columns that the mask kept.
    package let chosen: Int
    /// The number of columns that the layer has.
    package let total: Int

    /// Makes the count for a layer.
    ///
    /// - Parameters:
    ///   - network: the network's name.
    ///   - layer: the layer's name.
    ///   - chosen: the number of columns kept.
    ///   - total: the number of columns of the layer.
    package init(network: String, layer: String, chosen: Int, total: Int) {
        self.network = network
        self.layer = layer
        self.chosen = chosen
        self.total = total
    }
}

/// Photographs of one kind with their verdicts.
package struct PhotographGrid: Sendable {
    /// One photograph with its verdict.
    package struct Picture: Sendable {
        /// The photograph's path, relative to its set.
        package let path: String
        /// The verdict, such as `aesthetic, 97.31 %`.
        package let words: String
        /// What the photograph is, such as `not aesthetic`, and whether the verdict agrees; nil if that is not known.
        package let truth: (words: String, isTold: Bool)?
        /// A JPEG file; nil if the photograph cannot be found.
        package let thumbnail: Data?

        /// Makes a picture of the grid.
        ///
        /// - Parameters:
        ///   - path: the photograph's path.
        ///   - words: the verdict in words.
        ///   - truth: what the photograph is, and whether the verdict agrees; nil if that is not known.
        ///   - thumbnail: a JPEG file; nil if the photograph cannot be found.
        package init(path: String, words: String, truth: (words: String, isTold: Bool)? = nil, thumbnail: Data?) {
            self.path = path
            self.words = words
            self.truth = truth
            self.thumbnail = thumbnail
        }
    }

    /// The heading above the photographs.
    package let title: String
    /// The photographs, in the order shown.
    package let pictures: [Picture]

    /// Makes a grid.
    ///
    /// - Parameters:
    ///   - title: the heading.
    ///   - pictures: the photographs, in the order shown.
    package init(title: String, pictures: [Picture]) {
        self.title = title
        self.pictures = pictures
    }
}
