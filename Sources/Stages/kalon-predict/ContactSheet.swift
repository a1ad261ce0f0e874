import Evaluation
import Foundation
import Imaging
import Reporting
import StageSupport

/// Photographs with their verdicts on a page.
struct ContactSheet {
    private let verdicts: [Verdict]
    private let threshold: Double
    private let decoder: PictureDecoder

    init(_ verdicts: [Verdict], threshold: Double, decoder: PictureDecoder) {
        self.verdicts = verdicts
        self.threshold = threshold
        self.decoder = decoder
    }

    /// The page's bytes. Cost: decodes every photograph once more. Throws `EvaluationError`.
    func html(title: String) throws -> Data {
        let pictures = verdicts.map { verdict in
            PhotographGrid.Picture(
                photograph: JudgedPhotograph(path: verdict.path, label: -1, probability: verdict.probability),
                thumbnail: Thumbnail.jpeg(of: verdict.path, decoder))
        }
        let aesthetic = verdicts.count(where: \.isAesthetic)
        var content = try ReportContent(title: title, results: [])
        content.grids = [
            PhotographGrid(
                title: "\(aesthetic) aesthetic, \(verdicts.count - aesthetic) not aesthetic", threshold: threshold,
                pictures: pictures)
        ]
        return ReportPage(content).html
    }
}
