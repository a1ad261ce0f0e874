import CMapLoops
import Foundation
import Matrices
import TestSupport
import Testing

/// Loops over pixels of some channels against plain Swift: normalisations, gates, windows, moves and other orders.
@Suite struct MapChannelLoopsTests {
    // MARK: Channel by channel

    /// Pixels of so many channels, with what fills the block up.
    private struct Pixels {
        let count: Int
        let lanes: Int
        let stride: Int

        func values(_ name: String) -> [Float] {
            let numbers = MapLoopCase.numbers(count * stride, name)
            return numbers.indices.map { $0 % stride < lanes ? numbers[$0] : 0 }
        }

        func channel(_ index: Int) -> Int? { index % stride < lanes ? index % stride : nil }
    }

    /// Pixels, channels, and how far pixels lie apart.
    private static let pixels: [(Int, Int, Int)] = {
        var shapes: [(Int, Int, Int)] = [(33, 24, 24), (7, 2, 16)]
        for count in MapLoopCase.counts {
            shapes.append((count, 16, 16))
            shapes.append((5, count, (count + 15) / 16 * 16))
        }
        return shapes
    }()

    @Test(arguments: pixels, [false, true]) func normalisations(shape: (Int, Int, Int), isBrain: Bool) {
        let pixels = Pixels(count: shape.0, lanes: shape.1, stride: shape.2)
        let (x, g, before) = (pixels.values("x"), pixels.values("g"), pixels.values("before"))
        let channels = ["centre", "scale", "shift", "mean", "factor"].map {
            FencedMemory(MapLoopCase.numbers(pixels.lanes, $0), fence: 99)
        }
        let (centre, scale, shift) = (channels[0].values, channels[1].values, channels[2].values)
        for function in MapLoopCase.functions {
            var rule = kalon_normalisation(
                centre: channels[0].start, scale: channels[1].start, shift: channels[2].start, function: function)
            let (input, slopes) = (MapLoopCase.Map(x, isBrain: isBrain), MapLoopCase.Map(g, isBrain: isBrain))
            let (output, target) = (MapLoopCase.Map(before, isBrain: isBrain), MapLoopCase.Map(before, isBrain: isBrain))
            let sums = ["sums", "products"].map { FencedMemory(MapLoopCase.numbers(pixels.lanes, $0), fence: 99) }
            MapLoopCase.call(
                isBrain,
                {
                    kalon_normalise_float32(input.float, output.float, pixels.count, pixels.lanes, pixels.stride, &rule)
                    kalon_normalise_sums_float32(
                        input.float, slopes.float, pixels.count, pixels.lanes, pixels.stride, &rule, sums[0].start, sums[1].start)
                    kalon_normalise_back_float32(
                        input.float, slopes.float, target.float, pixels.count, pixels.lanes, pixels.stride, &rule,
                        channels[3].start, channels[4].start, 1)
                },
                {
                    kalon_normalise_bfloat16(input.brain, output.brain, pixels.count, pixels.lanes, pixels.stride, &rule)
                    kalon_normalise_sums_bfloat16(
                        input.brain, slopes.brain, pixels.count, pixels.lanes, pixels.stride, &rule, sums[0].start, sums[1].start)
                    kalon_normalise_back_bfloat16(
                        input.brain, slopes.brain, target.brain, pixels.count, pixels.lanes, pixels.stride, &rule,
                        channels[3].start, channels[4].start, 1)
                })
            var (expected, back) = ([Double](repeating: 0, count: x.count), [Double](repeating: 0, count: x.count))
            var (sum, products, sizes) = (
                [Double](repeating: 0, count: pixels.lanes), [Double](repeating: 0, count: pixels.lanes), 1.0
            )
            for index in x.indices {
                guard let channel = pixels.channel(index) else { continue }
                let centred = Double(x[index]) - Double(centre[channel])
                let place = centred * Double(scale[channel]) + Double(shift[channel])
                let slope = Double(g[index]) * MapLoopCase.slope(place, function)
                expected[index] = MapLoopCase.value(place, function)
                back[index] =
                    Double(before[index]) + Double(scale[channel])
                    * (slope - Double(channels[3].values[channel]) - centred * Double(channels[4].values[channel]))
                sum[channel] += slope
                products[channel] += slope * centred
                sizes += abs(slope * centred)
            }
            MapLoopCase.expect(output, expected, isBrain: isBrain, "normalised with \(function)")
            let largest = back.reduce(1) { max($0, abs($1)) }
            #expect(target.isIntact)
            expectClose(target.values, back, tolerance: isBrain ? 0x1p-8 : 2e-6, scale: .of(largest), "back with \(function)")
            expectClose(sums[0].values, sum, tolerance: 1e-6, scale: .of(sizes), "sums with \(function)")
            expectClose(sums[1].values, products, tolerance: 1e-6, scale: .of(sizes), "products with \(function)")
            #expect((channels + sums).allSatisfy { $0.isIntact })
        }
    }

