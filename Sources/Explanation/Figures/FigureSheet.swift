import Foundation
import Imaging

/// A photograph and its explanations side by side, as one picture.
public struct FigureSheet {
    /// A drawing with its caption.
    public struct Card {
        /// The words above it.
        public let title: String
        /// The words below it.
        public let caption: String
        /// The drawing.
        public let picture: Picture
        /// What its colours mean; nil for the photograph itself.
        public let scale: PanelScale?

        /// A card.
        public init(title: String, caption: String, picture: Picture, scale: PanelScale?) {
            (self.title, self.caption, self.picture, self.scale) = (title, caption, picture, scale)
        }
    }

    private let cards: [Card]
    private static let margin = 20
    private static let line = 22
    private static let bar = 10
    private static let mostColumns = 4
    private static let titleFace = Typeface(size: 20, isBold: true)
    private static let cardFace = Typeface(size: 16, isBold: true)
    private static let captionFace = Typeface(size: 13)
    private static let paper = PixelColour(255, 255, 255)
    private static let ink = PixelColour(28, 30, 33)

    /// A sheet of cards whose pictures all have one size.
    ///
    /// - Precondition: There is at least one card.
    public init(_ cards: [Card]) {
        precondition(!cards.isEmpty, "a sheet without cards")
        self.cards = cards
    }

    /// Draws the sheet.
    ///
    /// - Parameter title: The words above all cards.
    /// - Throws: `ImagingError` if words cannot be drawn.
    public func picture(title: String) throws(ImagingError) -> Picture {
        let (side, tall) = (cards.map(\.picture.width).max() ?? 1, cards.map(\.picture.height).max() ?? 1)
        // Captions need room even under a narrow picture.
        let cardWidth = max(side, 260)
        let cardHeight = tall + 3 * Self.line + Self.bar + 6
        let columns = min(cards.count, Self.mostColumns)
        let rows = (cards.count + columns - 1) / columns
        var board = DrawingBoard(
            width: Self.margin + columns * (cardWidth + Self.margin),
            height: 2 * Self.margin + 30 + rows * (cardHeight + Self.margin), colour: Self.paper)
        let words = try Self.titleFace.lettering(title, within: board.width - 2 * Self.margin)
        board.write(words, left: Self.margin, top: Self.margin, Self.ink)
        for (number, card) in cards.enumerated() {
            let left = Self.margin + number % columns * (cardWidth + Self.margin)
            let top = 2 * Self.margin + 30 + number / columns * (cardHeight + Self.margin)
            try draw(card, on: &board, left: left, top: top, width: cardWidth, pictures: tall)
        }
        return board.picture
    }

    private func draw(
        _ card: Card, on board: inout DrawingBoard, left: Int, top: Int, width: Int, pictures tall: Int
    ) throws(ImagingError) {
        board.write(try Self.cardFace.lettering(card.title, within: width), left: left, top: top, Self.ink)
        board.place(card.picture, left: left, top: top + Self.line)
        let below = top + Self.line + tall + 6
        if let scale = card.scale { try draw(scale, on: &board, left: left, top: below, width: card.picture.width) }
        board.write(
            try Self.captionFace.lettering(card.caption, within: width), left: left, top: below + Self.bar + Self.line,
            Self.ink)
    }

    /// A bar of the colours, with what its ends mean below.
    private func draw(
        _ scale: PanelScale, on board: inout DrawingBoard, left: Int, top: Int, width: Int
    ) throws(ImagingError) {
        for column in 0..<width {
            let share = (Float(column) + 0.5) / Float(width)
            board.fill(left: left + column, top: top, width: 1, height: Self.bar, scale.colour(at: share).bytes)
        }
        let (first, last) = scale.ends
        let start = try Self.captionFace.lettering(first, within: width / 2 - 4)
        let end = try Self.captionFace.lettering(last, within: width / 2 - 4)
        board.write(start, left: left, top: top + Self.bar + 2, Self.ink)
        board.write(end, left: left + width - end.width, top: top + Self.bar + 2, Self.ink)
    }
}

extension PanelScale {
    /// The colour at a share of the way from one end to the other.
    func colour(at share: Float) -> SIMD3<Float> {
        switch self {
        case .segments: share < 0.5 ? PanelColours.lowering : PanelColours.raising
        case .signed: PanelColours.signed(2 * share - 1)
        case .heat: PanelColours.heat(share)
        }
    }

    /// What the ends mean.
    public var ends: (first: String, last: String) {
        switch self {
        case .segments(let highest, let lowest):
            (
                "\(lowest < 0 ? "lowers, to" : "raises, from") \(lowest.inThreeDigits)",
                "\(highest > 0 ? "raises, to" : "lowers, from") \(highest.inThreeDigits)"
            )
        case .signed(let bound): ("lowers, \((-bound).inThreeDigits)", "raises, \(bound.inThreeDigits)")
        case .heat(let most): ("0", most.inThreeDigits)
        }
    }

    /// The colours from one end to the other, as red, green and blue, evenly spaced.
    public var colours: [PixelColour] {
        switch self {
        case .segments: [0.25, 0.75].map { colour(at: $0).bytes }
        case .signed, .heat: (0...10).map { colour(at: Float($0) / 10).bytes }
        }
    }
}

extension Double {
    /// The number with three significant digits.
    fileprivate var inThreeDigits: String { String(format: "%.3g", self) }
}
