/// Notes on how a photograph was read that are worth counting.
public struct ReadingNotes: OptionSet, Sendable, Hashable {
    /// The bits, as features files and journals store them.
    public let rawValue: UInt8

    /// Makes notes from their bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The file says that its pixels should be turned or mirrored.
    public static let turned = ReadingNotes(rawValue: 1)
    /// The photograph is a RAW file, and its preview was read.
    public static let preview = ReadingNotes(rawValue: 2)
    /// The preview's longest side is below `leastPreviewSide`.
    public static let smallPreview = ReadingNotes(rawValue: 4)

    /// The longest side in pixels below which a preview is small: it is then a thumbnail, which says little about sharpness.
    public static let leastPreviewSide = 640
}

extension Picture {
    /// How the picture was read.
    public var notes: ReadingNotes {
        var notes: ReadingNotes = orientation == .topLeft ? [] : .turned
        guard isPreview else { return notes }
        notes.insert(.preview)
        if max(width, height) < ReadingNotes.leastPreviewSide { notes.insert(.smallPreview) }
        return notes
    }
}
