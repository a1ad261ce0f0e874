/// A JPEG stream somewhere in a file, described by the segments before its first scan.
package struct JPEGStream: Equatable {
    /// The position of its first byte.
    let offset: Int
    let width: Int
    let height: Int
    let components: Int
    let isProgressive: Bool
    let componentsOfFirstScan: Int
    /// The position at which the samples of its first scan begin.
    let firstScan: Int

    /// Walks the segments from the start marker at `offset` to the first scan.
    ///
    /// Nil if there is no such stream, and for lossless streams and those of more than 8 bits, in which cameras store the
    /// data of the sensor.
    init?(in file: FileBytes, at offset: Int) {
        var file = file
        file.isBigEndian = true
        guard file.short(offset) == 0xFFD8 else { return nil }
        var frame: (marker: Int, place: Int)?
        var place = offset + 2
        var segments = 0
        var scanned: UInt8?
        while segments < Self.mostSegments, let marker = file.short(place), marker >= 0xFF00 {
            // Any number of fill bytes may precede a marker.
            if marker == 0xFFFF {
                place += 1
                segments += 1
                continue
            }
            guard let length = file.short(place + 2), length >= 2 else { return nil }
            if Self.frames.contains(marker) { frame = (marker, place + 4) }
            if marker == 0xFFDA { scanned = file.byte(place + 4) }
            place += 2 + length
            segments += 1
            if marker == 0xFFDA { break }
            if marker == 0xFFD9 { return nil }
        }
        guard let frame, let scanned, file.byte(frame.place) == 8, let height = file.short(frame.place + 1),
            let width = file.short(frame.place + 3), let components = file.byte(frame.place + 5), width > 0, height > 0,
            [1, 3, 4].contains(components), place < file.count
        else { return nil }
        self.offset = offset
        self.width = width
        self.height = height
        self.components = Int(components)
        isProgressive = frame.marker == 0xFFC2 || frame.marker == 0xFFCA
        componentsOfFirstScan = Int(scanned)
        firstScan = place
    }

    /// Baseline, extended and progressive frames, with Huffman or arithmetic coding.
    private static let frames: Set = [0xFFC0, 0xFFC1, 0xFFC2, 0xFFC9, 0xFFCA]

    // Limits that keep a malicious file from being walked through forever.
    private static let mostSegments = 1024
    private static let mostStarts = 1 << 16
    private static let mostStreams = 256

    /// The streams in `file`, except those inside the header of another stream, which are its thumbnails.
    static func all(in file: FileBytes) -> [JPEGStream] {
        var streams: [JPEGStream] = []
        var place = 0
        var starts = 0
        while streams.count < mostStreams, starts < mostStarts,
            let found = file.firstPlace(of: [0xFF, 0xD8, 0xFF], from: place)
        {
            starts += 1
            let stream = JPEGStream(in: file, at: found)
            if let stream { streams.append(stream) }
            place = stream?.firstScan ?? found + 2
        }
        return streams
    }

    /// The number of scans in the stream, which must be the first thing in `file`.
    ///
    /// Inside a scan, a byte 0xFF is always followed by 0 or by a marker's code, so markers can be counted.
    func scanCount(in file: FileBytes) -> Int {
        var count = 1
        var place = firstScan
        while let found = file.firstPlace(of: [0xFF, 0xDA], from: place) {
            count += 1
            place = found + 2
        }
        return count
    }
}
