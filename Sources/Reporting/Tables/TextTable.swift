import Faults

/// A table of text with aligned columns, for terminals and log files.
package struct TextTable: Sendable, Equatable {
    /// The side of a column that its cells are set to.
    package enum Alignment: Sendable {
        /// Set to the left, as words are, or to the right, as numbers are.
        case left, right
    }

    /// A column's heading and alignment.
    package struct Column: Sendable, Equatable {
        /// The heading.
        package var title: String
        /// The side that the cells are set to.
        package var alignment: Alignment

        /// Makes a column.
        ///
        /// - Parameters:
        ///   - title: the heading.
        ///   - alignment: the side that the cells are set to.
        package init(_ title: String, _ alignment: Alignment) {
            self.title = title
            self.alignment = alignment
        }
    }

    /// The columns, from left to right.
    package let columns: [Column]
    /// The cells of each row, one per column.
    package private(set) var rows: [[String]] = []

    /// Makes a table without rows.
    package init(columns: [Column]) {
        self.columns = columns
    }

    /// Adds a row at the bottom.
    ///
    /// - Precondition: there are as many cells as columns.
    package mutating func append(_ row: [String]) {
        precondition(row.count == columns.count, "\(row.count) cells for \(columns.count) columns")
        rows.append(row)
    }

    /// The same table without the columns in which every cell is `empty`.
    package func leavingOut(columnsOf empty: String) -> TextTable {
        let kept = columns.indices.filter { column in rows.contains { $0[column] != empty } }
        var table = TextTable(columns: kept.map { columns[$0] })
        for row in rows { table.append(kept.map { row[$0] }) }
        return table
    }

    /// The whole table: headings, a rule, and one line per row.
    ///
    /// Each line ends with a line break and has no spaces at its end. Characters that would disturb a terminal are shown
    /// escaped.
    package var text: String {
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
