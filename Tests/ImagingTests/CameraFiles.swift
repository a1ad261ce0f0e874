import Imaging

/// A TIFF file put together from directories: what cameras' files are made of.
struct TIFFWriter {
    /// A directory: whole numbers by tag, in ascending order of the tags.
    typealias Directory = [(tag: Int, values: [Int])]

    private(set) var bytes: [UInt8]
    let isBigEndian: Bool

    /// `signature` stands in the place of the usual one.
    init(signature: [UInt8]? = nil, isBigEndian: Bool = false) {
        self.isBigEndian = isBigEndian
        let usual: [UInt8] = isBigEndian ? [0x4D, 0x4D, 0, 42] : [0x49, 0x49, 42, 0]
        let start = signature ?? usual
        bytes = start + [UInt8](repeating: 0, count: max(0, 8 - start.count))
    }

    private func number(_ value: Int, bytes: Int) -> [UInt8] {
        let low = (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        return isBigEndian ? low.reversed() : low
    }

    /// Adds bytes and gives their place.
    mutating func add(_ data: [UInt8]) -> Int {
        if bytes.count % 2 == 1 { bytes.append(0) }
        defer { bytes += data }
        return bytes.count
    }

    /// Adds a directory and gives its place.
    mutating func add(_ directory: Directory, next: Int = 0) -> Int {
        let places = directory.map { entry in
            entry.values.count > 1 ? add(entry.values.flatMap { number($0, bytes: 4) }) : nil
        }
        var data = number(directory.count, bytes: 2)
        for (entry, place) in zip(directory, places) {
            data += number(entry.tag, bytes: 2) + number(4, bytes: 2) + number(entry.values.count, bytes: 4)
            data += number(place ?? entry.values[0], bytes: 4)
        }
        return add(data + number(next, bytes: 4))
    }

    /// Says that the first directory is at `place`.
    mutating func begin(at place: Int) { bytes.replaceSubrange(4..<8, with: number(place, bytes: 4)) }
}

/// RAW files of several makers as small as they come: their containers, previews, and something in the place of what the
/// sensor gave.
enum CameraFiles {
    /// What a sensor gave, as lossless JPEG: no picture that can be looked at, and larger than any.
    static let sensor: [UInt8] =
        [0xFF, 0xD8, 0xFF, 0xC3, 0, 11, 14, 0x10, 0, 0x10, 0, 1, 1, 0x11, 0, 0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 0, 0]
        + [UInt8](repeating: 0x5A, count: 400) + [0xFF, 0xD9]

    static func jpeg(_ width: Int, _ height: Int, seed: UInt64 = 1) throws -> [UInt8] {
        try somePicture(width: width, height: height, seed: seed).encoded(as: .jpeg(quality: 92), path: "-")
    }

    /// As Nikon's NEF and Sony's ARW: a small picture of plain samples first, a preview and the sensor's data in
    /// directories below it.
    static func nef(preview: [UInt8], orientation: Int, isBigEndian: Bool = true) -> [UInt8] {
        var file = TIFFWriter(isBigEndian: isBigEndian)
        let thumbnail = file.add([UInt8](repeating: 99, count: 4 * 3 * 3))
        let (jpeg, raw) = (file.add(preview), file.add(sensor))
        let below = [
            file.add([(254, [1]), (259, [6]), (513, [jpeg]), (514, [preview.count])]),
            file.add([
                (254, [0]), (256, [4112]), (257, [4112]), (259, [34713]), (262, [32803]), (273, [raw]), (279, [sensor.count]),
            ]),
        ]
        file.begin(
            at: file.add([
                (254, [1]), (256, [4]), (257, [3]), (258, [8]), (259, [1]), (262, [2]), (273, [thumbnail]), (274, [orientation]),
                (277, [3]), (278, [3]), (279, [36]), (330, below),
            ]))
        return file.bytes
    }

    /// As Canon's CR2: the preview in the first directory, the sensor's data in the second.
    static func cr2(preview: [UInt8], orientation: Int) -> [UInt8] {
        var file = TIFFWriter(signature: [0x49, 0x49, 42, 0, 16, 0, 0, 0, 0x43, 0x52, 2, 0, 0, 0, 0, 0])
        let (jpeg, raw) = (file.add(preview), file.add(sensor))
        let second = file.add([(259, [6]), (273, [raw]), (279, [sensor.count])])
        file.begin(
            at: file.add([(256, [600]), (257, [400]), (273, [jpeg]), (274, [orientation]), (279, [preview.count])], next: second))
        return file.bytes
    }

    /// As DNG with a lossy picture of the sensor's data in tiles, each a JPEG of its own; without `preview` it has none.
    static func dng(preview: [UInt8]?, tile: [UInt8], beginsPlain: Bool = false) -> [UInt8] {
        var file = TIFFWriter()
        let tiles = [file.add(tile), file.add(tile)]
        let raw = file.add([
            (254, [0]), (259, [34892]), (262, [34892]), (324, tiles), (325, [tile.count, tile.count]),
        ])
        let plain = file.add([UInt8](repeating: 40, count: 36))
        var first: TIFFWriter.Directory = [(254, [1]), (256, [4]), (257, [3]), (258, [8]), (259, [1])]
        first += [(262, [beginsPlain ? 2 : 32803]), (273, [plain]), (274, [3]), (277, [3]), (278, [3]), (279, [36])]
        var below = [raw]
        if let preview {
            let jpeg = file.add(preview)
            below.append(file.add([(254, [1]), (259, [7]), (262, [6]), (273, [jpeg]), (279, [preview.count])]))
        }
        file.begin(at: file.add(first + [(330, below), (50706, [0x0401])]))
        return file.bytes
    }

    /// As Olympus' ORF and Panasonic's RW2: a signature of their own; the preview is in a note that the directories
    /// do not speak of.
    static func noted(_ signature: String, preview: [UInt8], orientation: Int) -> [UInt8] {
        var file = TIFFWriter(signature: Array(signature.utf8))
        _ = file.add([1, 2, 3] + preview)
        file.begin(at: file.add([(256, [4000]), (257, [3000]), (274, [orientation])]))
        return file.bytes
    }

    /// As Fujifilm's RAF: no TIFF at all.
    static func raf(preview: [UInt8]) -> [UInt8] {
        Array("FUJIFILMCCD-RAW 0201FF393103X-T1".utf8) + [UInt8](repeating: 0, count: 68) + preview + sensor
    }

    /// As Canon's CR3: boxes, of which one holds the directory that says how to turn.
    static func cr3(previews: [[UInt8]], orientation: Int) -> [UInt8] {
        func box(_ kind: String, _ content: [UInt8]) -> [UInt8] {
            let size = content.count + 8
            return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: size >> $0) } + Array(kind.utf8) + content
        }
        var directory = TIFFWriter()
        directory.begin(at: directory.add([(256, [6000]), (257, [4000]), (274, [orientation])]))
        let canon = box("uuid", [UInt8](repeating: 7, count: 16) + box("CMT1", directory.bytes))
        return box("ftyp", Array("crx ".utf8) + [0, 0, 0, 1] + Array("crx isom".utf8)) + box("moov", canon)
            + box("mdat", previews.flatMap { $0 } + sensor)
    }
}
