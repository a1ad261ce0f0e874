import Foundation

/// Photographs with their verdicts.
enum PhotographSection {
    static func section(_ content: ReportContent) -> ReportSection? {
        ReportSection("Photographs", content.grids.filter { !$0.pictures.isEmpty }.flatMap(parts))
    }

    private static func parts(_ grid: PhotographGrid) -> [Markup] {
        [
            Markup("h3", [:], Markup(grid.title)),
            Markup("ul", ["class": "pictures"], grid.pictures.map { item($0, threshold: grid.threshold) }),
        ]
    }

    private static func item(_ picture: PhotographGrid.Picture, threshold: Double) -> Markup {
        let photograph = picture.photograph
        let isAesthetic = photograph.probability >= threshold
        let verdict = isAesthetic ? "aesthetic" : "not aesthetic"
        let confidence = isAesthetic ? photograph.probability : 1 - photograph.probability
        let words = "\(verdict), \(Rate.percent(confidence))"
        let truth: String? = photograph.label < 0 ? nil : photograph.label == 1 ? "aesthetic" : "not aesthetic"
        let image = picture.thumbnail.map { data in
            Markup(
                "img",
                [
                    "src": "data:image/jpeg;base64,\(data.base64EncodedString())", "loading": "lazy",
                    "alt": "\(photograph.path), called \(words)" + (truth.map { "; it is \($0)" } ?? ""),
                ])
        }
        let told = truth.map { $0 == verdict }
        let mark = told.map { $0 ? "✓ " : "✗ " } ?? ""
        let colour: String? = told.map { $0 ? "right" : "wrong" }
        let parts = [
            image, Markup("strong", ["class": colour], Markup(mark + words)), Markup("br", [:]),
            Markup("span", ["class": "path"], Markup(photograph.path)),
        ]
        return Markup("li", [:], parts.compactMap { $0 })
    }
}
