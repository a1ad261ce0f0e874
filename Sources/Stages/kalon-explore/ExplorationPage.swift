import DataSets
import Exploration
import Foundation
import Imaging
import Reporting
import StageSupport

/// What a page shows of an exploration: the tables and charts, and the best and worst rated photographs that can be read.
struct ExplorationPage {
    let decoder: PictureDecoder

    func content(of exploration: Exploration, _ lists: [PhotographList]) -> ReportContent {
        var content = ReportContent(title: "What the data hold", results: [])
        content.exploration = exploration
        content.grids = zip(exploration.sets, lists).flatMap { set, list in grids(of: set, list) }
        return content
    }

    private func grids(of set: SetExploration, _ list: PhotographList) -> [PhotographGrid] {
        guard set.withoutPictures == nil, let rows = set.ratings?.rows else { return [] }
        let shown = Set((rows.best + rows.worst).map(\.path))
        let locations = Dictionary(
            list.photographs.filter { shown.contains($0.path) }.map { ($0.path, $0.location) },
            uniquingKeysWith: { first, _ in first })
        return [("best rated", rows.best), ("worst rated", rows.worst)].map { title, rows in
            PhotographGrid(
                title: "\(set.name): \(title)", pictures: rows.compactMap { row in picture(of: row, at: locations[row.path]) })
        }
    }

    /// Nil for a photograph that cannot be read.
    private func picture(of row: RatedRow, at location: String?) -> PhotographGrid.Picture? {
        guard let thumbnail = location.flatMap({ Thumbnail.jpeg(of: $0, decoder) }) else { return nil }
        return .init(
            path: row.path, words: String(format: "mean %.2f, deviation %.2f", row.mean, row.deviation), thumbnail: thumbnail)
    }
}
