import Foundation

/// The list that the AVA data set is published with (Murray, Marchesotti and Perronnin 2012, `AVA.txt`).
///
/// It has no header. Each line has fifteen whole numbers with blanks between them: an index, the number of the picture, ten votes
/// for the scores 1 to 10, two semantic tags, and the challenge that the picture was entered for. Pictures are called `NUMBER.jpg`;
/// they are in the folder of the list, or in `images` or `image` there. A challenge is a group, because its pictures are of one
/// subject and were rated against each other. Index and tags are not used.
struct AVAList {
    private let path: String
    private let lines: [(number: Int, fields: [Int])]
    private let readsVotes: Bool

    private static let fieldCount = 15
    private static let votes = 2..<12
    private static let challenge = 14
    /// What the columns would be called.
    private static let columns = ["index", "image"] + votes.map { "r\($0 - 1)" } + ["tag1", "tag2", "challenge"]
    private static let folders = ["images", "image"]

    /// Reads the list; nil if the first line is not one of such a list.
    ///
    /// - Throws: `DataSetError` if another line is wrong, or if columns are named, which the list does not have.
    init?(path: String, bytes: [UInt8], reading: ManifestReading) throws {
        let texts = bytes.split(omittingEmptySubsequences: false) { $0 == 0x0A }
        guard let first = texts.first, (try? Self.numbers(in: first)) != nil else { return nil }
        if let (meaning, name) = reading.columns.min(by: { $0.value < $1.value }) {
            throw DataSetError.badLine(file: path, line: 1, problem: .noSuchColumn(name, meaning, found: Self.columns))
        }
        self.path = path
        readsVotes = reading.readsTruth
        var lines: [(number: Int, fields: [Int])] = []
        for (index, text) in texts.enumerated() where !text.allSatisfy(Self.isBlank) {
            do throws(CSVProblem) {
                lines.append((index + 1, try Self.numbers(in: text)))
            } catch {
                throw DataSetError.badLine(file: path, line: index + 1, problem: error)
            }
        }
        self.lines = lines
    }

    func list() throws -> PhotographList {
        var seen: [Int: Int] = [:]
        let names = lines.map { "\($0.fields[1]).jpg" }
        let folder = (path as NSString).deletingLastPathComponent
        let inside = Self.folders.first { inside in
            FileManager.default.fileExists(atPath: (folder as NSString).appendingPathComponent("\(inside)/\(names[0])"))
        }
        var photographs: [Photograph] = []
        for (line, name) in zip(lines, names) {
            let picture = inside.map { "\($0)/\(name)" } ?? name
            if let first = seen.updateValue(line.number, forKey: line.fields[1]) {
                throw DataSetError.badLine(
                    file: path, line: line.number, problem: .repeatedPath(picture, firstLine: first, firstPath: picture))
            }
            photographs.append(
                Photograph(
                    path: picture, location: (folder as NSString).appendingPathComponent(picture), label: -1,
                    group: "challenge \(line.fields[Self.challenge])",
                    scores: readsVotes ? line.fields[Self.votes].map { Float($0) } : []))
        }
        let name = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
        return PhotographList(name: name, photographs: photographs, bins: readsVotes ? Self.votes.count : 0)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

    /// The numbers of a line, all of them 0 or more.
    private static func numbers(in line: ArraySlice<UInt8>) throws(CSVProblem) -> [Int] {
        let texts = line.split(whereSeparator: isBlank)
        guard texts.count == fieldCount else { throw .fieldCount(found: texts.count, expected: fieldCount) }
        var numbers: [Int] = []
        for (column, text) in zip(columns, texts) {
            let text = String(decoding: text, as: UTF8.self)
            guard let number = Int(text), number >= 0 else {
                throw .badValue(column: column, found: text, expected: "a whole number of 0 or more")
            }
            numbers.append(number)
        }
        return numbers
    }
}
