/// The words that people use for what they like and what they do not: names of folders, and labels in manifests.
enum LabelWord {
    /// Words that have no other meaning.
    private static let clear: [String: Int8] = [
        "aesthetic": 1, "good": 1, "not-aesthetic": 0, "non-aesthetic": 0, "notaesthetic": 0, "unaesthetic": 0, "bad": 0,
    ]
    /// Words that may also be the names of albums.
    private static let common: [String: Int8] = [
        "keep": 1, "keeps": 1, "keeper": 1, "keepers": 1, "kept": 1, "pick": 1, "picks": 1, "picked": 1, "select": 1,
        "selects": 1, "selected": 1, "accept": 1, "accepted": 1, "yes": 1, "like": 1, "likes": 1, "liked": 1, "true": 1,
        "positive": 1, "reject": 0, "rejects": 0, "rejected": 0, "discard": 0, "discarded": 0, "no": 0, "dislike": 0,
        "dislikes": 0, "disliked": 0, "false": 0, "negative": 0,
    ]
    private static let numbers: [String: Int8] = ["1": 1, "1.0": 1, "0": 0, "0.0": 0]

    /// 1 or 0 for a label in a manifest, in any case; nil for other words.
    static func label(_ word: String) -> Int8? {
        let word = plain(word)
        return clear[word] ?? common[word] ?? numbers[word]
    }

    /// The labels of folders, from their names.
    ///
    /// Words that may also be the names of albums count only next to a word for the other label. Numbers count only as `1`
    /// next to `0`, if no other folder is numbered.
    static func labels(ofFolders folders: [String]) -> [String: Int8] {
        let plain = folders.map(plain)
        let words = Set(plain.compactMap { clear[$0] ?? common[$0] })
        let numbered = Set(plain.filter { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        var labels: [String: Int8] = [:]
        for (folder, word) in zip(folders, plain) {
            if let label = clear[word] {
                labels[folder] = label
            } else if let label = common[word], words.contains(1 - label) {
                labels[folder] = label
            } else if numbered == ["0", "1"], numbered.contains(word) {
                labels[folder] = numbers[word]
            }
        }
        return labels
    }

    private static func plain(_ word: String) -> String {
        word.lowercased().replacing(#/[ _]/#, with: "-")
    }
}
