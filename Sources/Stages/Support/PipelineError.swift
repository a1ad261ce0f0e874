/// What can go wrong where stages meet: files that do not belong together.
///
/// The associated values hold what the error's sentence tells: paths as they were given, counts, and what was found beside
/// what was expected.
public enum PipelineError: Error, Equatable {
    /// Labels are needed, but some photographs have none.
    case labelsMissing(file: String, missing: Int, of: Int, example: String)
    /// Votes are needed, but no photograph of the file has any.
    case ratingsMissing(file: String)
    /// Votes are needed, but this photograph has none.
    case votesMissing(file: String, photograph: String)
    /// A manifest's split puts no photograph into the training part.
    case nothingToTrainOn(file: String)
    /// The split has a test part, and another one is asked for.
    case testPartTwice(file: String)
    /// A list of paths contains a zero byte.
    case zeroByteInList
    /// A list of paths is longer than `bytes`, the most that is read.
    case listTooLong(bytes: Int)
    /// Labels are to be made from mean scores, but there are none.
    case scoresMissing(file: String)
    /// All `count` photographs have the same label.
    case oneClassOnly(file: String, label: Int8, count: Int)
    /// The reduction that a features file names is not the file found now.
    case reductionChanged(features: String, model: String)
    /// The classifier needs columns that none of the files holds.
    case extractorMissing(classifier: String, set: String, extractor: String, found: [String])
    /// A file of a set holds features that the classifier does not use.
    case unusedFile(file: String, extractor: String)
    /// A file was reduced by another reduction than the classifier's own.
    case reductionDiffers(file: String)
    /// The columns that a file describes do not add up to those that it has.
    case columnsContradict(file: String, described: Int, found: Int)
    /// The mask was evolved on another number of columns.
    case maskColumns(mask: String, found: Int, expected: Int)
    /// The mask was evolved on columns of other extractors, or in another order.
    case maskBlocks(mask: String, found: [String], expected: [String])
    /// A classifier does not say which extractors it needs, so it cannot judge photographs.
    case notApplicable(classifier: String)
    /// A classifier of labels distinguishes another number of classes than two.
    case classCount(classifier: String, found: Int)
    /// Classifiers are to judge together but predict different things.
    case opinionsNotComparable(first: String, predicts: String, second: String, instead: String)
    /// The same classifier is given twice.
    case classifierTwice(String)
    /// A classifier was trained on columns of other files, or not on all of the columns.
    case classifierColumns(classifier: String, found: [String], expected: [String])
    /// A reduction was fitted on features of other extractors.
    case extractorsDiffer(model: String, found: [String], expected: [String])
    /// No photograph of a set to be measured has a label.
    case nothingLabelled(set: String, photographs: Int)
    /// What a features file stores about its reduction cannot be read.
    case unreadableReduction(file: String)
    /// A file lacks a photograph that the other files have.
    case photographMissing(String, file: String)
    /// A classifier file names an activation that Kalon does not have.
    case unknownActivation(name: String, known: [String])
    /// Features that are already reduced are to be reduced again.
    case alreadyReduced(file: String)
    /// Weights are given for a network that the classifier does not use.
    case unusedWeights(network: String, classifier: String, networks: [String])
    /// Two sets to be measured have the same name.
    case setsOfOneName(String, first: String, second: String)
    /// The features to test on have other columns than those of the search.
    case testDiffers(file: String, found: [String], expected: [String])
    /// A photograph to test on is also one of the search.
    case testSeen(file: String, photograph: String)
    /// A classifier's output is not a finite number; `row` counts from 0.
    case nothingFinite(classifier: String, row: Int)
    /// The votes are for another number of scores than the classifier predicts.
    case otherScores(set: String, found: Int, expected: Int)
    /// There are more photographs than ridge regression leaves out one at a time.
    case foldsNotLinear(photographs: Int, genes: Int)
    /// Rows are to be left out one at a time, but some belong to the same photograph or group.
    case foldsOfGroups
    /// The number of operations of a network from a file is not known.
    case costUnknown(file: String, extractor: String)
    /// The number of extraction costs is not that of the features files.
    case costCount(found: Int, files: Int)
    /// A training needs more memory, in bytes, than is free.
    case memoryShort(needed: Int, available: Int, columns: Int, hidden: String)
    /// A reduction needs more memory, in bytes, than is free.
    case reductionMemoryShort(needed: Int, available: Int, columns: Int)
    /// Other work needs more memory, in bytes, than is free; `advice` says what would need less.
    case workMemoryShort(work: String, needed: Int, available: Int, advice: String)
    /// All photographs have the same features.
    case nothingVaries(file: String, photographs: Int)
    /// The checkpoint beside an output is damaged, or belongs to another kind of work.
    case checkpointDamaged(String)
    /// A file is not an output of kalon-explore.
    case notAnExploration(String)
    /// Columns are to be chosen by a class's gradients, but the classifier predicts ratings.
    case ratingsNotAttributed(classifier: String)
    /// A set is to be sampled by its ratings, but has none.
    case noRatings(set: String)
    /// Photographs are given of a set that is not among the results.
    case setNotMeasured(String, measured: [String])
    /// A file is not an output of this version's kalon-evaluate.
    case notResults(String)
    /// A fit is to be updated, but its model keeps no statistics.
    case statisticsMissing(model: String)
    /// An output has the path of an input or of another output.
    case pathTwice(String)
}
