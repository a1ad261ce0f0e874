import Foundation
import Imaging
import Reporting
import StageSupport

/// Photographs with their verdicts on a page.
struct ContactSheet {
    let verdicts: [Verdict]
    let writer: VerdictWriter
    let decoder: PictureDecoder

    /// The page's bytes. Cost: decodes every photograph once more.
    func html(title: String) throws -> Data {
        let aesthetic = verdicts.count(where: \.isAesthetic)
        var content = try ReportContent(title: title, results: [])
        content.grids = [
            PhotographGrid(
                title: "\(aesthetic) aesthetic, \(verdicts.count - aesthetic) not aesthetic",
                pictures: verdicts.map { verdict in
                    .init(
                        path: verdict.path, words: "\(verdict.label), \(writer.measure(of: verdict))",
                        thumbnail: Thumbnail.jpeg(of: verdict.path, decoder))
                })
        ]
        return ReportPage(content).html
    }
}
