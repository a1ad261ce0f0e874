/// The directories of a TIFF file, as far as they help to recognise a camera's file.
///
/// Loops are cut, and sizes are bounded.
struct TIFFDirectories {
    /// How the first directory says that the pixels should be turned.
    private(set) var orientation: ExifOrientation?
    /// Whether any directory describes samples of a sensor rather than of a picture.
    private(set) var holdsSensorData = false
    /// Whether the first directory describes samples of a sensor.
    private(set) var beginsWithSensorData = false
    /// The ranges of the file that hold samples of a sensor.
    private(set) var sensorData: [Range<Int>] = []
    /// What the first directory says of its picture; nil if it says nothing.
    private(set) var width: Int?
    private(set) var height: Int?
    private(set) var compression: Int?

    private static let mostDirectories = 64
    private static let mostEntries = 4096
    private static let mostValues = 1 << 16

    private enum Tag {
        static let width = 256, height = 257, compression = 259, photometry = 262, strips = 273, orientation = 274
        static let stripLengths = 279, tiles = 324, tileLengths = 325, children = 330, version = 50706
        static let all: Set = [
            width, height, compression, photometry, strips, orientation, stripLengths, tiles, tileLengths, children, version,
        ]
    }

    /// Values that mark samples of a sensor: a filter array, or raw values in three colours.
    private static let sensorPhotometry: Set = [32803, 34892]
    /// Compressions that Nikon, Sony, Samsung, Kodak and Pentax use only for sensors.
    private static let sensorCompressions: Set = [34713, 32767, 32769, 32770, 65000, 65535]

    /// Reads the bytes of a file, or of a block inside a file; nil if they do not begin as a TIFF file does.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.has("II") || bytes.has("MM") else { return nil }
        let file = FileBytes(bytes: bytes, isBigEndian: bytes.has("MM"))
        guard let first = file.long(4) else { return nil }
        var pending = [first]
        var seen: Set<Int> = [0]
        while let place = pending.popLast(), seen.count <= Self.mostDirectories {
            guard seen.insert(place).inserted, let (values, next) = Self.directory(file, at: place) else { continue }
            note(values, isFirst: place == first)
            pending += values[Tag.children] ?? []
            if let next { pending.append(next) }
        }
    }

    private mutating func note(_ values: [Int: [Int]], isFirst: Bool) {
        let compression = values[Tag.compression]?.first
        let isSensor =
            values[Tag.photometry]?.first.map(Self.sensorPhotometry.contains) ?? false
            || compression.map(Self.sensorCompressions.contains) ?? false
        if isFirst {
            orientation = values[Tag.orientation]?.first.flatMap(ExifOrientation.init)
            beginsWithSensorData = isSensor
            width = values[Tag.width]?.first
            height = values[Tag.height]?.first
            self.compression = compression
        }
        if isSensor || values[Tag.version] != nil { holdsSensorData = true }
        guard isSensor else { return }
        for (starts, lengths) in [(Tag.strips, Tag.stripLengths), (Tag.tiles, Tag.tileLengths)] {
            for (start, length) in zip(values[starts] ?? [], values[lengths] ?? []) where sensorData.count < Self.mostValues {
                sensorData.append(start..<start + length)
            }
        }
    }

    /// The relevant values of the directory at `place`, and the position of the next directory.
    private static func directory(_ file: FileBytes, at place: Int) -> (values: [Int: [Int]], next: Int?)? {
        guard let count = file.short(place), count > 0, count <= mostEntries else { return nil }
        var values: [Int: [Int]] = [:]
        for number in 0..<count {
            let entry = place + 2 + 12 * number
            guard let tag = file.short(entry) else { return nil }
            if Tag.all.contains(tag), values[tag] == nil { values[tag] = numbers(file, entry) }
        }
        return (values, file.long(place + 2 + 12 * count).flatMap { $0 == 0 ? nil : $0 })
    }

    private static func numbers(_ file: FileBytes, _ entry: Int) -> [Int]? {
        guard let kind = file.short(entry + 2), let count = file.long(entry + 4), count > 0, count <= mostValues,
            let size = [1: 1, 3: 2, 4: 4, 13: 4][kind],
            let start = count * size <= 4 ? entry + 8 : file.long(entry + 8)
        else { return nil }
        var found: [Int] = []
        for number in 0..<count {
            let place = start + number * size
            guard let value = size == 1 ? file.byte(place).map(Int.init) : size == 2 ? file.short(place) : file.long(place)
            else { return nil }
            found.append(value)
        }
        return found
    }
}
