import Explanation
import Foundation
import Imaging
import Records
import Reporting

/// The explanations of one photograph as pictures and tables, for a page or a picture.
public struct ExplanationDrawing {
    private let record: ExplanationRecord
    private let picture: Picture
    private let cards: [FigureSheet.Card]

    /// Draws explanations.
    ///
    /// - Parameters:
    ///   - record: The explanations.
    ///   - picture: The picture that is explained.
    ///   - side: The longest side of a drawing, in pixels.
    /// - Throws: `ImagingError` if a side would have no pixels.
    public init(_ record: ExplanationRecord, of picture: Picture, side: Int = 420) throws(ImagingError) {
        self.record = record
        let small = try picture.thumbnail(side: side)
        self.picture = small
        cards = record.methods.flatMap { method in Self.cards(of: method, in: record, over: small) }
    }

    private static func cards(
        of method: ExplanationRecord.Method, in record: ExplanationRecord, over picture: Picture
    ) -> [FigureSheet.Card] {
        let panel = AttributionPanel(record.attribution(of: method), over: picture)
        let first = FigureSheet.Card(
            title: method.name, caption: caption(of: method), picture: panel.picture, scale: panel.scale)
        let others = method.maps.map { map in
            let panel = AttributionPanel(values: map.values, width: record.width, height: record.height, over: picture)
            return FigureSheet.Card(
                title: "\(method.name): \(map.name)", caption: "", picture: panel.picture, scale: panel.scale)
        }
        return [first] + others
    }

    /// The figures that matter most, in a few words.
    private static func caption(of method: ExplanationRecord.Method) -> String {
        var parts: [String] = []
        if let curves = method.curves {
            parts.append(String(format: "deletion %.3f, insertion %.3f", curves.deletionArea, curves.insertionArea))
        }
        if let determination = method.figures.first(where: { $0.name == "weighted R²" }) {
            parts.append(String(format: "R² %.3f", determination.value))
        }
        if let sum = method.sum { parts.append(String(format: "sum off by %.2g", abs(sum.found - sum.expected))) }
        return parts.joined(separator: ", ")
    }

    /// The verdict in words, such as `aesthetic, probability 0.973`.
    public var verdict: String {
        "\(record.isAesthetic ? "aesthetic" : "not aesthetic"), \(record.quantity) " + String(format: "%.4f", record.value)
    }

    /// One picture of all drawings side by side, the photograph first.
    ///
    /// - Throws: `ImagingError` if words cannot be drawn.
    public func sheet() throws(ImagingError) -> Picture {
        let photograph = FigureSheet.Card(
            title: "photograph", caption: "\(record.width) x \(record.height) pixels", picture: picture, scale: nil)
        return try FigureSheet([photograph] + cards).picture(title: "\(record.photograph): \(verdict)")
    }

    /// The photograph as a page shows it.
    ///
    /// - Throws: `ImagingError` if a drawing cannot be encoded.
    package func explained() throws(ImagingError) -> ExplainedPhotograph {
        var explained = ExplainedPhotograph(path: record.photograph, verdict: verdict, quantity: record.quantity)
        explained.panels = [
            .init(
                title: "photograph", words: "\(record.photograph), called \(verdict)", image: try jpeg(picture), scale: nil,
                caption: "\(record.width) x \(record.height) pixels")
        ]
        for card in cards { explained.panels.append(try panel(card)) }
        explained.notes = record.notes + record.methods.flatMap { method in method.notes.map { "\(method.name): \($0)" } }
        guard !record.methods.isEmpty else { return explained }
        explained.figures = ExplanationTables.figures(of: record)
        explained.overlaps = ExplanationTables.overlaps(of: record)
        explained.curves = record.methods.compactMap { method in
            method.curves.map {
                .init(method: method.name, shares: $0.shares, deletion: $0.deletion, insertion: $0.insertion)
            }
        }
        explained.tables = record.methods.flatMap { method in
            method.tables.map { ("\(method.name): \($0.title)", ExplanationTables.text($0)) }
        }
        return explained
    }

    private func panel(_ card: FigureSheet.Card) throws(ImagingError) -> ExplainedPhotograph.Panel {
        let scale = card.scale.map {
            ExplainedPhotograph.Scale(colours: $0.colours, first: $0.ends.first, last: $0.ends.last)
        }
        let ends = scale.map { ": \($0.first); \($0.last)" } ?? ""
        return .init(
            title: card.title, words: "\(card.title) over \(record.photograph)\(ends)", image: try jpeg(card.picture),
            scale: scale, caption: card.caption)
    }

    private func jpeg(_ picture: Picture) throws(ImagingError) -> Data {
        Data(try picture.encoded(as: .jpeg(quality: 85), path: record.photograph))
    }
}
