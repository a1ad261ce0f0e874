import Faults

extension WeightsError: Fault {
    /// The kind of fault, which decides the exit code.
    package var kind: FaultKind {
        switch self {
        case .noCatalogue, .unknownName, .noHome: .usage
        case .notReady(_, _, let state): state.isHere ? .badData : .missingInput
        case .nothingHere: .missingInput
        case .differs, .rejected, .unreadableArchive, .notVerified: .badData
        }
    }

    /// What a user can set otherwise to avoid the fault.
    package var settings: [Setting] {
        switch self {
        case .noCatalogue: [.weightsList]
        case .noHome: [.weightsFolder]
        default: []
        }
    }

    /// The fault as one sentence for the user.
    package var sentence: String {
        switch self {
        case .noCatalogue(let executable):
            "no folder above \(executable) holds data/weights.csv, the list of published weights; give the file of "
                + "the list"
        case .unknownName(let name, let catalogue, let known):
            "\(catalogue) has no weights '\(name)'; it has \(known.joined(separator: ", "))"
        case .noHome:
            "neither HOME nor XDG_DATA_HOME says where your data are; give a folder for the weights"
        case .differs(let difference):
            "\(difference.file) \(difference.sentence)"
        case .rejected(let difference, let address, let keptAt):
            "\(address) sent a file that \(difference.sentence); it is not used, and was set aside as \(keptAt)"
        case .unreadableArchive(let file, let member, let problem):
            "\(member) cannot be taken out of \(file): \(problem)"
        case .notReady(let name, let file, let state):
            "\(file) \(state.sentence(name: name))"
        case .nothingHere(let folder):
            "\(folder) holds none of the listed weights; get some with kalon-weights fetch NAME"
        case .notVerified(let names):
            "not as expected: \(names.joined(separator: ", ")); get the right files with kalon-weights fetch"
        }
    }
}

extension WeightDifference {
    /// What is wrong, without the file.
    var sentence: String {
        switch source {
        case .published:
            "is not the published \(name): its \(quantity.rawValue) is \(found), but \(expected) was published"
        case .recorded(let record):
            "is not the \(name) that came the first time: its \(quantity.rawValue) is \(found), but \(expected) was recorded "
                + "then; if the new file is right, remove \(record)"
        }
    }
}

extension WeightState {
    /// What is wrong with a file in this state, and what to do.
    fileprivate func sentence(name: String) -> String {
        switch self {
        case .missing: "is not there; get it with kalon-weights fetch \(name)"
        case .partial: "is not complete yet; get the rest with kalon-weights fetch \(name)"
        case .unchecked: "has never been checked; check it with kalon-weights verify \(name)"
        case .changed: "has been modified since it was checked; check it again with kalon-weights verify \(name)"
        case .wrong: "is not what was published; get it again with kalon-weights fetch \(name)"
        case .recorded, .verified: "is ready"
        }
    }
}
