import Faults

/// A table of text with aligned columns, for terminals and log files.
public struct TextTable: Sendable, Equatable {
    public enum Alignment: Sendable {
        case left, right
    }

    public struct Column: Sendable, Equatable {
        public var title: String
        public var alignment: Alignment

        public init(_ title: String, _ alignment: Alignment) {
            self.title = title
            self.alignment = alignment
        }
    }

    public let columns: [Column]
    public private(set) var rows: [[String]] = []

    public init(columns: [Column]) {
        self.columns = columns
    }

    /// - Precondition: there are as many cells as columns.
    public mutating func append(_ row: [String]) {
        precondition(row.count == columns.count, "\(row.count) cells for \(columns.count) columns")
        rows.append(row)
    }

    /// The table: titles, a rule, and one line a row, each ended by a line break and none by spaces. What disturbs in a
    /// cell is shown.
    public var text: String {
        let rows = rows.map { $0.map(\.shown) }
        let widths = columns.indices.map { index in
            ([columns[index].title] + rows.map { $0[index] }).map(DisplayWidth.of).max() ?? 0
        }
        let rule = widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")
        let lines = [line(columns.map(\.title), widths), rule] + rows.map { line($0, widths) }
        return lines.map { $0 + "\n" }.joined()
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            let padding = String(repeating: " ", count: widths[index] - DisplayWidth.of(cell))
            line += index == 0 ? "" : "  "
            line += columns[index].alignment == .left ? cell + padding : padding + cell
        }
        while line.last == " " { line.removeLast() }
        return line
    }
}
