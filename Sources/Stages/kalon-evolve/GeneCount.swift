import ArgumentParser
import Foundation

/// How many columns masks have: `5000`, or `500...5000` for any number in this range.
struct GeneCount: ExpressibleByArgument, CustomStringConvertible {
    let least: Int
    let most: Int

    init(_ count: Int) {
        (least, most) = (count, count)
    }

    init?(argument: String) {
        let numbers = argument.components(separatedBy: "...").map { Int($0) }
        guard let least = numbers.first ?? nil, let most = numbers.last ?? nil, numbers.count <= 2 else { return nil }
        (self.least, self.most) = (least, most)
    }

    var description: String { least == most ? "\(most)" : "\(least)...\(most)" }
    var defaultValueDescription: String { description }
}
