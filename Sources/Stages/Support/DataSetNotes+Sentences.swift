import DataSets
import Records

/// What a command does with labels, which decides what it says of photographs without.
public enum LabelUse: Sendable {
    /// It takes them from the names of folders or from a manifest.
    case taken
    /// It also takes them from options that name folders.
    case givenByFolders
    /// It needs none.
    case ignored
}

extension DataSetNotes {
    /// The notes as sentences for the user; with `isListed`, every file that was passed over is named.
    func sentences(of set: String, isListed: Bool, labels: LabelUse) -> [String] {
        var sentences: [String] = []
        if !columnsAside.isEmpty {
            sentences.append(
                "\(set): the column\(columnsAside.count == 1 ? " \(columnsAside[0]) is" : "s \(Self.list(columnsAside)) are") ignored"
            )
        }
        if !scoresAside.isEmpty {
            sentences.append(
                "\(set): mean scores (\(Self.list(scoresAside))) are ignored, because there are votes or labels; give "
                    + "--score-column and --score-scale to use them")
        }
        if let sentence = unlabelledSentence(of: set, labels) { sentences.append(sentence) }
        if isListed { sentences += passedOver.map { "\(set): passed over: \($0.path)" } }
        // RAW files beside pictures have their own sentence.
        let counted = passedOver.filter { $0.reason != .besidePicture }
        if !counted.isEmpty {
            sentences.append(
                "\(set): \(counted.count == 1 ? "1 file is" : "\(counted.count) files are") passed over: \(Self.counts(counted))"
                    + (isListed ? "" : " (--list-passed-over names them)"))
        }
        return sentences
    }

    /// How many files were passed over for each reason, the commonest first.
    private static func counts(_ files: [PassedOver]) -> String {
        Dictionary(grouping: files, by: \.reason).mapValues(\.count)
            .map { reason, count in
                switch reason {
                case .notAPicture(ending: ""): (count, "\(count) without an ending")
                case .notAPicture(let ending): (count, "\(count) .\(ending)")
                case .besidePicture: (count, "\(count) RAW beside a picture")
                case .anotherPath: (count, "\(count) that \(count == 1 ? "is" : "are") already listed under another path")
                }
            }
            .sorted { ($1.0, $0.1) < ($0.0, $1.1) }.map(\.1).joined(separator: ", ")
    }

    private func unlabelledSentence(of set: String, _ labels: LabelUse) -> String? {
        let count = unlabelled.reduce(0) { $0 + $1.count }
        guard count > 0, labels != .ignored else { return nil }
        let folders = unlabelled.map { $0.folder.isEmpty ? "\($0.count) outside the folders" : "\($0.folder) (\($0.count))" }
        let places = unlabelled.count == 1 && unlabelled[0].folder.isEmpty ? "" : ": \(Self.list(folders))"
        return "\(set): \(count) photograph\(count == 1 ? " has" : "s have") no label\(places); put them into folders "
            + "named aesthetic and not-aesthetic (or good and bad, keep and reject)"
            + (labels == .givenByFolders ? ", or give --aesthetic FOLDER… --not-aesthetic FOLDER…" : "")
    }

    /// Names for a sentence; of many, only the first ones.
    private static func list(_ names: [String]) -> String {
        let most = 8
        return names.prefix(most).joined(separator: ", ") + (names.count > most ? " and \(names.count - most) others" : "")
    }
}

extension PhotographList {
    /// What the user should correct.
    var warnings: [String] {
        let rows = FeaturesRows(
            paths: photographs.map(\.path), labels: photographs.map(\.label), groups: photographs.map { $0.group ?? "" },
            splits: photographs.map(\.split))
        return rows.dividedGroupsWarning.map { ["\(name): \($0)"] } ?? []
    }
}
