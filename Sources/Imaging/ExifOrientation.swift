/// Where the first row and the first column of the stored pixels belong in the picture as it was seen (EXIF 2.32, tag 0x0112).
public enum ExifOrientation: Int, Sendable, CaseIterable {
    /// Rows stay rows: the first row is at the top or bottom, the first column at the left or right.
    case topLeft = 1, topRight, bottomRight, bottomLeft
    /// Rows become columns: the first row is at the left or right, the first column at the top or bottom.
    case leftTop, rightTop, rightBottom, leftBottom

    /// Whether the stored rows are columns of the picture as it was seen.
    public var swapsSides: Bool { rawValue >= Self.leftTop.rawValue }
}

extension Picture {
    /// The picture as it was seen, turned and mirrored as `orientation` says.
    ///
    /// Cost: one copy, or none if it is already upright.
    public var upright: Picture {
        guard orientation != .topLeft else { return self }
        let turned = orientation.swapsSides ? (width: height, height: width) : (width: width, height: height)
        // The position of the first pixel in storage, and the steps to its right and lower neighbours.
        let walk: (first: Int, right: Int, down: Int) =
            switch orientation {
            case .topLeft: (0, 1, width)
            case .topRight: (width - 1, -1, width)
            case .bottomRight: (width * height - 1, -1, -width)
            case .bottomLeft: (width * (height - 1), 1, -width)
            case .leftTop: (0, width, 1)
            case .rightTop: (width * (height - 1), -width, 1)
            case .rightBottom: (width * height - 1, -width, -1)
            case .leftBottom: (width - 1, width, -1)
            }
        let result = [UInt8](unsafeUninitializedCapacity: pixels.count) { target, written in
            for y in 0..<turned.height {
                for x in 0..<turned.width {
                    let from = 3 * (walk.first + x * walk.right + y * walk.down), to = 3 * (y * turned.width + x)
                    for band in 0..<3 { target[to + band] = pixels[from + band] }
                }
            }
            written = pixels.count
        }
        return Picture(width: turned.width, height: turned.height, pixels: result, isPreview: isPreview)
    }
}
