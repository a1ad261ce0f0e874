/// What can go wrong between features files, classifiers and photographs.
public enum JudgingError: Error, Equatable {
    /// Labels are needed, but some photographs have none.
    case labelsMissing(file: String, missing: Int, of: Int, example: String)
    /// Votes are needed, but no photograph of the file has any.
    case ratingsMissing(file: String)
    /// Votes are needed, but this photograph has none.
    case votesMissing(file: String, photograph: String)
    /// A manifest's split puts no photograph into the training part.
    case nothingToTrainOn(file: String)
    /// All `count` photographs have the same label: 1 for aesthetic, 0 for not aesthetic.
    case oneClassOnly(file: String, label: Int8, count: Int)
    /// The reduction that a features file names has changed since.
    case reductionChanged(features: String, model: String)
    /// The classifier needs columns that none of the files holds.
    case extractorMissing(classifier: String, set: String, extractor: String, found: [String])
    /// A file of a set holds features that the classifier does not use.
    case unusedFile(file: String, extractor: String)
    /// A file was not reduced by the classifier's own reduction.
    case reductionDiffers(file: String)
    /// A file describes a different number of columns than it has.
    case columnsContradict(file: String, described: Int, found: Int)
    /// The mask was evolved on a different number of columns.
    case maskColumns(mask: String, found: Int, expected: Int)
    /// The mask was evolved on columns of other extractors, or in another order.
    case maskBlocks(mask: String, found: [String], expected: [String])
    /// A classifier does not say which extractors it needs, so it cannot judge photographs.
    case notApplicable(classifier: String)
    /// A classifier of labels does not have two classes.
    case classCount(classifier: String, found: Int)
    /// The classifiers of a panel predict different things.
    case opinionsNotComparable(first: String, predicts: String, second: String, instead: String)
    /// The same classifier is given twice.
    case classifierTwice(String)
    /// A classifier was trained on columns of other files, or not on all of the columns.
    case classifierColumns(classifier: String, found: [String], expected: [String])
    /// A teacher takes features of other extractors than the student is to give, or in another order or reduction.
    case studentColumns(classifier: String, found: [String], expected: [String])
    /// A classifier cannot go on learning with its network; the reason is a clause.
    case notTunable(classifier: String, reason: String)
    /// The record of the reduction in a features file cannot be read.
    case unreadableReduction(file: String)
    /// A file lacks a photograph that the other files have.
    case photographMissing(String, file: String)
    /// A classifier file names an activation that Kalon does not have.
    case unknownActivation(name: String, known: [String])
    /// A new path is given for the weights of a network that the classifier does not use.
    case unusedWeights(network: String, classifier: String, networks: [String])
    /// A classifier's output is not a finite number; `row` counts from 0.
    case nothingFinite(classifier: String, row: Int)
    /// The number of operations of a network from a file is not known.
    case costUnknown(file: String, extractor: String)
    /// All photographs have the same features.
    case nothingVaries(file: String, photographs: Int)
    /// Columns were to be chosen by the gradients of a class, but the classifier predicts ratings.
    case ratingsNotAttributed(classifier: String)
    /// An extractor is a network in a file, which cannot become part of another file.
    case extractorInFile(classifier: String, extractor: String)
    /// The weights are larger than an ONNX file can be, in bytes.
    case tooLargeForONNX(classifier: String, bytes: Int)
    /// The features to test on have other columns than those of the search.
    case testDiffers(file: String, found: [String], expected: [String])
    /// A photograph to test on is also one of the search.
    case testSeen(file: String, photograph: String)
}
