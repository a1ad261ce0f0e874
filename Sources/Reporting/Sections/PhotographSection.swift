import Faults
import Foundation

/// Photographs with their verdicts.
enum PhotographSection {
    static func section(_ content: ReportContent) -> ReportSection? {
        ReportSection("Photographs", content.grids.filter { !$0.pictures.isEmpty }.flatMap(parts))
    }

    private static func parts(_ grid: PhotographGrid) -> [Markup] {
        [
            Markup("h3", [:], Markup(grid.title)),
            Markup("ul", ["class": "pictures"], grid.pictures.map(item)),
        ]
    }

    /// The file with its folder, which in most cases identifies a photograph within its set.
    private static func name(_ path: String) -> String { path.pathParts.suffix(2).joined(separator: "/") }

    private static func item(_ picture: PhotographGrid.Picture) -> Markup {
        let image = picture.thumbnail.map { data in
            Markup(
                "img",
                [
                    "src": "data:image/jpeg;base64,\(data.base64EncodedString())", "loading": "lazy",
                    "alt": picture.truth.map { "\(picture.path), called \(picture.words); it is \($0.words)" }
                        ?? "\(picture.path): \(picture.words)",
                ])
        }
        let mark = picture.truth.map { $0.isTold ? "✓ " : "✗ " } ?? ""
        let colour: String? = picture.truth.map { $0.isTold ? "right" : "wrong" }
        let parts = [
            image, Markup("strong", ["class": colour], Markup(mark + picture.words)), Markup("br", [:]),
            Markup("span", ["class": "path", "title": picture.path], .name(name(picture.path))),
        ]
        return Markup("li", [:], parts.compactMap { $0 })
    }
}