    @Test(arguments: pixels, [false, true]) func momentsMeansAndGates(shape: (Int, Int, Int), isBrain: Bool) {
        let (count, lanes, stride) = shape
        let pixels = Pixels(count: count, lanes: lanes, stride: stride)
        let (x, g) = (pixels.values("x"), pixels.values("g"))
        let gate = (0..<stride).map { $0 < lanes ? MapLoopCase.numbers(lanes, "gate")[$0] : 0 }
        let (input, slopes, factor) = (
            MapLoopCase.Map(x, isBrain: isBrain), MapLoopCase.Map(g, isBrain: isBrain), MapLoopCase.Map(gate, isBrain: isBrain)
        )
        let (gated, sums, mean, spread) = (
            MapLoopCase.Map(g, isBrain: isBrain), MapLoopCase.Map(gate, isBrain: isBrain),
            MapLoopCase.Map(gate, isBrain: isBrain), MapLoopCase.Map(g, isBrain: isBrain)
        )
        let (means, squares) = (
            FencedMemory([Float](repeating: 7, count: lanes), fence: 9),
            FencedMemory([Float](repeating: 7, count: lanes), fence: 9)
        )
        MapLoopCase.call(
            isBrain,
            {
                kalon_moments_float32(input.float, count, lanes, stride, means.start, squares.start)
                kalon_gate_float32(input.float, factor.float, gated.float, count, lanes, stride, 1)
                kalon_gate_sums_float32(input.float, slopes.float, count, lanes, stride, sums.float, 1)
                kalon_mean_float32(input.float, count, lanes, stride, mean.float)
                kalon_mean_back_float32(factor.float, count, lanes, stride, spread.float, 1)
            },
            {
                kalon_moments_bfloat16(input.brain, count, lanes, stride, means.start, squares.start)
                kalon_gate_bfloat16(input.brain, factor.brain, gated.brain, count, lanes, stride, 1)
                kalon_gate_sums_bfloat16(input.brain, slopes.brain, count, lanes, stride, sums.brain, 1)
                kalon_mean_bfloat16(input.brain, count, lanes, stride, mean.brain)
                kalon_mean_back_bfloat16(factor.brain, count, lanes, stride, spread.brain, 1)
            })
        let columns = (0..<lanes).map { channel in (0..<count).map { Double(x[$0 * stride + channel]) } }
        let averages = columns.map { $0.reduce(0, +) / Double(count) }
        let fill = [Double](repeating: 0, count: stride - lanes)
        expectClose(means.values, averages, tolerance: 1e-6, scale: .of(10), "means")
        let differences = zip(columns, averages).map { column, mean in column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } }
        expectClose(squares.values, differences, tolerance: 1e-5, scale: .ofEach, "squares")
        #expect(means.isIntact && squares.isIntact)
        MapLoopCase.expect(mean, averages + fill, isBrain: isBrain, "mean")
        MapLoopCase.expect(
            gated, x.indices.map { Double(g[$0]) + Double(x[$0]) * Double(gate[$0 % stride]) }, isBrain: isBrain, "gated")
        MapLoopCase.expect(
            spread, x.indices.map { Double(g[$0]) + Double(gate[$0 % stride]) / Double(count) }, isBrain: isBrain, "spread")
        let products = (0..<lanes).map { channel in
            (0..<count).reduce(Double(gate[channel])) { $0 + Double(x[$1 * stride + channel]) * Double(g[$1 * stride + channel]) }
        }
        #expect(sums.isIntact)
        expectClose(
            sums.values, products + fill, tolerance: isBrain ? 0x1p-8 : 2e-6,
            scale: .of(Double(count) + (products.map(abs).max() ?? 0)),
            "sums of gates")
    }

    // MARK: Windows and moves

    @Test(arguments: [1, 15, 16, 17, 100], [false, true]) func windowsOfMaps(lanes: Int, isBrain: Bool) {
        let (width, height) = (5, 4)
        // One with gaps, one that lies beside the map, and some that overlap.
        var windows = [
            kalon_window(top: 1, left: 0, height: 2, width: 3, rowStep: 2, columnStep: 2),
            kalon_window(top: 0, left: 0, height: 0, width: 2, rowStep: 1, columnStep: 1),
        ]
        for top in 0..<height - 1 {
            for left in 0..<width - 2 {
                windows.append(
                    kalon_window(top: top, left: left, height: 2, width: top == 0 ? 3 : 2, rowStep: 1, columnStep: 1))
            }
        }
        let (x, g) = (MapLoopCase.numbers(width * height * lanes, "x"), MapLoopCase.numbers(windows.count * lanes, "g"))
        for area in [0, 9] {
            let (input, slopes) = (MapLoopCase.Map(x, isBrain: isBrain), MapLoopCase.Map(g, isBrain: isBrain))
            let (largest, mean) = (MapLoopCase.Map(g, isBrain: isBrain), MapLoopCase.Map(g, isBrain: isBrain))
            let (back, meanBack) = (MapLoopCase.Map(x, isBrain: isBrain), MapLoopCase.Map(x, isBrain: isBrain))
            let chosen = FencedMemory([UInt8](repeating: 200, count: g.count), fence: 77)
            MapLoopCase.call(
                isBrain,
                {
                    kalon_maximum_float32(input.float, width, windows, windows.count, 3, lanes, largest.float, chosen.start)
                    kalon_maximum_back_float32(slopes.float, width, windows, windows.count, 3, lanes, back.float, chosen.start)
                    kalon_average_float32(input.float, width, windows, windows.count, lanes, area, mean.float)
                    kalon_average_back_float32(slopes.float, width, windows, windows.count, lanes, area, meanBack.float)
                },
                {
                    kalon_maximum_bfloat16(input.brain, width, windows, windows.count, 3, lanes, largest.brain, chosen.start)
                    kalon_maximum_back_bfloat16(slopes.brain, width, windows, windows.count, 3, lanes, back.brain, chosen.start)
                    kalon_average_bfloat16(input.brain, width, windows, windows.count, lanes, area, mean.brain)
                    kalon_average_back_bfloat16(slopes.brain, width, windows, windows.count, lanes, area, meanBack.brain)
                })
            var (expected, means) = ([Double](repeating: 0, count: g.count), [Double](repeating: 0, count: g.count))
            var (target, spread) = (x.map(Double.init), x.map(Double.init))
            for (number, window) in windows.enumerated() {
                var places: [Int] = []
                for row in 0..<window.height {
                    for column in 0..<window.width {
                        let (y, x) = (window.top + row * window.rowStep, window.left + column * window.columnStep)
                        places.append(y * width + x)
                    }
                }
                for channel in 0..<lanes where !places.isEmpty {
                    let values = places.map { Double(x[$0 * lanes + channel]) }, index = number * lanes + channel
                    let best = values.indices.reduce(0) { values[$1] > values[$0] ? $1 : $0 }
                    let share = 1 / Double(area == 0 ? values.count : area)
                    expected[index] = values[best]
                    means[index] = values.reduce(0, +) * share
                    target[places[best] * lanes + channel] += Double(g[index])
                    for place in places { spread[place * lanes + channel] += Double(g[index]) * share }
                }
            }
            MapLoopCase.expect(largest, expected, isBrain: isBrain, "largest")
            MapLoopCase.expect(mean, means, isBrain: isBrain, "means")
            #expect(chosen.isIntact && back.isIntact && meanBack.isIntact)
            // Of brain floats, every one of up to six additions is rounded.
            let tolerance = isBrain ? 6 * 0x1p-8 : 2e-6
            expectClose(back.values, target, tolerance: tolerance, scale: .of(10), "back from the largest")
            expectClose(meanBack.values, spread, tolerance: tolerance, scale: .of(10), "back from the means")
        }
    }

    @Test(arguments: MapLoopCase.counts, [false, true]) func movesOfChannels(pixels: Int, isBrain: Bool) {
        let (x, before) = (MapLoopCase.numbers(pixels * 7, "x"), MapLoopCase.numbers(pixels * 6, "before"))
        for (step, targetStep, adds) in [(1, 1, false), (2, 1, false), (1, 2, false), (1, 1, true), (2, 1, true), (3, 2, true)] {
            let moves = [
                kalon_move(source: 1, sourceStep: step, target: 2, targetStep: targetStep, count: 2),
                kalon_move(source: 6, sourceStep: 1, target: 0, targetStep: 1, count: 1),
            ]
            let (input, output) = (MapLoopCase.Map(x, isBrain: isBrain), MapLoopCase.Map(before, isBrain: isBrain))
            MapLoopCase.call(
                isBrain, { kalon_move_float32(input.float, output.float, pixels, 7, 6, moves, moves.count, adds ? 1 : 0) },
                { kalon_move_bfloat16(input.brain, output.brain, pixels, 7, 6, moves, moves.count, adds ? 1 : 0) })
            var expected = before.map(Double.init)
            for pixel in 0..<pixels {
                for (from, to) in [(1, 2), (1 + step, 2 + targetStep), (6, 0)] {
                    expected[pixel * 6 + to] = Double(x[pixel * 7 + from]) + (adds ? expected[pixel * 6 + to] : 0)
                }
            }
            MapLoopCase.expect(output, expected, isBrain: isBrain, "moves by \(step) and \(targetStep)")
        }
    }

    @Test(arguments: pixels, [false, true]) func packingAndUnpacking(shape: (Int, Int, Int), isBrain: Bool) {
        let (count, lanes, stride) = shape
        let planes = MapLoopCase.numbers(count * lanes, "planes"),
            before = Pixels(count: count, lanes: lanes, stride: stride).values("before")
        let plain = FencedMemory(planes, fence: 99)
        let (packed, added) = (MapLoopCase.Map(before, isBrain: isBrain), MapLoopCase.Map(before, isBrain: isBrain))
        let back = [0, 1].map { _ in FencedMemory(planes, fence: 99) }
        MapLoopCase.call(
            isBrain,
            {
                kalon_pack_float32(plain.start, packed.float, count, lanes, stride)
                kalon_pack_adding_float32(plain.start, added.float, count, lanes, stride)
                for adds in [0, 1] { kalon_unpack_float32(packed.float, back[adds].start, count, lanes, stride, Int32(adds)) }
            },
            {
                kalon_pack_bfloat16(plain.start, packed.brain, count, lanes, stride)
                kalon_pack_adding_bfloat16(plain.start, added.brain, count, lanes, stride)
                for adds in [0, 1] { kalon_unpack_bfloat16(packed.brain, back[adds].start, count, lanes, stride, Int32(adds)) }
            })
        let expected = before.indices.map { index in
            index % stride < lanes ? Double(planes[index % stride * count + index / stride]) : 0
        }
        #expect(packed.isIntact && packed.values.map(Double.init) == expected)
        MapLoopCase.expect(added, zip(expected, before).map { $0 + Double($1) }, isBrain: isBrain, "added")
        #expect(back[0].values == planes && back[1].values == planes.map { 2 * $0 })
        #expect(plain.values == planes && (back + [plain]).allSatisfy { $0.isIntact })
    }

    @Test(arguments: MapLoopCase.counts, [false, true]) func bytesBecomeNumbers(pixels: Int, isBrain: Bool) {
        var stream = RandomStream(seed: 6, name: "bytes")
        let bytes = (0..<pixels * 3).map { _ in UInt8(truncatingIfNeeded: stream.next()) }
        let (scale, shift): ([Float], [Float]) = ([0.5, 0.25, -0.125], [1, -2, 3])
        for (pixelStride, channelStride) in [(3, 1), (1, pixels)] {
            let map = MapLoopCase.Map([Float](repeating: 7, count: pixels * 3), isBrain: isBrain)
            MapLoopCase.call(
                isBrain, { kalon_bytes_float32(bytes, map.float, pixels, scale, shift, pixelStride, channelStride) },
                { kalon_bytes_bfloat16(bytes, map.brain, pixels, scale, shift, pixelStride, channelStride) })
            var expected = [Double](repeating: 0, count: pixels * 3)
            for (index, byte) in bytes.enumerated() {
                expected[index / 3 * pixelStride + index % 3 * channelStride] =
                    Double(byte) * Double(scale[index % 3]) + Double(shift[index % 3])
            }
            MapLoopCase.expect(map, expected, isBrain: isBrain, "bytes")
        }
    }
}
