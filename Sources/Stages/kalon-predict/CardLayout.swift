/// Where the cards of a contact sheet are, in pixels.
struct CardLayout {
    let width: Int
    let height: Int
    private let columns: Int
    private let cardHeight: Int

    static let margin = 20
    static let frame = 4
    static let pictureSide = 220
    /// The height of the bar below a photograph, which shows its verdict.
    static let bar = 22
    /// The height of a line of text below a card.
    static let line = 20
    static let cardWidth = pictureSide + 2 * frame
    private static let titleHeight = 44
    private static let mostColumns = 8
    /// Enough for the title.
    private static let fewestColumns = 3

    /// The layout of `count` cards with this many lines of text below each.
    init(count: Int, lines: Int) {
        columns = min(Self.mostColumns, max(Self.fewestColumns, count))
        cardHeight = Self.pictureSide + 2 * Self.frame + Self.bar + Self.frame + lines * Self.line
        let rows = (count + columns - 1) / columns
        width = Self.margin + columns * (Self.cardWidth + Self.margin)
        height = Self.margin + Self.titleHeight + rows * (cardHeight + Self.margin)
    }

    /// The upper left corner of a card.
    func corner(of number: Int) -> (left: Int, top: Int) {
        (
            Self.margin + number % columns * (Self.cardWidth + Self.margin),
            Self.margin + Self.titleHeight + number / columns * (cardHeight + Self.margin)
        )
    }
}
