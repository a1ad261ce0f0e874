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
                + "not-aesthetic/, or give a manifest with labels, and extract again; --aesthetic-from makes labels "
                + "from mean scores or votes"
        case .ratingsMissing(let file):
            "\(file): its photographs have no ratings; give a manifest with the columns r1, r2, … (votes for each score), and "
                + "extract again"
        case .votesMissing(let file, let photograph):
            "\(file): \(photograph) has no votes; leave it out of the manifest, and extract again"
        case .nothingToTrainOn(let file):
            "\(file): the manifest's split puts no photograph into the training part; put some into train, and extract again"
        case .testPartTwice(let file):
            "\(file): the manifest's split already has a test part; leave out --test-share, or give 0 for no test"
        case .zeroByteInList:
            "standard input: the list of paths contains a zero byte; give --null (-0) if each path ends in one, as with "
                + "find -print0"
        case .listTooLong(let bytes):
            "standard input: the list of paths is longer than \(bytes) bytes; give it in several runs"
        case .scoresMissing(let file):
            "\(file): its photographs have no mean scores to make labels from; give a manifest with a column of mean scores "
                + "(score, mean or mos) or with columns of votes (r1, r2, …), and extract again"
        case .oneClassOnly(let file, let label, let count):
            "\(file): all \(count) photographs are \(label == 1 ? "aesthetic" : "not aesthetic"); both classes are needed"
        case .reductionChanged(let features, let model):
            "\(features): it was reduced by \(model), which has changed since; reduce again"
        case .extractorMissing(let classifier, let set, let extractor, let found):
            "\(set): the classifier \(classifier) needs features of \(extractor), but the files hold \(found.joined(separator: ", ")); "
                + "extract them with the same weights, taps and input (kalon-inspect prints them)"
        case .unusedFile(let file, let extractor):
            "\(file): the classifier does not use features of \(extractor); leave the file out"
        case .reductionDiffers(let file):
            "\(file): it was not reduced by the classifier's own reduction; give the features as extracted"
        case .columnsContradict(let file, let described, let found):
            "\(file): its extractors and reductions describe \(described) columns, but it has \(found); create the file again"
        case .maskColumns(let mask, let found, let expected):
            "\(mask): the mask chooses among \(found) columns, but the features have \(expected); give the files that it was "
                + "evolved on"
        case .maskBlocks(let mask, let found, let expected):
            "\(mask): the mask chooses among columns of \(found.joined(separator: " + ")), but the features are of "
                + "\(expected.joined(separator: " + ")); give the same files in the same order"
        case .notApplicable(let classifier):
            "\(classifier): it does not say which extractors its columns come from; train it with kalon-train, or evaluate "
                + "it on features files"
        case .classCount(let classifier, let found):
            "\(classifier): it distinguishes \(found) classes; 2 are expected (not aesthetic, aesthetic)"
        case .opinionsNotComparable(let first, let predicts, let second, let instead):
            "\(first) predicts \(predicts), but \(second) predicts \(instead); verdicts can be combined only if all classifiers "
                + "predict the same: run the others separately"
        case .classifierTwice(let path):
            "\(path) is given twice, so it would agree with itself and count twice in the mean; give each classifier once"
        case .classifierColumns(let classifier, let found, let expected):
            "\(classifier): it was trained on \(expected.joined(separator: " + ")), but the features are "
                + "\(found.joined(separator: " + ")); give a classifier that was trained on all columns of the same files in the "
                + "same order"
        case .extractorsDiffer(let model, let found, let expected):
            "\(model): it was fitted on \(expected.joined(separator: " + ")), but the features are of "
                + "\(found.joined(separator: " + ")); give features of the same extractors in the same order"
        case .testDiffers(let file, let found, let expected):
            "\(file): the test features are of \(found.joined(separator: " + ")), but the search uses features of "
                + "\(expected.joined(separator: " + ")); give features of the same extractors and the same reduction, in "
                + "the same order"
        case .testSeen(let file, let photograph):
            "\(file): \(photograph) is also among the photographs of the search; test on photographs that the search does not see"
        case .nothingFinite(let classifier, let row):
            "\(classifier): its output for row \(row + 1) is not a finite number, because the features there are far larger than "
                + "those it was trained on; look at them with kalon-inspect, or leave the photograph out"
        case .otherScores(let set, let found, let expected):
            "\(set): its votes are for \(found) scores, but the classifier predicts \(expected); give votes for the same scores, or a "
                + "classifier that was trained on such votes"
        case .foldsOfGroups:
            "--fitness linear with --fitness-split folds leaves rows out one at a time, but some rows are copies of one photograph "
                + "or belong to one group; use --fitness-split validation, or --fitness ladder"
        case .costUnknown(let file, let extractor):
            "\(file): the number of operations of \(extractor) is not known; give --extraction-costs"
        case .costCount(let found, let files):
            "--extraction-costs gives \(found) of \(files) numbers; give one for each features file"
        case .foldsNotLinear(let photographs, let genes):
            "--fitness linear measures by folds only if there are no more photographs than a mask has columns, but there are "
                + "\(photographs) photographs and \(genes) columns; give --fitness-split validation"
        case .nothingLabelled(let set, let photographs):
            "\(set): none of its \(photographs) photographs has a label to measure against; put them into aesthetic/ and "
                + "not-aesthetic/, or give a manifest with labels; --aesthetic-from makes labels from mean scores or votes"
        case .unreadableReduction(let file):
            "\(file): the record of its reduction cannot be read; reduce the features again"
        case .photographMissing(let photograph, let file):
            "\(file): it lacks the photograph \(photograph), which the other files have; give files of the same photographs"
        case .unknownActivation(let name, let known):
            "the classifier has the unknown activation '\(name)'; the known ones are \(known.joined(separator: ", "))"
        case .alreadyReduced(let file):
            "\(file): these features are already reduced; give the features as extracted"
        case .unusedWeights(let network, let classifier, let networks):
            "--weights names the network \(network), which \(classifier) does not use; it uses "
                + "\(networks.joined(separator: ", "))"
        case .setsOfOneName(let name, let first, let second):
            "two sets are named \(name): \(first) and \(second); measure them in separate commands, or rename one"
        case .memoryShort(let needed, let available, let columns, let hidden):
            "training --hidden \(hidden) on \(columns) columns takes about \(Self.gigabytes(needed)) of memory, but only "
                + "\(Self.gigabytes(available)) is free; give narrower layers, a smaller --batch, or fewer columns"
        case .reductionMemoryShort(let needed, let available, let columns):
            "fitting components to \(columns) columns takes up to \(Self.gigabytes(needed)) of memory, but only "
                + "\(Self.gigabytes(available)) is free; reduce the files separately, or choose columns with kalon-evolve first"
        case .workMemoryShort(let work, let needed, let available, let advice):
            "\(work) takes about \(Self.gigabytes(needed)) of memory, but only \(Self.gigabytes(available)) is free; \(advice)"
        case .nothingVaries(let file, let photographs):
            "\(file): all \(photographs) photographs have the same features, so there is nothing to learn from; check that the "
                + "pictures differ and that the network tells them apart"
        case .checkpointDamaged(let path):
            "\(path): it is not a checkpoint of this kind of run, or it is damaged; remove it to start again"
        case .notAnExploration(let path):
            "\(path): it is not an exploration; a file written by kalon-explore --output is expected"
        case .ratingsNotAttributed(let classifier):
            "\(classifier): it predicts ratings; --by gradient needs a classifier of aesthetic and not aesthetic"
        case .noRatings(let set):
            "\(set) has no ratings; a manifest with columns of votes (r1, r2, …) is expected"
        case .setNotMeasured(let name, let measured):
            "the results contain no set \(name); --photographs takes the folder or manifest of a measured set: "
                + measured.joined(separator: ", ")
        case .notResults(let path):
            "\(path): it holds no results of this version; a file written by kalon-evaluate --output of this version is expected"
        case .statisticsMissing(let model):
            "\(model): it was fitted without --keep-statistics, so no photographs can be added; fit on all files again"
        case .pathTwice(let path):
            "\(path) would overwrite an input or another output of this command; choose another name"
        }
    }

    private static func gigabytes(_ bytes: Int) -> String {
        String(format: "%.1f GB", Double(bytes) / 1e9)
    }
}
