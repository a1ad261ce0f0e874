import CMapLoops
import Graphs

/// Loops over maps of either type of numbers.
///
/// Pointers are to the first value of a picture, of a block of its channels, or of a row of pixels.
struct MapLoops {
    let element: MapElement

    typealias Reading = UnsafeRawPointer
    typealias Writing = UnsafeMutableRawPointer

    /// Pixels of some channels, `stride` apart.
    struct Pixels {
        let count: Int
        let lanes: Int
        let stride: Int
    }

    /// The mean of each channel, and the sum of the squared differences from it.
    func moments(_ x: Reading, _ pixels: Pixels, mean: UnsafeMutablePointer<Float>, squares: UnsafeMutablePointer<Float>) {
        switch element {
        case .float32: kalon_moments_float32(x.floats, pixels.count, pixels.lanes, pixels.stride, mean, squares)
        case .bfloat16: kalon_moments_bfloat16(x.words, pixels.count, pixels.lanes, pixels.stride, mean, squares)
        }
    }

    /// `y <- function((x - centre) * scale + shift)`.
    func normalise(_ x: Reading, into y: Writing, _ pixels: Pixels, _ rule: inout kalon_normalisation) {
        switch element {
        case .float32: kalon_normalise_float32(x.floats, y.floats, pixels.count, pixels.lanes, pixels.stride, &rule)
        case .bfloat16: kalon_normalise_bfloat16(x.words, y.words, pixels.count, pixels.lanes, pixels.stride, &rule)
        }
    }

    /// Of the gradient times the slope of the function: its sum, and that of its products with `x - centre`.
    func normaliseSums(
        _ x: Reading, _ gradient: Reading, _ pixels: Pixels, _ rule: inout kalon_normalisation, sums: UnsafeMutablePointer<Float>,
        products: UnsafeMutablePointer<Float>
    ) {
        let (count, lanes, stride) = (pixels.count, pixels.lanes, pixels.stride)
        switch element {
        case .float32: kalon_normalise_sums_float32(x.floats, gradient.floats, count, lanes, stride, &rule, sums, products)
        case .bfloat16: kalon_normalise_sums_bfloat16(x.words, gradient.words, count, lanes, stride, &rule, sums, products)
        }
    }

    /// `dx <- scale * (gradient * slope - mean - (x - centre) * factor)`.
    func normaliseBack(
        _ x: Reading, _ gradient: Reading, into dx: Writing, adds: Bool, _ pixels: Pixels, _ rule: inout kalon_normalisation,
        mean: UnsafePointer<Float>, factor: UnsafePointer<Float>
    ) {
        let (count, lanes, stride, adds) = (pixels.count, pixels.lanes, pixels.stride, Int32(adds ? 1 : 0))
        switch element {
        case .float32:
            kalon_normalise_back_float32(x.floats, gradient.floats, dx.floats, count, lanes, stride, &rule, mean, factor, adds)
        case .bfloat16:
            kalon_normalise_back_bfloat16(x.words, gradient.words, dx.words, count, lanes, stride, &rule, mean, factor, adds)
        }
    }

    func activate(_ x: Reading, into y: Writing, count: Int, _ function: Int32) {
        switch element {
        case .float32: kalon_activate_float32(x.floats, y.floats, count, function)
        case .bfloat16: kalon_activate_bfloat16(x.words, y.words, count, function)
        }
    }

    /// `dx <- gradient * slope of the function at x`, which may be what a ReLU gave.
    func activateBack(_ x: Reading, _ gradient: Reading, into dx: Writing, adds: Bool, count: Int, _ function: Int32) {
        let adds = Int32(adds ? 1 : 0)
        switch element {
        case .float32: kalon_activate_back_float32(x.floats, gradient.floats, dx.floats, count, function, adds)
        case .bfloat16: kalon_activate_back_bfloat16(x.words, gradient.words, dx.words, count, function, adds)
        }
    }

    /// `y <- function(a + b * scale)`.
    func add(_ a: Reading, _ b: Reading, into y: Writing, count: Int, scale: Float, _ function: Int32) {
        switch element {
        case .float32: kalon_add_float32(a.floats, b.floats, y.floats, count, scale, function)
        case .bfloat16: kalon_add_bfloat16(a.words, b.words, y.words, count, scale, function)
        }
    }

