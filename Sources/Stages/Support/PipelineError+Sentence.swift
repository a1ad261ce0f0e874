import Faults
import Foundation

extension PipelineError: Fault {
    /// The kind of fault, which decides the exit code.
    public var kind: FaultKind {
        switch self {
        case .testPartTwice, .setsOfOneName, .foldsNotLinear, .foldsOfGroups, .costCount, .memoryShort,
            .reductionMemoryShort, .workMemoryShort, .setNotMeasured, .pathTwice:
            .usage
        case .zeroByteInList, .listTooLong, .scoresMissing, .extractorsDiffer, .nothingLabelled, .alreadyReduced, .otherScores,
            .checkpointDamaged, .notAnExploration, .noRatings, .noVotes, .noLabels, .noFeatures, .notResults,
            .statisticsMissing, .classifierChanged:
            .badData
        }
    }

    /// The fault as one sentence for the user.
    public var sentence: String {
        switch self {
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
        case .extractorsDiffer(let model, let found, let expected):
            "\(model): it was fitted on \(expected.joined(separator: " + ")), but the features are of "
                + "\(found.joined(separator: " + ")); give features of the same extractors in the same order"
        case .otherScores(let set, let found, let expected):
            "\(set): its votes are for \(found) scores, but the classifier predicts \(expected); give votes for the same scores, or a "
                + "classifier that was trained on such votes"
        case .foldsOfGroups:
            "--fitness linear with --fitness-split folds leaves rows out one at a time, but some rows are copies of one photograph "
                + "or belong to one group; use --fitness-split validation, or --fitness ladder"
        case .costCount(let found, let files):
            "--extraction-costs gives \(found) of \(files) numbers; give one for each features file"
        case .foldsNotLinear(let photographs, let genes):
            "--fitness linear measures by folds only if there are no more photographs than a mask has columns, but there are "
                + "\(photographs) photographs and \(genes) columns; give --fitness-split validation"
        case .nothingLabelled(let set, let photographs):
            "\(set): none of its \(photographs) photographs has a label to measure against; put them into aesthetic/ and "
                + "not-aesthetic/, or give a manifest with labels; --aesthetic-from makes labels from mean scores or votes"
        case .alreadyReduced(let file):
            "\(file): these features are already reduced; give the features as extracted"
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
        case .checkpointDamaged(let path):
            "\(path): it is not a checkpoint of this kind of run, or it is damaged; remove it to start again"
        case .notAnExploration(let path):
            "\(path): it is not an exploration; a file written by kalon-explore --output is expected"
        case .noLabels(let set):
            "\(set) has no labels; folders aesthetic/ and not-aesthetic/, or a manifest with a column of labels, are expected"
        case .noFeatures(let set, let file):
            "\(file): it has no row for any photograph of \(set); extract features of the same folder or manifest, so that the paths agree"
        case .noVotes(let set): "\(set) has no votes; a manifest with columns of votes (r1, r2, …) is expected"
        case .noRatings(let set):
            "\(set) has neither votes nor mean scores; a manifest with columns of votes (r1, r2, …), or one with --score-column and "
                + "--score-scale, is expected"
        case .setNotMeasured(let name, let measured):
            "the results contain no set \(name); --photographs takes the folder or manifest of a measured set: "
                + measured.joined(separator: ", ")
        case .notResults(let path):
            "\(path): it holds no results of this version; a file written by kalon-evaluate --output of this version is expected"
        case .statisticsMissing(let model):
            "\(model): it was fitted without --keep-statistics, so no photographs can be added; fit on all files again"
        case .classifierChanged(let path):
            "\(path): it is gone or is no longer the classifier that was measured, so it cannot explain these verdicts; measure it "
                + "again"
        case .pathTwice(let path):
            "\(path) would overwrite an input or another output of this command; choose another name"
        }
    }

    private static func gigabytes(_ bytes: Int) -> String {
        String(format: "%.1f GB", Double(bytes) / 1e9)
    }
}
