import ArgumentParser
import Faults
import Imaging
import Inference
import Judging
import Learning
import Networks
import StageSupport

/// What a training starts from: a network with its weights and, for a classifier that goes on learning, its head.
struct TuneBody {
    let network: WeightedNetwork
    /// Where the weights come from, for the record.
    let weights: String
    /// The file of these weights; nil for random ones.
    var weightsFile: String? {
        get throws { if case .file(let path) = try WeightsReference(orPublished: weights) { path } else { nil } }
    }

    /// The head that goes on learning; nil for a new one.
    let head: TrainedNetwork?
    /// How a picture becomes the classifier's input; nil for a new head.
    let input: InputDescription?

    /// A network with new weights, or published ones.
    init(network: String, weights: String, taps: String?, threads: Int) throws {
        self.weights = weights
        self.network = try WeightedNetwork(
            Network(named: network), taps: taps?.split(separator: ",").map(String.init),
            weights: WeightsReference(orPublished: weights), downsampling: .keras, threads: threads)
        (head, input) = (nil, nil)
    }

    /// The network and the head of a classifier.
    ///
    /// - Parameters:
    ///   - classifier: A classifier that takes the features of one built-in network as they are.
    ///   - moved: Where the network's weights are now; nil if they have not moved.
    ///   - head: What the head is to learn.
    ///   - threads: The number of threads that draw weights from a seed.
    /// - Throws: `JudgingError.notTunable`, `ValidationError` if the classifier does not predict what is to be learned, and what
    ///   `ExtractorConfiguration.weightedNetwork` throws.
    init(continuing classifier: Classifier, movedWeights moved: String?, head: Tune.Head, threads: Int) throws {
        let pipeline = try classifier.requiredPipeline()
        let application = classifier.content.application
        func refuse(_ reason: String) -> JudgingError { .notTunable(classifier: classifier.path, reason: reason) }
        guard pipeline.extractors.count == 1, let extractor = pipeline.extractors.first else {
            throw refuse("it takes the features of \(pipeline.extractors.count) networks")
        }
        guard application?.reductions.isEmpty != false, application?.mask == nil, application?.scaling == nil else {
            throw refuse("it reduces, chooses or scales its columns")
        }
        let own = Tune.Head(classifier.prediction)
        guard own == head else {
            throw ValidationError(
                "--start \(classifier.path) predicts \(classifier.prediction.words); give --head \(own.rawValue)")
        }
        weights = moved ?? extractor.weights
        network = try FileFault.naming(classifier.path) {
            try extractor.weightedNetwork(moved: moved, of: classifier.path, threads: threads)
        }
        (self.head, input) = (classifier.network, extractor.input)
    }
}
