import Concurrency
import Graphs

/// Convolutions and poolings in plain loops with a fixed order of additions.
///
/// The results are the same bits on every processor and for every number of threads. They are for small maps; the engine
/// computes on photographs.
enum WindowedSum {
    /// A convolution with the kernel `[height, width, channels / groups, filters]`.
    static func convolution(
        _ maps: FeatureMaps, kernel: [Float], _ convolution: Convolution, border: Border, threads: Int
    ) -> FeatureMaps {
        let frame = Frame(maps, window: convolution.window, border: border, threads: threads)
        let filters = convolution.filters
        let channels = maps.channels / convolution.groups
        return frame.collect(channels: filters) { filter, sums in
            let first = filter / (filters / convolution.groups) * channels
            for (tap, offset) in frame.offsets.enumerated() {
                let start = tap * channels * filters + filter
                frame.add(first..<first + channels, to: sums, offset: offset) { kernel[start + ($0 - first) * filters] }
            }
        }
    }

    /// The largest value of each window.
    static func maximum(_ maps: FeatureMaps, window: Window, border: Border, threads: Int) -> FeatureMaps {
        let frame = Frame(maps, window: window, border: border == .periodic ? .periodic : .constant(-.infinity), threads: threads)
        return frame.collect(channels: maps.channels, start: -.infinity) { channel, sums in
            for offset in frame.offsets { frame.raise(sums, toChannel: channel, offset: offset) }
        }
    }

    /// The mean over the pixels of each window that are inside the map; with `countsBorder`, over all of them.
    static func average(
        _ maps: FeatureMaps, window: Window, countsBorder: Bool, border: Border, threads: Int
    ) -> FeatureMaps {
        let sums = sum(maps, window: window, border: border, threads: threads)
        var result = sums
        if countsBorder {
            let area = Float(window.size.area)
            for index in sums.values.indices { result.values[index] /= area }
            return result
        }
        let ones = FeatureMaps(
            channels: 1, pictures: maps.pictures, height: maps.height, width: maps.width,
            values: [Float](repeating: 1, count: maps.plane))
        let counts = sum(ones, window: window, border: border, threads: threads)
        for index in sums.values.indices { result.values[index] /= counts.values[index % counts.plane] }
        return result
    }

    private static func sum(_ maps: FeatureMaps, window: Window, border: Border, threads: Int) -> FeatureMaps {
        let frame = Frame(maps, window: window, border: border, threads: threads)
        return frame.collect(channels: maps.channels) { channel, sums in
            for offset in frame.offsets { frame.add(channel, to: sums, offset: offset, weight: 1) }
        }
    }
}

/// Padded maps, and how a window slides over them.
private struct Frame {
    let maps: FeatureMaps
    let outputHeight: Int
    let outputWidth: Int
    let stride: Extent
    let threads: Int
    /// The distance in memory from a window's first pixel to each of its pixels, row by row.
    let offsets: [Int]

    init(_ maps: FeatureMaps, window: Window, border: Border, threads: Int) {
        self.threads = threads
        let (before, after) = window.borders(around: Extent(height: maps.height, width: maps.width))
        let padded = maps.padded(before: before, after: after, border: border)
        self.maps = padded
        stride = window.stride
        outputHeight = (padded.height - window.span.height) / stride.height + 1
        outputWidth = (padded.width - window.span.width) / stride.width + 1
        offsets = (0..<window.size.height).flatMap { y in
            (0..<window.size.width).map { y * window.dilation.height * padded.width + $0 * window.dilation.width }
        }
    }

    /// The number of sums, one for each position of the padded maps.
    ///
    /// The last ones of a map, whose windows reach beyond its end, are unused.
    private var runLength: Int { maps.plane - (offsets.last ?? 0) }

    /// `sums[i] += sum over the channels of weight(channel) * map[channel][i + offset]`, two channels at a time.
    func add(_ channels: Range<Int>, to sums: UnsafeMutablePointer<Float>, offset: Int, weight: (Int) -> Float) {
        maps.values.withUnsafeBufferPointer { values in
            guard let base = values.baseAddress else { return }
            var channel = channels.lowerBound
            while channel + 1 < channels.upperBound {
                let (a, b) = (base + channel * maps.plane + offset, base + (channel + 1) * maps.plane + offset)
                let (u, v) = (weight(channel), weight(channel + 1))
                for index in 0..<runLength { sums[index] += u * a[index] + v * b[index] }
                channel += 2
            }
            if channel < channels.upperBound { add(channel, to: sums, offset: offset, weight: weight(channel)) }
        }
    }

    func add(_ channel: Int, to sums: UnsafeMutablePointer<Float>, offset: Int, weight: Float) {
        maps.values.withUnsafeBufferPointer { values in
            guard let base = values.baseAddress else { return }
            let source = base + channel * maps.plane + offset
            for index in 0..<runLength { sums[index] += weight * source[index] }
        }
    }

    func raise(_ sums: UnsafeMutablePointer<Float>, toChannel channel: Int, offset: Int) {
        maps.values.withUnsafeBufferPointer { values in
            guard let base = values.baseAddress else { return }
            let source = base + channel * maps.plane + offset
            for index in 0..<runLength { sums[index] = max(sums[index], source[index]) }
        }
    }

    /// Calls `fill` for every channel of the result, and keeps the positions that the stride visits.
    func collect(
        channels: Int, start: Float = 0, fill: (Int, UnsafeMutablePointer<Float>) -> Void
    ) -> FeatureMaps {
        let plane = maps.pictures * outputHeight * outputWidth
        let values = [Float](unsafeUninitializedCapacity: channels * plane) { target, count in
            nonisolated(unsafe) let target = target
            WorkBlocks.forEach(channels, workers: threads) { channel, _ in
                withUnsafeTemporaryAllocation(of: Float.self, capacity: maps.plane) { sums in
                    sums.initialize(repeating: start)
                    guard let base = sums.baseAddress else { return }
                    fill(channel, base)
                    keep(sums, in: target, from: channel * plane)
                }
            }
            count = channels * plane
        }
        return FeatureMaps(
            channels: channels, pictures: maps.pictures, height: outputHeight, width: outputWidth, values: values)
    }

    private func keep(_ sums: UnsafeMutableBufferPointer<Float>, in target: UnsafeMutableBufferPointer<Float>, from start: Int) {
        var position = start
        for picture in 0..<maps.pictures {
            for row in 0..<outputHeight {
                let from = (picture * maps.height + row * stride.height) * maps.width
                for column in 0..<outputWidth {
                    target[position] = sums[from + column * stride.width]
                    position += 1
                }
            }
        }
    }
}
