/// What can go wrong where stages meet: files that do not belong together.
///
/// The associated values hold what the error's sentence tells: paths as they were given, counts, and what was found beside
/// what was expected.
public enum PipelineError: Error, Equatable {
    /// The split has a test part, and another one is asked for.
    case testPartTwice(file: String)
    /// A list of paths contains a zero byte.
    case zeroByteInList
    /// A list of paths is longer than `bytes`, the most that is read.
    case listTooLong(bytes: Int)
    /// Labels are to be made from mean scores, but there are none.
    case scoresMissing(file: String)
    /// A reduction was fitted on features of other extractors.
    case extractorsDiffer(model: String, found: [String], expected: [String])
    /// No photograph of a set to be measured has a label.
    case nothingLabelled(set: String, photographs: Int)
    /// Features that are already reduced are to be reduced again.
    case alreadyReduced(file: String)
    /// Two sets to be measured have the same name.
    case setsOfOneName(String, first: String, second: String)
    /// The votes are for another number of scores than the classifier predicts.
    case otherScores(set: String, found: Int, expected: Int)
    /// There are more photographs than ridge regression leaves out one at a time.
    case foldsNotLinear(photographs: Int, genes: Int)
    /// Rows are to be left out one at a time, but some belong to the same photograph or group.
    case foldsOfGroups
    /// The number of extraction costs is not that of the features files.
    case costCount(found: Int, files: Int)
    /// A training needs more memory, in bytes, than is free.
    case memoryShort(needed: Int, available: Int, columns: Int, hidden: String)
    /// A reduction needs more memory, in bytes, than is free.
    case reductionMemoryShort(needed: Int, available: Int, columns: Int)
    /// Other work needs more memory, in bytes, than is free; `advice` says what would need less.
    case workMemoryShort(work: String, needed: Int, available: Int, advice: String)
    /// The checkpoint beside an output is damaged, or belongs to another kind of work.
    case checkpointDamaged(String)
    /// A file is not an output of kalon-explore.
    case notAnExploration(String)
    /// No photograph of a set has votes or a mean score.
    case noRatings(set: String)
    /// No photograph of a set has votes.
    case noVotes(set: String)
    /// No photograph of a set has a label.
    case noLabels(set: String)
    /// No photograph of a set has a row in a features file.
    case noFeatures(set: String, file: String)
    /// Photographs are given of a set that is not among the results.
    case setNotMeasured(String, measured: [String])
    /// A file is not an output of this version's kalon-evaluate.
    case notResults(String)
    /// A fit is to be updated, but its model keeps no statistics.
    case statisticsMissing(model: String)
    /// The classifier behind results is gone or has changed, so it cannot explain them.
    case classifierChanged(String)
    /// An output has the path of an input or of another output.
    case pathTwice(String)
}
