import Faults

extension ReductionError: Fault {
    /// The kind of fault, which decides the exit code.
    public var kind: FaultKind {
        switch self {
        case .invalidShare, .invalidComponentCount, .solverNeedsCount, .invalidTolerance, .invalidIterationCount, .invalidAlpha:
            .usage
        case .nothingVaries, .nothingAboveChance, .likelihoodNeedsRows, .tooFewRows, .tooManyComponents, .componentsBeyondRank,
            .columnsDiffer:
            .badData
        }
    }

    /// The fault as one sentence for the user.
    public var sentence: String {
        switch self {
        case .tooFewRows(let found):
            "a reduction needs at least 2 photographs, found \(found)"
        case .tooManyComponents(let requested, let rows, let columns):
            "\(requested) components were asked for, but \(rows) photographs with \(columns) \(columns == 1 ? "column" : "columns") "
                + "have at most \(min(rows, columns)); ask for fewer or add photographs"
        case .componentsBeyondRank(let requested, let rank):
            "\(requested) components were asked for, but the features vary in only \(rank) "
                + "\(rank == 1 ? "direction" : "directions"); ask for at most \(rank)"
        case .nothingVaries(let rows):
            "all \(rows) photographs have the same features, so there is nothing to reduce; were they extracted from different "
                + "pictures, and does the network tell them apart?"
        case .invalidShare(let share):
            "\(share) is not a share of the variance; give a number above 0 and below 1"
        case .invalidComponentCount(let count):
            "\(count) is not a number of components; give 1 or more"
        case .nothingAboveChance:
            "no component varies more than those of random features of this size; say how many to keep"
        case .likelihoodNeedsRows(let rows, let columns):
            "to choose the number of components by likelihood, at least as many photographs as columns are needed, found "
                + "\(rows) and \(columns); choose by parallel analysis (auto), a number or a share"
        case .solverNeedsCount:
            "the randomised solver needs to know the number of components; give a whole number, or choose another solver"
        case .invalidTolerance(let tolerance):
            "\(tolerance) is not a tolerance for independent components; give a number above 0 and below 1"
        case .invalidIterationCount(let count):
            "\(count) is not a number of iterations; give 1 or more"
        case .invalidAlpha(let alpha):
            "\(alpha) is not a valid alpha for the contrast logcosh; give a number from 1 to 2"
        case .columnsDiffer(let found, let expected):
            "the features have \(found) columns, but the fitted reduction expects \(expected); was it fitted on other extractors?"
        }
    }
}
