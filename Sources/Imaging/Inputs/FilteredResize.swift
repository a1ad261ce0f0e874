/// Resizing with antialiasing, as Pillow, torchvision and timm do it on 8-bit pictures: a reduction averages over all
/// pixels that fall together.
///
/// The sides are resized one after the other in fixed point, and values are rounded to bytes after each. The result
/// equals that of Pillow 13. Older versions always begin with the columns, which changes some values by one or two.
struct FilteredResize {
    /// How the weight of a pixel depends on its distance, in pixels of the smaller picture.
    enum Kernel {
        case triangle
        /// The cubic of Keys (1981) with a = -1/2.
        case cubic

        var radius: Double { self == .triangle ? 1 : 2 }

        func weight(_ distance: Double) -> Double {
            let x = abs(distance)
            switch self {
            case .triangle: return max(1 - x, 0)
            case .cubic where x < 1: return (1.5 * x - 2.5) * x * x + 1
            case .cubic where x < 2: return ((2.5 - 0.5 * x) * x - 4) * x + 2
            case .cubic: return 0
            }
        }
    }

    private let placement: Placement
    private let columns: WeightedAxis
    private let rows: WeightedAxis

    init(from picture: Picture, to placement: Placement, kernel: Kernel) {
        self.placement = placement
        columns = WeightedAxis(
            source: picture.width, target: placement.resized.width, cut: placement.cutLeft, count: placement.kept.width,
            kernel: kernel)
        rows = WeightedAxis(
            source: picture.height, target: placement.resized.height, cut: placement.cutTop, count: placement.kept.height,
            kernel: kernel)
    }

    /// The part of the resized picture that is kept.
    ///
    /// Memory: the result of resizing one side.
    func kept(of picture: Picture) -> Picture {
        guard !beginsWithRows(picture) else {
            let low = resizingRows(of: picture, from: 0)
            return resizingColumns(of: low, rows: 0..<low.height)
        }
        let needed = rows.range
        return resizingRows(of: resizingColumns(of: picture, rows: needed), from: needed.lowerBound)
    }

    /// Whether rows are resized first, because the height is reduced by much more than the width.
    private func beginsWithRows(_ picture: Picture) -> Bool {
        let lost = picture.height - placement.resized.height
        return lost > 0 && lost > 2 * (picture.width - placement.resized.width)
    }

    private func resizingColumns(of picture: Picture, rows: Range<Int>) -> Picture {
        let width = placement.kept.width
        let pixels = Self.bytes(width * 3 * rows.count) { target in
            picture.pixels.withUnsafeBufferPointer { source in
                resizeColumns(source, sourceWidth: picture.width, rows: rows, into: target)
            }
        }
        return Picture(width: width, height: rows.count, pixels: pixels)
    }

    /// Resizes along the height; `from` is the number of the first row of `picture` in the source.
    private func resizingRows(of picture: Picture, from first: Int) -> Picture {
        let rowLength = picture.width * 3
        let pixels = Self.bytes(rowLength * placement.kept.height) { target in
            picture.pixels.withUnsafeBufferPointer { resizeRows($0, first: first, rowLength: rowLength, into: target) }
        }
        return Picture(width: picture.width, height: placement.kept.height, pixels: pixels)
    }

    private static func bytes(_ count: Int, fill: (UnsafeMutableBufferPointer<UInt8>) -> Void) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { target, written in
            target.initialize(repeating: 0)
            fill(target)
            written = count
        }
    }

    private func resizeColumns(
        _ source: UnsafeBufferPointer<UInt8>, sourceWidth: Int, rows: Range<Int>,
        into target: UnsafeMutableBufferPointer<UInt8>
    ) {
        columns.weights.withUnsafeBufferPointer { weights in
            var position = 0
            for row in rows {
                for column in 0..<columns.count {
                    var red = WeightedAxis.half, green = WeightedAxis.half, blue = WeightedAxis.half
                    var pixel = (row * sourceWidth + columns.first[column]) * 3
                    for index in columns.weightRange(column) {
                        red &+= weights[index] &* Int32(source[pixel])
                        green &+= weights[index] &* Int32(source[pixel + 1])
                        blue &+= weights[index] &* Int32(source[pixel + 2])
                        pixel += 3
                    }
                    target[position] = Self.byte(red)
                    target[position + 1] = Self.byte(green)
                    target[position + 2] = Self.byte(blue)
                    position += 3
                }
            }
        }
    }

    private func resizeRows(
        _ source: UnsafeBufferPointer<UInt8>, first: Int, rowLength: Int,
        into target: UnsafeMutableBufferPointer<UInt8>
    ) {
        let sums = UnsafeMutableBufferPointer<Int32>.allocate(capacity: rowLength)
        defer { sums.deallocate() }
        for row in 0..<rows.count {
            sums.initialize(repeating: WeightedAxis.half)
            var start = (rows.first[row] - first) * rowLength
            for index in rows.weightRange(row) {
                let weight = rows.weights[index]
                for i in 0..<rowLength { sums[i] &+= weight &* Int32(source[start + i]) }
                start += rowLength
            }
            for i in 0..<rowLength { target[row * rowLength + i] = Self.byte(sums[i]) }
        }
    }

    @inline(__always)
    private static func byte(_ sum: Int32) -> UInt8 {
        UInt8(truncatingIfNeeded: min(max(sum >> WeightedAxis.fractionBits, 0), 255))
    }
}

/// For each position along one side of the result: the source positions that it is made from, and their weights.
struct WeightedAxis {
    /// The first source position of each result position.
    let first: [Int]
    /// The weights of all result positions, one after the other, in units of 2^-22; those of one position sum to about 1.
    let weights: [Int32]
    /// Where the weights of each position begin, and where the last ones end.
    private let starts: [Int]

    /// The bits of 32 that remain after a byte, a sign, and the overshoot of a cubic.
    static let fractionBits: Int32 = 22
    /// One half: the start of every sum, so that cutting off the fraction rounds it.
    static let half: Int32 = 1 << 21

    var count: Int { first.count }

    /// The range of source positions that are needed.
    var range: Range<Int> {
        let last = first.indices.map { first[$0] + weightRange($0).count }.max() ?? 0
        return (first.min() ?? 0)..<last
    }

    func weightRange(_ position: Int) -> Range<Int> { starts[position]..<starts[position + 1] }

    /// Takes positions `cut..<(cut + count)` of a side that is resized from `source` to `target` pixels.
    init(source: Int, target: Int, cut: Int, count: Int, kernel: FilteredResize.Kernel) {
        let scale = Double(source) / Double(target)
        let stretch = max(scale, 1)
        let reach = kernel.radius * stretch
        var first: [Int] = [], weights: [Int32] = [], starts = [0]
        for position in cut..<(cut + count) {
            let centre = (Double(position) + 0.5) * scale
            let low = max(Int(centre - reach + 0.5), 0)
            let high = min(Int(centre + reach + 0.5), source)
            let raw = (low..<high).map { kernel.weight((Double($0) + 0.5 - centre) / stretch) }
            let sum = raw.reduce(0, +)
            first.append(low)
            weights += raw.map { Int32(($0 / sum * Double(1 << Self.fractionBits)).rounded()) }
            starts.append(weights.count)
        }
        self.first = first
        self.weights = weights
        self.starts = starts
    }
}
