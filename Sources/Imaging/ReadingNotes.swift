/// What is worth counting about how a photograph was read.
public struct ReadingNotes: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The file says that its pixels are to be turned or mirrored.
    public static let turned = ReadingNotes(rawValue: 1)
    /// A RAW file, of which the preview was read.
    public static let preview = ReadingNotes(rawValue: 2)
    /// A preview whose longest side is below `leastPreviewSide`.
    public static let smallPreview = ReadingNotes(rawValue: 4)

    /// In pixels. Smaller previews are thumbnails, which say little about sharpness.
    public static let leastPreviewSide = 640
}

extension Picture {
    public var notes: ReadingNotes {
        var notes: ReadingNotes = orientation == .topLeft ? [] : .turned
        guard isPreview else { return notes }
        notes.insert(.preview)
        if max(width, height) < ReadingNotes.leastPreviewSide { notes.insert(.smallPreview) }
        return notes
    }
}
