import DataSets
import Evaluation
import Foundation
import Imaging
import Reporting
import StageSupport

/// Finds the photographs of a set that a report shows, and makes thumbnails of them.
struct SurestVerdicts {
    let decoder: PictureDecoder
    private let locations: [String: String]

    init(list: PhotographList, decoder: PictureDecoder) {
        self.decoder = decoder
        locations = Dictionary(
            list.photographs.map { ($0.path, $0.location) }, uniquingKeysWith: { first, _ in first })
    }

    private typealias Kind = (title: String, isAesthetic: Bool, isRight: Bool)

    private static let kinds: [Kind] = [
        ("aesthetic, rightly judged so", true, true), ("not aesthetic, rightly judged so", false, true),
        ("judged aesthetic, but are not", true, false), ("judged not aesthetic, but are", false, false),
    ]

    /// The most confident right and wrong verdicts for each class.
    func grids(of set: SetResult, count: Int) -> [PhotographGrid] {
        Self.kinds.map { kind in
            let surest = surest(kind, of: set)
            return PhotographGrid(
                title: "\(set.name): \(kind.title) (\(surest.count))",
                pictures: surest.prefix(count).map { picture(of: $0, in: set) })
        }
    }

    /// The photographs of the most confident right and wrong verdicts for each class, `count` of each kind, with what they are.
    func photographs(of set: SetResult, count: Int) -> [(name: String, location: String)] {
        Self.kinds.flatMap { kind in
            surest(kind, of: set).prefix(count).compactMap { photograph in
                locations[photograph.path].map { ("\(set.name)/\(photograph.path) (\(kind.isRight ? "right" : "wrong"))", $0) }
            }
        }
    }

    /// The photographs of a kind, the most confident verdicts first.
    private func surest(_ kind: Kind, of set: SetResult) -> [JudgedPhotograph] {
        let matching = set.photographs.filter { photograph in
            (photograph.probability >= set.threshold) == kind.isAesthetic
                && photograph.isRight(threshold: set.threshold) == kind.isRight
        }
        return matching.sorted { first, second in
            let order = kind.isAesthetic ? (first, second) : (second, first)
            return (order.0.probability, first.path) > (order.1.probability, second.path)
        }
    }

    private func picture(of photograph: JudgedPhotograph, in set: SetResult) -> PhotographGrid.Picture {
        let isAesthetic = photograph.probability >= set.threshold
        let names = ["not aesthetic", "aesthetic"]
        let verdict = names[isAesthetic ? 1 : 0]
        // For ratings, the number that orders photographs is not a probability.
        let confidence = isAesthetic ? photograph.probability : 1 - photograph.probability
        let words = set.areProbabilities ? verdict + String(format: ", %.2f\u{A0}%%", 100 * confidence) : verdict
        return .init(
            path: photograph.path, words: words,
            truth: (names[photograph.label == 1 ? 1 : 0], photograph.isRight(threshold: set.threshold)),
            thumbnail: locations[photograph.path].flatMap { Thumbnail.jpeg(of: $0, decoder) })
    }
}
