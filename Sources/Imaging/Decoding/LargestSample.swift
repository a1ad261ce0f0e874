/// The value that means white, in formats that state it in a place that libvips ignores.
enum LargestSample {
    /// The value; nil if it is the largest of the sample's bits, 255 or 65535.
    static func value(in bytes: UnsafeRawBufferPointer, _ format: PictureFormat) -> Int? {
        switch format {
        case .netpbm: netpbm(bytes)
        case .jpeg2000: jpeg2000(bytes)
        default: nil
        }
    }

    /// The third number of the header; bitmaps have none.
    private static func netpbm(_ bytes: UnsafeRawBufferPointer) -> Int? {
        guard bytes.count > 1, ![0x31, 0x34].contains(bytes[1]) else { return nil }
        var numbers: [Int] = []
        var place = 2
        while numbers.count < 3, place < bytes.count {
            switch bytes[place] {
            case 0x23: while place < bytes.count, bytes[place] != 0x0A, bytes[place] != 0x0D { place += 1 }
            case 0x30...0x39:
                var number = 0
                while place < bytes.count, (0x30...0x39).contains(bytes[place]), number <= 65535 {
                    number = 10 * number + Int(bytes[place]) - 0x30
                    place += 1
                }
                numbers.append(number)
            default: place += 1
            }
        }
        guard numbers.count == 3, (1..<65535).contains(numbers[2]), numbers[2] != 255 else { return nil }
        return numbers[2]
    }

    /// The largest value of the first component, from the number of bits that the SIZ marker gives it.
    private static func jpeg2000(_ bytes: UnsafeRawBufferPointer) -> Int? {
        let file = FileBytes(bytes: bytes, isBigEndian: true)
        guard let start = file.firstPlace(of: [0xFF, 0x4F, 0xFF, 0x51], from: 0), let sign = file.byte(start + 42) else {
            return nil
        }
        let bits = Int(sign & 0x7F) + 1
        return (1...16).contains(bits) && bits != 8 && bits != 16 ? (1 << bits) - 1 : nil
    }
}
