/// The pictures in a camera's RAW file that are ready to view, apart from the samples of its sensor.
///
/// Every maker stores previews as whole JPEG streams, wherever the format puts them: in a TIFF directory, in a maker's
/// note, or in a box. The file is therefore searched for such streams. The directories are needed only for the
/// orientation, and to tell what is not a preview. Libraries for RAW files know cameras by model, and do not know newer
/// ones.
struct CameraFile {
    /// The largest preview; nil if there is none.
    let preview: JPEGStream?
    /// How the camera says that the preview should be turned; nil if only the preview itself can say it.
    let orientation: ExifOrientation?
    /// Whether the file is also a TIFF file whose first picture is ready to view, without JPEG compression.
    let hasPlainPreview: Bool

    /// Looks into the bytes of a file; nil if it is a TIFF file without any sign of a camera's sensor.
    ///
    /// `isNamedRaw` says that the file's name is that of a RAW file.
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

    /// The bytes that begin with the TIFF signature: the file itself, or the box of a CR3 file that holds the first directory.
    private static func block(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        guard bytes.has("ftyp", at: 4) else { return bytes }
        guard let box = FileBytes(bytes: bytes, isBigEndian: true).firstPlace(of: Array("CMT1".utf8), from: 0) else { return nil }
        return UnsafeRawBufferPointer(rebasing: bytes[(box + 4)...])
    }
}
