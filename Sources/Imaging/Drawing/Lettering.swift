/// Words as they are drawn: how much of each pixel they cover.
public struct Lettering: Sendable, Equatable {
    /// The distance in pixels from where the words begin to the last pixel that they touch.
    public let width: Int
    /// The rectangle of pixels that they touch, measured from the left and from the top of the line.
    let left: Int
    let top: Int
    let inkWidth: Int
    let inkHeight: Int
    /// `[inkHeight, inkWidth]`, from 0 (not covered) to 255 (fully covered).
    let coverage: [UInt8]

    /// - Precondition: `coverage` holds `inkWidth * inkHeight` values.
    init(left: Int, top: Int, inkWidth: Int, inkHeight: Int, coverage: [UInt8]) {
        precondition(coverage.count == inkWidth * inkHeight, "\(inkWidth) x \(inkHeight) pixels of words")
        width = left + inkWidth
        self.left = left
        self.top = top
        self.inkWidth = inkWidth
        self.inkHeight = inkHeight
        self.coverage = coverage
    }

    /// The lettering of words that leave nothing to see.
    static let blank = Lettering(left: 0, top: 0, inkWidth: 0, inkHeight: 0, coverage: [])
}
