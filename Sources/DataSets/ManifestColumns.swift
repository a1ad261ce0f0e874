/// Which column of a manifest means what.
struct ManifestColumns {
    /// The position of each meaning in the header.
    private(set) var positions: [ManifestMeaning: Int] = [:]
    /// The positions of `r1`, `r2`, …, or of the names that take their place.
    private(set) var votes: [Int]
    /// The scale that the name of the column of scores gives, such as `mos (1...5)`.
    private(set) var namedScale: ScoreScale?
    /// The names of columns that are not used, as the file writes them.
    let aside: [String]
    /// Columns that may hold mean scores, none of which was taken because several could be meant.
    private(set) var unclearScores: [String] = []

    /// Finds the columns by their usual names or by the names given.
    ///
    /// Votes are in columns whose names are `votePrefix` and a number.
    ///
    /// - Throws: `CSVProblem` if a given name is not there, or if two columns could be meant; nothing is guessed.
    init(header: [String], naming: [ManifestMeaning: String], votePrefix: String) throws(CSVProblem) {
        votes = try Self.votes(in: header, prefix: votePrefix)
        var taken = Set(votes)
        for meaning in ManifestMeaning.allCases {
            guard let name = naming[meaning] else { continue }
            let position = try Self.position(of: name, in: header, for: meaning)
            guard taken.insert(position).inserted else { throw .columnTwice(header[position]) }
            positions[meaning] = position
        }
        var scales: [Int: ScoreScale] = [:]
        let names = header.enumerated().map { place, name in
            let (plain, scale) = Self.scored(name)
            scales[place] = scale
            return ManifestMeaning.normalised(plain)
        }
        for meaning in ManifestMeaning.allCases where positions[meaning] == nil {
            let known = meaning.names
            let found = names.indices.filter { known.contains(names[$0]) && !taken.contains($0) }
            let preferred = meaning == .score ? [] : found.filter { names[$0] == known[0] }
            if found.count > 1, preferred.count != 1 {
                guard meaning == .score else { throw .unclearColumn(meaning, found.map { header[$0] }) }
                unclearScores = found.map { header[$0] }
            } else if let position = preferred.first ?? found.first {
                positions[meaning] = position
                taken.insert(position)
            }
        }
        guard positions[.path] != nil else { throw .noPathColumn(found: header) }
        namedScale = positions[.score].flatMap { scales[$0] }
        aside = header.indices.filter { !taken.contains($0) && !header[$0].isEmpty }.map { header[$0] }
    }

    /// The same without labels, votes and scores.
    var withoutTruth: ManifestColumns {
        var columns = self
        columns.votes = []
        columns.unclearScores = []
        columns.positions[.label] = nil
        columns.positions[.score] = nil
        return columns
    }

    /// Whether a header has a column of paths, by a usual name or by the name given.
    static func namesPath(_ header: [String], naming: [ManifestMeaning: String]) -> Bool {
        if let name = naming[.path] { return header.contains { $0.lowercased() == name.lowercased() } }
        return header.contains { ManifestMeaning.path.names.contains(ManifestMeaning.normalised($0)) }
    }

    private static func votes(in header: [String], prefix: String) throws(CSVProblem) -> [Int] {
        var places: [String: Int] = [:]
        for (place, name) in header.enumerated() where isVote(name, prefix) {
            guard places.updateValue(place, forKey: name.lowercased()) == nil else { throw .repeatedColumn(name) }
        }
        if places.isEmpty, prefix != ManifestReading.usualVotePrefix { throw .noVotes("\(prefix)1", found: header) }
        var votes: [Int] = []
        for number in 1..<places.count + 1 {
            let name = "\(prefix)\(number)"
            guard let place = places[name.lowercased()] else { throw .missingVotes(name, of: places.count) }
            votes.append(place)
        }
        return votes
    }

    /// Whether the name is the prefix, in any case, followed by a number of 1 or more.
    private static func isVote(_ name: String, _ prefix: String) -> Bool {
        guard name.lowercased().hasPrefix(prefix.lowercased()) else { return false }
        let number = name.dropFirst(prefix.count).utf8
        return !number.isEmpty && number.first != 0x30 && number.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func position(
        of name: String, in header: [String], for meaning: ManifestMeaning
    ) throws(CSVProblem) -> Int {
        if let exact = header.firstIndex(of: name) { return exact }
        let found = header.indices.filter { header[$0].lowercased() == name.lowercased() }
        guard let first = found.first else { throw .noSuchColumn(name, meaning, found: header) }
        if found.count > 1 { throw .unclearColumn(meaning, found.map { header[$0] }) }
        return first
    }

    /// The name of a column without the scale in brackets after it, and that scale.
    private static func scored(_ name: String) -> (name: String, scale: ScoreScale?) {
        guard name.utf8.last == 0x29 || name.utf8.last == 0x5D,
            let match = name.wholeMatch(of: #/(.+?)\s*[\(\[](.+)[\)\]]/#), let scale = ScoreScale(String(match.2))
        else {
            return (name, nil)
        }
        return (String(match.1), scale)
    }
}
