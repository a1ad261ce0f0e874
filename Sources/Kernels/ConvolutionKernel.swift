import Graphs
import LinearAlgebra
import Matrices

/// A convolution whose parameters stay as they are: windows laid out as columns, and a product with the kernel, group by group.
final class FrozenConvolutionKernel: Kernel {
    private let source: Slot
    private let result: Slot
    /// `[window * channels / groups, filters]`.
    private let kernel: [Float]
    private let bias: [Float]?
    private let layout: WindowLayout
    private let groups: Int
    private let filters: Int
    private let columns: FloatBuffer

    init(from source: Slot, to result: Slot, _ model: Model, of node: Graph.Node, _ convolution: Convolution, on map: MapShape) {
        (self.source, self.result) = (source, result)
        let role = node.parameters[0].name.role
        var kernel = model.tensor(node.name, role)
        if convolution.hasSteps {
            let steps = model.tensor(node.name, .steps)
            for index in kernel.indices { kernel[index] *= steps[index % steps.count] }
        }
        self.kernel = kernel
        bias = convolution.hasBias ? model.tensor(node.name, .bias) : nil
        groups = convolution.groups
        filters = convolution.filters
        layout = WindowLayout(convolution.window, on: map.size, result: node.shape.size ?? map.size)
        columns = FloatBuffer(count: layout.window * map.channels / convolution.groups * layout.positions)
    }

    private var channels: Int { kernel.count / filters / layout.window }

    func forward(rows: Int) {
        let (area, positions) = (layout.area, layout.positions)
        for row in 0..<rows {
            let (input, output) = (source.values + row * source.width, result.target + row * result.width)
            for group in 0..<groups {
                layout.spread(input + group * channels * area, channels: channels, into: columns.pointer)
                let share = filters / groups
                kernel.withUnsafeBufferPointer { kernel in
                    guard let kernel = kernel.baseAddress else { return }
                    multiply(
                        m: share, n: positions, k: layout.window * channels, kernel + group * share, aStride: filters,
                        .transposed,
                        columns.pointer, bStride: positions, .asStored, into: output + group * share * positions,
                        cStride: positions)
                }
            }
            guard let bias else { continue }
            for filter in 0..<filters {
                for position in 0..<positions { output[filter * positions + position] += bias[filter] }
            }
        }
    }

    func backward(rows: Int, consumer: any GradientConsumer) {
        let (area, positions) = (layout.area, layout.positions)
        source.addGradient(rows: rows) { target in
            target.update(repeating: 0, count: rows * source.width)
            for row in 0..<rows {
                let gradient = result.gradientTarget + row * result.width
                for group in 0..<groups {
                    let share = filters / groups
                    kernel.withUnsafeBufferPointer { kernel in
                        guard let kernel = kernel.baseAddress else { return }
                        multiply(
                            m: layout.window * channels, n: positions, k: share, kernel + group * share, aStride: filters,
                            .asStored, gradient + group * share * positions, bStride: positions, .asStored,
                            into: columns.pointer, cStride: positions)
                    }
                    layout.gather(
                        columns.pointer, channels: channels, into: target + row * source.width + group * channels * area)
                }
            }
        }
    }
}

/// Maps `[channels, height, width]`.
struct MapShape {
    let channels: Int
    let size: Extent

    var area: Int { size.area }

    /// Nil for a vector, or maps of unknown size.
    init?(_ shape: Shape) {
        guard case .maps(let channels, let size?) = shape else { return nil }
        (self.channels, self.size) = (channels, size)
    }
}

/// Which pixels of a map each window covers.
struct WindowLayout {
    /// Pixels of the map, of a window, and positions of the window.
    let area: Int
    let window: Int
    let positions: Int
    /// For each pixel of the window and each position, the pixel of the map; -1 beyond its border.
    private let pixels: [Int32]

    init(_ window: Window, on map: Extent, result: Extent) {
        area = map.area
        self.window = window.size.area
        positions = result.area
        let before = window.borders(around: map).before
        var pixels: [Int32] = []
        pixels.reserveCapacity(window.size.area * result.area)
        for y in 0..<window.size.height {
            for x in 0..<window.size.width {
                for row in 0..<result.height {
                    for column in 0..<result.width {
                        let vertical = row * window.stride.height - before.height + y * window.dilation.height
                        let horizontal = column * window.stride.width - before.width + x * window.dilation.width
                        let isInside = (0..<map.height).contains(vertical) && (0..<map.width).contains(horizontal)
                        pixels.append(isInside ? Int32(vertical * map.width + horizontal) : -1)
                    }
                }
            }
        }
        self.pixels = pixels
    }

    /// Calls `body` with each position and the pixels of the map that its window covers, in the window's order.
    @inline(__always)
    func forEachPixel(_ body: (_ position: Int, _ tap: Int, _ pixel: Int) -> Void) {
        for tap in 0..<window {
            for position in 0..<positions {
                let pixel = pixels[tap * positions + position]
                if pixel >= 0 { body(position, tap, Int(pixel)) }
            }
        }
    }

    /// Lays maps `[channels, area]` out as `[window, channels, positions]`, with zeros beyond the border.
    func spread(_ maps: UnsafePointer<Float>, channels: Int, into columns: UnsafeMutablePointer<Float>) {
        columns.update(repeating: 0, count: window * channels * positions)
        for channel in 0..<channels {
            let (map, columns) = (maps + channel * area, columns + channel * positions)
            forEachPixel { position, tap, pixel in columns[tap * channels * positions + position] = map[pixel] }
        }
    }

    /// Adds columns to the pixels that they came from.
    func gather(_ columns: UnsafePointer<Float>, channels: Int, into maps: UnsafeMutablePointer<Float>) {
        for channel in 0..<channels {
            let (map, columns) = (maps + channel * area, columns + channel * positions)
            forEachPixel { position, tap, pixel in map[pixel] += columns[tap * channels * positions + position] }
        }
    }
}
