/// What can go wrong where stages meet: files that do not belong together.
public enum PipelineError: Error, Equatable {
    /// Labels are needed and some photographs have none.
    case labelsMissing(file: String, missing: Int, of: Int, example: String)
    /// Votes are needed and there are none, for any photograph or for one.
    case ratingsMissing(file: String)
    case votesMissing(file: String, photograph: String)
    /// A manifest's split puts no photograph into the part to train on.
    case nothingToTrainOn(file: String)
    /// The split has a part to test on, and another is asked for.
    case testPartTwice(file: String)
    /// A list of paths has a zero byte in it.
    case zeroByteInList
    /// A list of paths goes on and on.
    case listTooLong(bytes: Int)
    /// Labels are to be made of mean scores, and there are none.
    case scoresMissing(file: String)
    case oneClassOnly(file: String, label: Int8, count: Int)
    /// The reduction that a features file names is not the file found now.
    case reductionChanged(features: String, model: String)
    /// A classifier is to be run on columns that no file given holds.
    case extractorMissing(classifier: String, set: String, extractor: String, found: [String])
    /// Files of one set that the classifier has no use for.
    case unusedFile(file: String, extractor: String)
    case reductionDiffers(file: String)
    /// What a file says of its columns does not add up to those that it has.
    case columnsContradict(file: String, described: Int, found: Int)
    /// The mask was evolved on other columns.
    case maskColumns(mask: String, found: Int, expected: Int)
    case maskBlocks(mask: String, found: [String], expected: [String])
    /// A classifier without what it takes to run it on photographs.
    case notApplicable(classifier: String)
    case classCount(classifier: String, found: Int)
    /// Classifiers that predict different things are to judge together.
    case opinionsNotComparable(first: String, predicts: String, second: String, instead: String)
    /// A classifier is to judge beside itself.
    case classifierTwice(String)
    /// A classifier is to judge columns of other files, or fewer than all of them.
    case classifierColumns(classifier: String, found: [String], expected: [String])
    case extractorsDiffer(model: String, found: [String], expected: [String])
    /// Not one photograph of a set to be measured has a label.
    case nothingLabelled(set: String, photographs: Int)
    case unreadableReduction(file: String)
    case photographMissing(String, file: String)
    case unknownActivation(name: String, known: [String])
    /// Features that were reduced before are to be reduced again.
    case alreadyReduced(file: String)
    /// Weights are given for a network that the classifier does not use.
    case unusedWeights(network: String, classifier: String, networks: [String])
    /// Two sets to be measured have one name.
    case setsOfOneName(String, first: String, second: String)
    /// The features to test on are not of the columns that are searched.
    case testDiffers(file: String, found: [String], expected: [String])
    /// A photograph to test on is one of those that are searched.
    case testSeen(file: String, photograph: String)
    /// A classifier's sums went beyond what a float holds.
    case nothingFinite(classifier: String, row: Int)
    /// The votes are for other scores than the classifier predicts.
    case otherScores(set: String, found: Int, expected: Int)
    /// Ridge regression leaves photographs out one by one only where these are few.
    case foldsNotLinear(photographs: Int, genes: Int)
    /// Rows of one photograph or group are to be left out one by one.
    case foldsOfGroups
    /// What a network from a file takes to run is not known.
    case costUnknown(file: String, extractor: String)
    case costCount(found: Int, files: Int)
    /// A training needs more memory than there is.
    case memoryShort(needed: Int, available: Int, columns: Int, hidden: String)
    /// A reduction needs more memory than there is.
    case reductionMemoryShort(needed: Int, available: Int, columns: Int)
    /// Other work needs more memory than there is; `advice` says what would take less.
    case workMemoryShort(work: String, needed: Int, available: Int, advice: String)
    /// All photographs have the same features.
    case nothingVaries(file: String, photographs: Int)
    /// A file beside the output that should hold a training's progress does not.
    case checkpointDamaged(String)
    /// A file that should hold what kalon-explore wrote does not.
    case notAnExploration(String)
    /// The columns of a classifier of ratings are to be weighed by what they do for a class.
    case ratingsNotAttributed(classifier: String)
    /// A set without ratings is to be sampled by them.
    case noRatings(set: String)
    /// Photographs are given of a set that the results do not know.
    case setNotMeasured(String, measured: [String])
    /// A file that should hold results of kalon-evaluate does not.
    case notResults(String)
    /// A fit is to be carried on that kept no statistics.
    case statisticsMissing(model: String)
    /// An output has the path of an input or of another output.
    case pathTwice(String)
}
