import Imaging
import Records

extension ReadingCounts {
    /// Counts a photograph that was read in this way.
    public mutating func add(_ notes: ReadingNotes) {
        if notes.contains(.turned) { turned += 1 }
        if notes.contains(.preview) { previews += 1 }
        if notes.contains(.smallPreview) { smallPreviews += 1 }
    }
}