    /// `y <- x * scale`.
    func scale(_ x: Reading, into y: Writing, adds: Bool, count: Int, by scale: Float) {
        let adds = Int32(adds ? 1 : 0)
        switch element {
        case .float32: kalon_scale_float32(x.floats, y.floats, count, scale, adds)
        case .bfloat16: kalon_scale_bfloat16(x.words, y.words, count, scale, adds)
        }
    }

    /// `y <- x * gate`, one factor a channel.
    func gate(_ x: Reading, by gate: Reading, into y: Writing, adds: Bool, _ pixels: Pixels) {
        let (count, lanes, stride, adds) = (pixels.count, pixels.lanes, pixels.stride, Int32(adds ? 1 : 0))
        switch element {
        case .float32: kalon_gate_float32(x.floats, gate.floats, y.floats, count, lanes, stride, adds)
        case .bfloat16: kalon_gate_bfloat16(x.words, gate.words, y.words, count, lanes, stride, adds)
        }
    }

    /// `sums <- sum of x * gradient over the pixels`.
    func gateSums(_ x: Reading, _ gradient: Reading, _ pixels: Pixels, into sums: Writing, adds: Bool) {
        let (count, lanes, stride, adds) = (pixels.count, pixels.lanes, pixels.stride, Int32(adds ? 1 : 0))
        switch element {
        case .float32: kalon_gate_sums_float32(x.floats, gradient.floats, count, lanes, stride, sums.floats, adds)
        case .bfloat16: kalon_gate_sums_bfloat16(x.words, gradient.words, count, lanes, stride, sums.words, adds)
        }
    }

    /// `y <- x * other`.
    func multiply(_ x: Reading, by other: Reading, into y: Writing, adds: Bool, count: Int) {
        let adds = Int32(adds ? 1 : 0)
        switch element {
        case .float32: kalon_multiply_float32(x.floats, other.floats, y.floats, count, adds)
        case .bfloat16: kalon_multiply_bfloat16(x.words, other.words, y.words, count, adds)
        }
    }

    func mean(_ x: Reading, _ pixels: Pixels, into y: Writing) {
        switch element {
        case .float32: kalon_mean_float32(x.floats, pixels.count, pixels.lanes, pixels.stride, y.floats)
        case .bfloat16: kalon_mean_bfloat16(x.words, pixels.count, pixels.lanes, pixels.stride, y.words)
        }
    }

    func meanBack(_ gradient: Reading, _ pixels: Pixels, into dx: Writing, adds: Bool) {
        let (count, lanes, stride, adds) = (pixels.count, pixels.lanes, pixels.stride, Int32(adds ? 1 : 0))
        switch element {
        case .float32: kalon_mean_back_float32(gradient.floats, count, lanes, stride, dx.floats, adds)
        case .bfloat16: kalon_mean_back_bfloat16(gradient.words, count, lanes, stride, dx.words, adds)
        }
    }

    /// The largest values of windows, and which pixel of its window each was.
    func maximum(
        _ x: Reading, mapWidth: Int, _ windows: UnsafeBufferPointer<kalon_window>, windowWidth: Int, stride: Int, into y: Writing,
        chosen: UnsafeMutablePointer<UInt8>
    ) {
        let (all, count) = (windows.baseAddress, windows.count)
        switch element {
        case .float32: kalon_maximum_float32(x.floats, mapWidth, all, count, windowWidth, stride, y.floats, chosen)
        case .bfloat16: kalon_maximum_bfloat16(x.words, mapWidth, all, count, windowWidth, stride, y.words, chosen)
        }
    }

    func maximumBack(
        _ gradient: Reading, mapWidth: Int, _ windows: UnsafeBufferPointer<kalon_window>, windowWidth: Int, stride: Int,
        addingTo dx: Writing, chosen: UnsafePointer<UInt8>
    ) {
        let (all, count) = (windows.baseAddress, windows.count)
        switch element {
        case .float32: kalon_maximum_back_float32(gradient.floats, mapWidth, all, count, windowWidth, stride, dx.floats, chosen)
        case .bfloat16: kalon_maximum_back_bfloat16(gradient.words, mapWidth, all, count, windowWidth, stride, dx.words, chosen)
        }
    }

