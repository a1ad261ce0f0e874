/// Something that a user can set, and that a fault may ask to set otherwise.
///
/// Libraries name what is set in plain words, and know no command line. Whatever shows a fault to a person says how the
/// setting is made there, such as by an option.
public enum Setting: String, Codable, CaseIterable, Sendable {
    // Data sets.
    /// The column of a manifest that holds the paths.
    case pathColumn
    /// The column of a manifest that holds the labels.
    case labelColumn
    /// The column of a manifest that names the part of the data set.
    case splitColumn
    /// The column of a manifest that names the group.
    case groupColumn
    /// The column of a manifest that holds mean scores.
    case scoreColumn
    /// What the names of the columns of votes begin with.
    case voteColumns
    /// The lowest and the highest mean score that a photograph can have.
    case scoreScale
    /// The mean score from which a photograph counts as aesthetic.
    case aestheticScore

    // Extractors and the input of their networks.
    /// The network that computes features.
    case extractor
    /// The side of a network's input in pixels.
    case inputSize
    /// The shorter side of a picture in pixels before the middle is cut out.
    case shorterSide
    /// The outputs of a network in a file that are features.
    case featureOutput
    /// The tensors inside a network whose means are features.
    case taps
    /// Which tokens of a transformer become features.
    case tokens
    /// Which axis of a network's input holds the channels.
    case channelLayout
    /// That the middle of a picture becomes the input.
    case cropping
    /// That a picture gets a border on two sides to become square.
    case border
    /// That a picture is stretched to the size of the input.
    case stretching
    /// That a picture keeps its proportions, and its longest side becomes that of the input.
    case longestSide
    /// The range of the values that a network takes.
    case valueRange
    /// The mean that is subtracted from each channel.
    case channelMean
    /// The precision of a computation.
    case precision
    /// The new paths of weight files that have moved.
    case movedWeights
    /// The most pixels that a photograph may have.
    case pixelLimit
    /// The most photographs that may be skipped because they cannot be read.
    case skippedLimit
    /// What the extraction of each file of features costs.
    case extractionCosts

    // Published weights.
    /// The list of published weights.
    case weightsList
    /// The folder of published weights.
    case weightsFolder
    /// The speed below which a connection counts as lost.
    case leastSpeed

    // Choosing columns, by a search or without.
    /// The number of columns of a mask.
    case genes
    /// The number of masks in a generation.
    case population
    /// The number of masks that survive unchanged.
    case elites
    /// The number of parents of a child.
    case parents
    /// The number of islands.
    case islands
    /// The number of generations between two migrations.
    case migrationInterval
    /// The number of masks that move to another island.
    case migrants
    /// The most generations of a search.
    case generations
    /// The most generations without gain.
    case stagnation
    /// The most evaluations of a search.
    case evaluations
    /// The number of best masks that are measured again.
    case leaders
    /// The number of columns that a mutation flips.
    case flips
    /// The share of masks that random ones replace.
    case immigrants
    /// The share of genes that a mutation keeps.
    case keptShare
    /// The share of genes that a mutation keeps if all masks are alike.
    case leastKeptShare
    /// By how much each rung of successive halving has fewer masks than the one before.
    case rungReduction
    /// How columns are chosen.
    case selectionMethod
    /// The number of neighbours from which mutual information is estimated.
    case neighbours
    /// The number of draws for each photograph.
    case draws
    /// The number of columns that a photograph votes for.
    case votes
    /// The penalty of a regression.
    case penalty

    // Explaining.
    /// The number of segments of a picture.
    case segments

    // Training and measuring.
    /// The settings of a training that are chosen together.
    case preset
    /// What a classifier ends with: logistic regression or a network.
    case head
    /// The number of epochs.
    case epochs
    /// The number of epochs without gain after which training stops.
    case patience
    /// The learning rate.
    case learningRate
    /// The number of photographs in a step.
    case batchSize
    /// The share of the photographs that chooses the best epoch.
    case validationShare
    /// How classes of different sizes are balanced.
    case balancing
    /// How much the loss looks at photographs that are judged wrongly.
    case focus
    /// The weights of the classes in the loss.
    case classWeights
    /// How far labels are from certain.
    case labelSmoothing
    /// How strongly rows are mixed with each other.
    case mixup
    /// Whether probabilities are calibrated.
    case calibration
    /// The score or probability from which a photograph counts as aesthetic.
    case threshold

    // Quantisation.
    /// The largest error of features that 8-bit numbers may cause.
    case errorLimit
}
