/// What a camera's RAW file holds beside the samples of its sensor: pictures ready to be looked at.
///
/// Every maker keeps previews as whole JPEG streams, wherever his format puts them: in a directory of TIFF, in a maker's
/// note, in a box. They are therefore looked for as such, and what the directories say is needed only for the
/// orientation and for what is not a preview. Libraries for RAW files know cameras by model, and of newer ones nothing.
struct CameraFile {
    /// The largest preview; nil where there is none.
    let preview: JPEGStream?
    /// How the camera says that it is to be turned; nil where that stands in the preview itself, if anywhere.
    let orientation: ExifOrientation?
    /// Whether the file is also a TIFF file whose first picture, without compression by JPEG, may be looked at.
    let hasPlainPreview: Bool

    /// Looks into the file that `bytes` are. Nil where it is a TIFF file that no camera's sensor speaks of; `isNamedRaw`
    /// says that its name does.
    init?(_ bytes: UnsafeRawBufferPointer, format: PictureFormat, isNamedRaw: Bool) {
        let directories = Self.block(bytes).flatMap { TIFFDirectories($0) }
        guard format == .raw || (format == .tiff && (isNamedRaw || directories?.holdsSensorData ?? false)) else { return nil }
        let file = FileBytes(bytes: bytes, isBigEndian: true)
        let sensorData = directories?.sensorData ?? []
        preview = JPEGStream.all(in: file)
            .filter { stream in !sensorData.contains { $0.contains(stream.offset) } }
            .max { ($0.width * $0.height, $1.offset) < ($1.width * $1.height, $0.offset) }
        orientation = directories?.orientation
        hasPlainPreview = format == .tiff && !(directories?.beginsWithSensorData ?? true)
    }

    /// The bytes that begin with TIFF's signature: the file itself, or of CR3 the box that holds the first directory.
    private static func block(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        guard bytes.has("ftyp", at: 4) else { return bytes }
        guard let box = FileBytes(bytes: bytes, isBigEndian: true).firstPlace(of: Array("CMT1".utf8), from: 0) else { return nil }
        return UnsafeRawBufferPointer(rebasing: bytes[(box + 4)...])
    }
}