    /// The means of windows, over their own pixels where `area` is 0.
    func average(
        _ x: Reading, mapWidth: Int, _ windows: UnsafeBufferPointer<kalon_window>, stride: Int, area: Int, into y: Writing
    ) {
        switch element {
        case .float32: kalon_average_float32(x.floats, mapWidth, windows.baseAddress, windows.count, stride, area, y.floats)
        case .bfloat16: kalon_average_bfloat16(x.words, mapWidth, windows.baseAddress, windows.count, stride, area, y.words)
        }
    }

    func averageBack(
        _ gradient: Reading, mapWidth: Int, _ windows: UnsafeBufferPointer<kalon_window>, stride: Int, area: Int,
        addingTo dx: Writing
    ) {
        let (all, count) = (windows.baseAddress, windows.count)
        switch element {
        case .float32: kalon_average_back_float32(gradient.floats, mapWidth, all, count, stride, area, dx.floats)
        case .bfloat16: kalon_average_back_bfloat16(gradient.words, mapWidth, all, count, stride, area, dx.words)
        }
    }

    /// Values of channels from one map to another.
    func move(
        _ x: Reading, to y: Writing, adds: Bool, pixels: Int, fromStride: Int, toStride: Int,
        _ moves: UnsafeBufferPointer<kalon_move>
    ) {
        let adds = Int32(adds ? 1 : 0)
        switch element {
        case .float32: kalon_move_float32(x.floats, y.floats, pixels, fromStride, toStride, moves.baseAddress, moves.count, adds)
        case .bfloat16: kalon_move_bfloat16(x.words, y.words, pixels, fromStride, toStride, moves.baseAddress, moves.count, adds)
        }
    }

    func isFinite(_ x: Reading, count: Int) -> Bool {
        switch element {
        case .float32: kalon_finite_float32(x.floats, count) != 0
        case .bfloat16: kalon_finite_bfloat16(x.words, count) != 0
        }
    }

    /// From channels before pixels, in float32.
    func pack(_ x: UnsafePointer<Float>, into y: Writing, adds: Bool, _ pixels: Pixels) {
        let (count, lanes, stride) = (pixels.count, pixels.lanes, pixels.stride)
        switch (element, adds) {
        case (.float32, false): kalon_pack_float32(x, y.floats, count, lanes, stride)
        case (.float32, true): kalon_pack_adding_float32(x, y.floats, count, lanes, stride)
        case (.bfloat16, false): kalon_pack_bfloat16(x, y.words, count, lanes, stride)
        case (.bfloat16, true): kalon_pack_adding_bfloat16(x, y.words, count, lanes, stride)
        }
    }

    /// To channels before pixels, in float32.
    func unpack(_ x: Reading, into y: UnsafeMutablePointer<Float>, adds: Bool, _ pixels: Pixels) {
        let (count, lanes, stride, adds) = (pixels.count, pixels.lanes, pixels.stride, Int32(adds ? 1 : 0))
        switch element {
        case .float32: kalon_unpack_float32(x.floats, y, count, lanes, stride, adds)
        case .bfloat16: kalon_unpack_bfloat16(x.words, y, count, lanes, stride, adds)
        }
    }
}

extension UnsafeRawPointer {
    var floats: UnsafePointer<Float> { assumingMemoryBound(to: Float.self) }
    var words: UnsafePointer<UInt16> { assumingMemoryBound(to: UInt16.self) }
}

extension UnsafeMutableRawPointer {
    var floats: UnsafeMutablePointer<Float> { assumingMemoryBound(to: Float.self) }
    var words: UnsafeMutablePointer<UInt16> { assumingMemoryBound(to: UInt16.self) }
    var reading: UnsafeRawPointer { UnsafeRawPointer(self) }
}

extension Activation {
    /// The number by which loops over maps know the function; nil if they do not.
    var loop: Int32? {
        switch self {
        case .linear: Int32(kalon_linear)
        case .relu: Int32(kalon_relu)
        case .relu6: Int32(kalon_relu6)
        case .swish: Int32(kalon_swish)
        case .sigmoid: Int32(kalon_sigmoid)
        case .elu, .gelu, .tanh: nil
        }
    }
}
