import Faults
import Foundation

extension PipelineError: Fault {
    public var kind: FaultKind {
        switch self {
        case .unusedWeights, .setsOfOneName, .setNotMeasured, .pathTwice, .foldsNotLinear, .foldsOfGroups, .costUnknown,
            .costCount,
            .memoryShort, .reductionMemoryShort, .workMemoryShort, .classifierTwice, .testPartTwice, .opinionsNotComparable:
            .usage
        default: .badData
        }
    }

    public var sentence: String {
        switch self {
        case .labelsMissing(let file, let missing, let total, let example):
            "\(file): \(missing) of \(total) photographs have no label (such as \(example)); put them into aesthetic/ and "
                + "not-aesthetic/, or give a manifest with labels, and extract again; of mean scores or votes, "
                + "--aesthetic-from makes labels"
        case .ratingsMissing(let file):
            "\(file): its photographs have no ratings; give a manifest with the columns r1, r2, … (votes for each score), and "
                + "extract again"
        case .votesMissing(let file, let photograph):
            "\(file): \(photograph) has no votes; leave it out of the manifest, and extract again"
        case .nothingToTrainOn(let file):
            "\(file): the manifest's split puts none of its photographs into the part to train on; put some into train, and "
                + "extract again"
        case .testPartTwice(let file):
            "\(file): the manifest's split has a part to test on; leave out --test-share, or give 0 for no test"
        case .zeroByteInList:
            "standard input: there is a zero byte in the list of paths; give --null (-0) for paths that end in one, as of "
                + "find -print0"
        case .listTooLong(let bytes):
            "standard input: the list of paths has more than \(bytes) bytes"
        case .scoresMissing(let file):
            "\(file): its photographs have no mean scores to make labels of; give a manifest with a column of them (score, mean or "
                + "mos) or of votes (r1, r2, …), and extract again"
        case .oneClassOnly(let file, let label, let count):
            "\(file): all \(count) photographs are \(label == 1 ? "aesthetic" : "not aesthetic"); both classes are needed"
        case .reductionChanged(let features, let model):
            "\(features): it was reduced by \(model), which has changed since; reduce again"
        case .extractorMissing(let classifier, let set, let extractor, let found):
            "\(set): the classifier \(classifier) needs features of \(extractor), found \(found.joined(separator: ", ")); "
                + "extract them with the same weights, taps and input (kalon-inspect prints them)"
        case .unusedFile(let file, let extractor):
            "\(file): the classifier has no use for features of \(extractor)"
        case .reductionDiffers(let file):
            "\(file): it was reduced by another model than the classifier's; give the features as extracted"
        case .columnsContradict(let file, let described, let found):
            "\(file): the extractors and reductions that it describes give \(described) columns, and it has \(found); make it again"
        case .maskColumns(let mask, let found, let expected):
            "\(mask): the mask chooses among \(found) columns, the features have \(expected); was it evolved on other files?"
        case .maskBlocks(let mask, let found, let expected):
            "\(mask): the mask chooses among columns of \(found.joined(separator: " + ")), the features are of "
                + "\(expected.joined(separator: " + ")); give the files in the same order"
        case .notApplicable(let classifier):
            "\(classifier): it does not say which extractors its columns come from; train it with kalon-train, or evaluate "
                + "it on features files"
        case .classCount(let classifier, let found):
            "\(classifier): it tells \(found) classes apart, 2 are expected (not aesthetic, aesthetic)"
        case .opinionsNotComparable(let first, let predicts, let second, let instead):
            "\(first) predicts \(predicts), and \(second) \(instead); verdicts can be put together where all classifiers predict "
                + "the same: run the others apart"
        case .classifierTwice(let path):
            "\(path) is given twice; it would agree with itself, and count twice in the mean: give each classifier once"
        case .classifierColumns(let classifier, let found, let expected):
            "\(classifier): it was trained on \(expected.joined(separator: " + ")), the features are \(found.joined(separator: " + ")); "
                + "give one that was trained on all columns of the same files in the same order"
        case .extractorsDiffer(let model, let found, let expected):
            "\(model): it was fitted on \(expected.joined(separator: " + ")), the features are of "
                + "\(found.joined(separator: " + ")); give features of the same extractors in the same order"
        case .testDiffers(let file, let found, let expected):
            "\(file): the test features are of \(found.joined(separator: " + ")), those searched of "
                + "\(expected.joined(separator: " + ")); give features of the same extractors and the same reduction, in "
                + "the same order"
        case .testSeen(let file, let photograph):
            "\(file): \(photograph) is also among the photographs that are searched; give photographs to test on that the search "
                + "does not see"
        case .nothingFinite(let classifier, let row):
            "\(classifier): what it says of row \(row + 1) is no finite number, since the features there are far larger than those "
                + "that it was trained on; look at them with kalon-inspect, or leave the photograph out"
        case .otherScores(let set, let found, let expected):
            "\(set): its votes are for \(found) scores, and the classifier predicts \(expected); give votes for the same scores, or a "
                + "classifier that was trained on such votes"
        case .foldsOfGroups:
            "--fitness linear with --fitness-split folds leaves rows out one by one, and some rows are copies of one photograph or "
                + "of one group; use --fitness-split validation, or --fitness ladder"
        case .costUnknown(let file, let extractor):
            "\(file): how many operations \(extractor) takes is not known; give --extraction-costs"
        case .costCount(let found, let files):
            "--extraction-costs gives \(found) numbers, and there are \(files) features files; one for each is expected"
        case .foldsNotLinear(let photographs, let genes):
            "--fitness linear measures by folds only where photographs are at most as many as a mask's columns, and there "
                + "are \(photographs) for \(genes); give --fitness-split validation"
        case .nothingLabelled(let set, let photographs):
            "\(set): none of its \(photographs) photographs has a label to measure against; put them into aesthetic/ and "
                + "not-aesthetic/, or give a manifest with labels; of mean scores or votes, --aesthetic-from makes them"
        case .unreadableReduction(let file):
            "\(file): what is written about its reduction cannot be read; reduce again"
        case .photographMissing(let photograph, let file):
            "\(file): the photograph \(photograph) is missing, which the other files have; give files of the same photographs"
        case .unknownActivation(let name, let known):
            "the classifier has an activation '\(name)'; known are \(known.joined(separator: ", "))"
        case .alreadyReduced(let file):
            "\(file): these features were reduced before; give the features as extracted"
        case .unusedWeights(let network, let classifier, let networks):
            "--weights names the network \(network), which \(classifier) does not use; it uses "
                + "\(networks.joined(separator: ", "))"
        case .setsOfOneName(let name, let first, let second):
            "two sets are named \(name): \(first) and \(second); measure them by commands of their own, or rename one"
        case .memoryShort(let needed, let available, let columns, let hidden):
            "training --hidden \(hidden) on \(columns) columns takes about \(Self.gigabytes(needed)) of memory, and "
                + "\(Self.gigabytes(available)) are free; give narrower layers, a smaller --batch, or fewer columns"
        case .reductionMemoryShort(let needed, let available, let columns):
            "fitting components to \(columns) columns takes up to \(Self.gigabytes(needed)) of memory, and "
                + "\(Self.gigabytes(available)) are free; reduce the files apart, or choose columns with kalon-evolve first"
        case .workMemoryShort(let work, let needed, let available, let advice):
            "\(work) takes about \(Self.gigabytes(needed)) of memory, and \(Self.gigabytes(available)) are free; \(advice)"
        case .nothingVaries(let file, let photographs):
            "\(file): all \(photographs) photographs have the same features, so that there is nothing to learn from; were they extracted "
                + "from different pictures, and does the network tell them apart?"
        case .checkpointDamaged(let path):
            "\(path): it is no checkpoint of such a run, or a damaged one; remove it to start again"
        case .notAnExploration(let path):
            "\(path): it is no exploration; a file that kalon-explore --output wrote is expected"
        case .ratingsNotAttributed(let classifier):
            "\(classifier): it predicts ratings; --by gradient needs a classifier of aesthetic and not aesthetic"
        case .noRatings(let set):
            "\(set) has no ratings; a manifest with the columns r1, r2, … and votes in them is expected"
        case .setNotMeasured(let name, let measured):
            "the results know no set \(name); --photographs takes the folder or manifest of a measured one: "
                + measured.joined(separator: ", ")
        case .notResults(let path):
            "\(path): it holds no results of this version; a file that kalon-evaluate --output of this version wrote is expected"
        case .statisticsMissing(let model):
            "\(model): it was fitted without --keep-statistics, so that no photographs can be added; fit on all files again"
        case .pathTwice(let path):
            "\(path) would be written over an input or another output of this command; give it a name of its own"
        }
    }

    private static func gigabytes(_ bytes: Int) -> String {
        String(format: "%.1f GB", Double(bytes) / 1e9)
    }
}
