import Foundation

/// Explanations of the verdicts on photographs as one self-contained HTML file, without scripts.
package struct ExplanationPage: Sendable {
    /// The heading of the page.
    package let title: String
    /// What the page is about: the judge, and what is explained, as sentences.
    package let introduction: [String]
    /// The means over all photographs; nil if nothing was measured.
    package let means: TextTable?
    /// The photographs, in the order shown.
    package let photographs: [ExplainedPhotograph]

    /// Makes a page.
    ///
    /// - Parameters:
    ///   - title: the heading of the page.
    ///   - introduction: what the page is about, as sentences.
    ///   - means: the means over all photographs.
    ///   - photographs: the photographs, in the order shown.
    package init(title: String, introduction: [String], means: TextTable?, photographs: [ExplainedPhotograph]) {
        (self.title, self.introduction, self.means, self.photographs) = (title, introduction, means, photographs)
    }

    /// The bytes of the HTML file.
    package var html: Data {
        let summary = means.flatMap { means in
            ReportSection(
                "All photographs",
                [
                    Markup("p", [:], "Means over the photographs, with their 95 % intervals in brackets."),
                    .table(label: "Means over the photographs", means),
                ])
        }
        let sections = photographs.enumerated().compactMap { ExplanationSection.section($1, number: $0 + 1) }
        return PageFrame.html(
            title: title, header: introduction.map { Markup("p", [:], Markup($0)) },
            sections: [summary].compactMap { $0 } + sections)
    }
}
