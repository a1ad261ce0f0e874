/// Bilinear resizing of 8-bit RGB into float32: half-pixel centres, no antialiasing, edges repeated.
///
/// It equals OpenCV's `resize` with `INTER_LINEAR` on float32, up to float32 rounding.
package struct BilinearResize {
    private let placement: Placement
    private let columns: ResizeAxis
    private let rows: ResizeAxis

    package init(from picture: Picture, to placement: Placement) {
        self.placement = placement
        columns = ResizeAxis(
            source: picture.width, target: placement.resized.width, cut: placement.cutLeft, count: placement.kept.width)
        rows = ResizeAxis(
            source: picture.height, target: placement.resized.height, cut: placement.cutTop, count: placement.kept.height)
    }

    /// The resized, cropped and padded picture in the range of `values`.
    ///
    /// Memory: the result and three rows.
    package func tensor(of picture: Picture, values: PixelValues) -> ImageTensor {
        let width = placement.canvas.width, height = placement.canvas.height
        let result = [Float](unsafeUninitializedCapacity: width * height * 3) { buffer, count in
            initialize(buffer, values)
            picture.pixels.withUnsafeBufferPointer { source in
                fill(buffer, from: source, sourceWidth: picture.width, values: values)
            }
            count = width * height * 3
        }
        return ImageTensor(width: width, height: height, values: result)
    }

    /// Fills the result with black.
    private func initialize(_ target: UnsafeMutableBufferPointer<Float>, _ values: PixelValues) {
        target.initialize(repeating: 0)
        let black = values.values(red: 0, green: 0, blue: 0)
        guard black != (0, 0, 0) else { return }
        for pixel in stride(from: 0, to: target.count, by: 3) {
            (target[pixel], target[pixel + 1], target[pixel + 2]) = black
        }
    }

    private func fill(
        _ target: UnsafeMutableBufferPointer<Float>, from source: UnsafeBufferPointer<UInt8>, sourceWidth: Int,
        values: PixelValues
    ) {
        let rowLength = placement.kept.width * 3
        let upper = ResizedRow(length: rowLength), lower = ResizedRow(length: rowLength)
        var pair = (upper, lower)
        for (index, (first, second)) in zip(rows.first, rows.second).enumerated() {
            // On the way down, the lower row of one step is often the upper row of the next.
            if pair.1.index == first { swap(&pair.0, &pair.1) }
            pair.0.load(row: first, of: source, width: sourceWidth, columns: columns)
            pair.1.load(row: second, of: source, width: sourceWidth, columns: columns)
            let start = ((placement.padTop + index) * placement.canvas.width + placement.padLeft) * 3
            blend(pair.0.values, pair.1.values, rows.fraction[index], into: target, at: start, count: rowLength, values: values)
        }
    }

    private func blend(
        _ upper: UnsafeMutableBufferPointer<Float>, _ lower: UnsafeMutableBufferPointer<Float>, _ fraction: Float,
        into target: UnsafeMutableBufferPointer<Float>, at start: Int, count: Int, values: PixelValues
    ) {
        guard let upper = upper.baseAddress, let lower = lower.baseAddress, let base = target.baseAddress else { return }
        let target = base + start, rest = 1 - fraction
        @inline(__always) func scale(_ scaling: PixelValues) {
            for i in stride(from: 0, to: count, by: 3) {
                (target[i], target[i + 1], target[i + 2]) = scaling.values(
                    red: upper[i] * rest + lower[i] * fraction, green: upper[i + 1] * rest + lower[i + 1] * fraction,
                    blue: upper[i + 2] * rest + lower[i + 2] * fraction)
            }
        }
        // One loop for each case, so that the case is not checked at every pixel.
        switch values {
        case .unit: scale(.unit)
        case .signed: scale(.signed)
        case .byte: scale(.byte)
        case .imagenet: scale(.imagenet)
        case .caffe: scale(.caffe)
        case .lite: scale(.lite)
        }
    }
}

/// One source row, resized along its length and kept as long as it is needed.
private final class ResizedRow {
    let values: UnsafeMutableBufferPointer<Float>
    /// The source row that `values` were made from; -1 before the first one.
    private(set) var index = -1

    init(length: Int) {
        values = .allocate(capacity: length)
        values.initialize(repeating: 0)
    }

    deinit { values.deallocate() }

    func load(row: Int, of source: UnsafeBufferPointer<UInt8>, width: Int, columns: ResizeAxis) {
        guard row != index else { return }
        index = row
        guard let base = source.baseAddress, let target = values.baseAddress else { return }
        let line = base + row * width * 3
        columns.first.withUnsafeBufferPointer { first in
            columns.second.withUnsafeBufferPointer { second in
                columns.fraction.withUnsafeBufferPointer { fraction in
                    for column in 0..<first.count {
                        let left = line + first[column] * 3, right = line + second[column] * 3
                        let weight = fraction[column], rest = 1 - weight
                        let pixel = target + column * 3
                        pixel[0] = Float(left[0]) * rest + Float(right[0]) * weight
                        pixel[1] = Float(left[1]) * rest + Float(right[1]) * weight
                        pixel[2] = Float(left[2]) * rest + Float(right[2]) * weight
                    }
                }
            }
        }
    }
}
