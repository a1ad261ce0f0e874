/// Words as they are drawn: how much of each pixel they cover.
public struct Lettering: Sendable, Equatable {
    /// From where the words begin to the last pixel that they touch.
    public let width: Int
    /// The pixels that they touch, from the left and from the top of the line.
    let left: Int
    let top: Int
    let inkWidth: Int
    let inkHeight: Int
    /// `[inkHeight, inkWidth]`, 0 not at all to 255 wholly.
    let coverage: [UInt8]

    /// Traps when `coverage` does not hold as many values.
    init(left: Int, top: Int, inkWidth: Int, inkHeight: Int, coverage: [UInt8]) {
        precondition(coverage.count == inkWidth * inkHeight, "\(inkWidth) x \(inkHeight) pixels of words")
        width = left + inkWidth
        self.left = left
        self.top = top
        self.inkWidth = inkWidth
        self.inkHeight = inkHeight
        self.coverage = coverage
    }

    /// Of words that leave nothing to see.
    static let blank = Lettering(left: 0, top: 0, inkWidth: 0, inkHeight: 0, coverage: [])
}
