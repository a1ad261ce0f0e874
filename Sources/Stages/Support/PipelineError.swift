import Faults

/// What can go wrong where stages meet: files that do not belong together.
public enum PipelineError: Error, Equatable {
    /// Labels are needed and some photographs have none.
    case labelsMissing(file: String, missing: Int, of: Int, example: String)
    case oneClassOnly(file: String, label: Int8, count: Int)
    /// The reduction that a features file names is not the file found now.
    case reductionChanged(features: String, model: String)
    /// A classifier is to be run on columns that no file given holds.
    case extractorMissing(classifier: String, set: String, extractor: String, found: [String])
    /// Files of one set that the classifier has no use for.
    case unusedFile(file: String, extractor: String)
    case reductionDiffers(file: String)
    /// The mask was evolved on other columns.
    case maskColumns(mask: String, found: Int, expected: Int)
    case maskBlocks(mask: String, found: [String], expected: [String])
    /// A classifier without what it takes to run it on photographs.
    case notApplicable(classifier: String)
    case classCount(classifier: String, found: Int)
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
    /// An output has the path of an input or of another output.
    case pathTwice(String)
}

extension PipelineError: Fault {
    public var kind: FaultKind {
        switch self {
        case .unusedWeights, .pathTwice: .usage
        default: .badData
        }
    }

    public var sentence: String {
        switch self {
        case .labelsMissing(let file, let missing, let total, let example):
            "\(file): \(missing) of \(total) photographs have no label (such as \(example)); put them into aesthetic/ and "
                + "not-aesthetic/, or give a manifest with labels, and extract again"
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
        default:
            matchingSentence
        }
    }

    private var matchingSentence: String {
        switch self {
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
        case .extractorsDiffer(let model, let found, let expected):
            "\(model): it was fitted on \(expected.joined(separator: " + ")), the features are of "
                + "\(found.joined(separator: " + ")); give features of the same extractors in the same order"
        case .nothingLabelled(let set, let photographs):
            "\(set): none of its \(photographs) photographs has a label to measure against; put them into aesthetic/ and "
                + "not-aesthetic/, or give a manifest with labels"
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
        case .pathTwice(let path):
            "\(path) would be written over an input or another output of this command; give it a name of its own"
        default:
            String(describing: kind)
        }
    }
}
