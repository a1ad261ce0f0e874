import Foundation

/// What all pages have around their sections.
enum PageFrame {
    /// The bytes of an HTML file.
    ///
    /// - Parameters:
    ///   - title: the heading of the page.
    ///   - header: what follows the heading.
    ///   - sections: the sections, to which links at the top lead.
    static func html(title: String, header: [Markup], sections: [ReportSection]) -> Data {
        let head = Markup(
            "head", [:], Markup("meta", ["charset": "utf-8"]),
            Markup("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
            Markup("title", [:], Markup(title)), Markup("style", [:], Markup(verbatim: ReportStyle.css)))
        let links = sections.map { Markup("li", [:], Markup("a", ["href": "#\($0.anchor)"], Markup($0.title))) }
        let body = Markup(
            "body", [:], Markup("a", ["class": "skip", "href": "#content"], "Skip to the content"),
            Markup("header", [:], [Markup("h1", [:], Markup(title))] + header),
            Markup("nav", ["aria-label": "Sections"], Markup("ul", [:], links)),
            Markup("main", ["id": "content"], sections.map(\.markup)))
        return Data(("<!DOCTYPE html>\n" + Markup("html", ["lang": "en"], head, body).text + "\n").utf8)
    }
}
