import Faults

extension JudgingError: Fault {
    /// The kind of fault, which decides the exit code.
    public var kind: FaultKind {
        switch self {
        case .opinionsNotComparable, .classifierTwice, .unusedWeights, .costUnknown, .extractorInFile, .tooLargeForONNX:
            .usage
        case .labelsMissing, .ratingsMissing, .votesMissing, .nothingToTrainOn, .oneClassOnly, .reductionChanged,
            .extractorMissing, .unusedFile, .reductionDiffers, .columnsContradict, .maskColumns, .maskBlocks, .notApplicable,
            .classCount, .classifierColumns, .unreadableReduction, .photographMissing, .unknownActivation, .nothingFinite,
            .nothingVaries, .ratingsNotAttributed, .testDiffers, .testSeen, .studentColumns, .notTunable:
            .badData
        }
    }

    /// What a user can set otherwise to avoid the fault.
    public var settings: [Setting] {
        switch self {
        case .labelsMissing: [.aestheticScore]
        case .costUnknown: [.extractionCosts]
        case .unusedWeights: [.movedWeights]
        case .ratingsNotAttributed: [.selectionMethod]
        default: []
        }
    }

    /// The fault as one sentence for the user.
    public var sentence: String {
        switch self {
        case .labelsMissing(let file, let missing, let total, let example):
            "\(file): \(missing) of \(total) photographs have no label (such as \(example)); put them into aesthetic/ and "
                + "not-aesthetic/, or give a manifest with labels, and extract again; or have labels "
                + "made from mean scores or votes"
        case .ratingsMissing(let file):
            "\(file): its photographs have no ratings; give a manifest with the columns r1, r2, … (votes for each score), and "
                + "extract again"
        case .votesMissing(let file, let photograph):
            "\(file): \(photograph) has no votes; leave it out of the manifest, and extract again"
        case .nothingToTrainOn(let file):
            "\(file): the manifest's split puts no photograph into the training part; put some into train, and extract again"
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
                + "predict the same thing; run the others separately"
        case .classifierTwice(let path):
            "\(path) is given twice, so it would agree with itself and count twice in the mean; give each classifier once"
        case .classifierColumns(let classifier, let found, let expected):
            "\(classifier): it was trained on \(expected.joined(separator: " + ")), but the features are "
                + "\(found.joined(separator: " + ")); give a classifier that was trained on all columns of the same files in the "
                + "same order"
        case .studentColumns(let classifier, let found, let expected):
            "\(classifier): it takes features of \(expected.joined(separator: " + ")), but the student would give those of "
                + "\(found.joined(separator: " + ")); give the features files of the classifier's own training, in the same order"
        case .notTunable(let classifier, let reason):
            "\(classifier): \(reason), so it cannot be trained together with its network; give a classifier that kalon-tune wrote"
        case .nothingFinite(let classifier, let row):
            "\(classifier): its output for row \(row + 1) is not a finite number, because its features are far larger than "
                + "those it was trained on; look at them with kalon-inspect, or leave the photograph out"
        case .costUnknown(let file, let extractor):
            "\(file): the number of operations of \(extractor) is not known; give the costs of extraction"
        case .unreadableReduction(let file):
            "\(file): the record of its reduction cannot be read; reduce the features again"
        case .photographMissing(let photograph, let file):
            "\(file): it lacks the photograph \(photograph), which the other files have; give files of the same photographs"
        case .unknownActivation(let name, let known):
            "the classifier has the unknown activation '\(name)'; the known ones are \(known.joined(separator: ", "))"
        case .unusedWeights(let network, let classifier, let networks):
            "a new path is given for the weights of \(network), which \(classifier) does not use; give "
                + "paths only for its networks, \(networks.joined(separator: ", "))"
        case .nothingVaries(let file, let photographs):
            "\(file): all \(photographs) photographs have the same features, so there is nothing to learn from; check that the "
                + "pictures differ and that the network tells them apart"
        case .ratingsNotAttributed(let classifier):
            "\(classifier): it predicts ratings, but choosing by gradients needs a classifier of aesthetic and not "
                + "aesthetic; give one, or choose in another way"
        case .extractorInFile(let classifier, let extractor):
            "\(classifier): its extractor \(extractor) is a network in a file, which cannot become part of another file; export a "
                + "classifier that was trained on features of built-in networks"
        case .tooLargeForONNX(let classifier, let bytes):
            "\(classifier): its networks, reductions and layers are \(bytes / 1_000_000) MB, more than the 2147 MB that an ONNX file "
                + "can hold; reduce to fewer components"
        case .testDiffers(let file, let found, let expected):
            "\(file): the test features are of \(found.joined(separator: " + ")), but the search uses features of "
                + "\(expected.joined(separator: " + ")); give features of the same extractors and the same reduction, in "
                + "the same order"
        case .testSeen(let file, let photograph):
            "\(file): \(photograph) is also among the photographs of the search; test on photographs that the search does not see"
        }
    }
}
