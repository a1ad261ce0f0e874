import CVectorLoops
import Foundation
import Matrices
import TestSupport
import Testing

/// Each loop against its formula, for counts that leave every kind of rest to vectors.
@Suite struct CVectorLoopsTests {
    private static let counts = [0, 1, 7, 16, 33, 1000]

    /// Multiples of 1/16 of up to 8, with which a few steps are exact in float32, fused or not.
    private func sixteenths(_ count: Int, _ name: String) -> FencedMemory<Float> {
        var stream = RandomStream(seed: 1, name: name)
        // Each has another fence, or else averages would stay as they are beyond the end.
        let fence = Float(stream.next() % 1000) + 1000
        return FencedMemory((0..<count).map { _ in Float(stream.next() % 257) / 16 - 8 }, fence: fence)
    }

    @Test(arguments: counts) func adamTakesAStep(count: Int) {
        let parameters = sixteenths(count, "parameters"), first = sixteenths(count, "first")
        let second = FencedMemory(sixteenths(count, "second").values.map { $0 * $0 }, fence: 1234.5)
        let gradient = sixteenths(count, "gradient"), slopes = gradient.values.map(Double.init)
        let means = zip(first.values, slopes).map { Double($0) + ($1 - Double($0)) * 0.25 }
        let squares = zip(second.values, slopes).map { Double($0) + ($1 * $1 - Double($0)) * 0.125 }
        let expected = parameters.values.indices.map { index in
            let parameter = Double(parameters.values[index])
            return parameter - (parameter * 0.03125 + means[index] * 0.5 / (squares[index].squareRoot() + 0.0625))
        }
        kalon_adam(
            count, parameters.start, first.start, second.start, gradient.start, 0.25, 0.125, 0.0625, 0.5, 0.03125)
        #expect(gradient.values.map(Double.init) == slopes)
        #expect([parameters, first, second, gradient].allSatisfy { $0.isIntact })
        guard count > 0 else { return }
        expectClose(first.values, means, tolerance: 1e-6, scale: .ofEach)
        expectClose(second.values, squares, tolerance: 1e-6, scale: .ofEach)
        expectClose(parameters.values, expected, tolerance: 4e-6, scale: .ofEach)
    }

    private func planes(_ count: Int, _ name: String) -> [FencedMemory<Double>] {
        (0..<3).map { plane in
            var stream = RandomStream(seed: 1, name: "\(name) \(plane)")
            return FencedMemory((0..<count).map { _ in stream.uniform(in: -9...9) }, fence: 1e3 + Double(plane))
        }
    }

    private func squares(_ here: [FencedMemory<Double>], _ there: [FencedMemory<Double>], _ offset: Double) -> [Double] {
        let pairs = zip(here, there).map { zip($0.values, $1.values).map { ($0 - $1) * ($0 - $1) } }
        return pairs[0].indices.map { pairs[0][$0] + pairs[1][$0] + pairs[2][$0] + offset }
    }

    @Test(arguments: counts) func densitiesAreAdded(count: Int) {
        let here = planes(count, "here"), there = planes(count, "there")
        // Large scales reach exponents of which the result is nothing.
        for scale in [-0.03, -0.5, -40] {
            let density = FencedMemory([Double](repeating: 1, count: count), fence: -7)
            kalon_add_density(
                count, here.map { $0.start.map { UnsafePointer($0) } }, there.map { $0.start.map { UnsafePointer($0) } }, 5,
                scale, density.start)
            #expect((here + there + [density]).allSatisfy { $0.isIntact })
            guard count > 0 else { return }
            expectClose(density.values, squares(here, there, 5).map { 1 + exp($0 * scale) }, tolerance: 1e-15, scale: .ofEach)
        }
    }

    @Test(arguments: counts) func theNearestDenserIsFound(count: Int) {
        let here = planes(count, "here"), there = planes(count, "there"), densities = planes(count, "densities")
        let closest = FencedMemory((0..<count).map { $0 % 3 == 0 ? 100 : Double.infinity }, fence: -7)
        let parent = FencedMemory([Int64](repeating: 4, count: count), fence: -7)
        let squares = squares(here, there, 5)
        let nearer = squares.indices.map { place in
            densities[1].values[place] > densities[0].values[place] && squares[place] < closest.values[place]
        }
        let expected = squares.indices.map { nearer[$0] ? squares[$0] : closest.values[$0] }
        kalon_find_denser(
            count, here.map { $0.start.map { UnsafePointer($0) } }, there.map { $0.start.map { UnsafePointer($0) } }, 5,
            densities[0].start, densities[1].start, 9, closest.start, parent.start)
        #expect(parent.values == nearer.map { $0 ? 9 : 4 })
        #expect(closest.isIntact && parent.isIntact && (here + there + densities).allSatisfy { $0.isIntact })
        guard count > 0 else { return }
        expectClose(
            closest.values.filter(\.isFinite), expected.filter(\.isFinite), tolerance: 1e-13, scale: .ofEach)
        #expect(count < 10 || (nearer.contains(true) && nearer.contains(false)))
    }

    @Test(arguments: counts) func momentumCarriesOn(count: Int) {
        let parameters = sixteenths(count, "parameters"), velocity = sixteenths(count, "velocity")
        let gradient = sixteenths(count, "gradient"), slopes = gradient.values
        let velocities = zip(velocity.values, slopes).map { $0 * 0.5 - 0.25 * $1 }
        let expected = zip(parameters.values, velocities).map { $0 + $1 }
        kalon_momentum(count, parameters.start, velocity.start, gradient.start, 0.5, 0.25, 1)
        #expect(velocity.values == velocities)
        #expect(parameters.values == expected)
        #expect(gradient.values == slopes)
        #expect([parameters, velocity, gradient].allSatisfy { $0.isIntact })
    }

    @Test(arguments: counts) func averagesMoveByTheirShare(count: Int) {
        let averages = sixteenths(count, "averages"), values = sixteenths(count, "values"), towards = values.values
        let expected = zip(averages.values, towards).map { $0 + ($1 - $0) * 0.25 }
        kalon_move_towards(count, averages.start, values.start, 0.25)
        #expect(averages.values == expected)
        #expect(values.values == towards)
        #expect([averages, values].allSatisfy { $0.isIntact })
    }

    @Test(arguments: counts) func anyFiniteNumberIsRoundedToTheNearest(count: Int) {
        var stream = RandomStream(seed: 1, name: "bits")
        var numbers: [Float] = []
        while numbers.count < count {
            let number = Float(bitPattern: UInt32(truncatingIfNeeded: stream.next()))
            if number.isFinite { numbers.append(number) }
        }
        #expect(rounded(numbers) == numbers.map(nearest))
    }

    @Test func numbersInTheMiddleBecomeEven() {
        let cases: [(Float, UInt16)] = [
            (1 + 0x1p-8, 0x3F80), (1 + 0x1.8p-7, 0x3F82), (-1 - 0x1p-8, 0xBF80), (-1 - 0x1.8p-7, 0xBF82),
            (Float(1 + 0x1p-8).nextUp, 0x3F81), (Float(1 + 0x1.8p-7).nextDown, 0x3F81), (Float(bitPattern: 0x0001_8000), 0x0002),
        ]
        #expect(rounded(cases.map(\.0)) == cases.map(\.1))
        #expect(cases.map { nearest($0.0) } == cases.map(\.1))
    }

    @Test func zerosKeepTheirSigns() {
        #expect(rounded([0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude]) == [0, 0x8000, 0, 0x8000])
    }

    /// The largest brain float is 0x7F7F; halfway to the next power of two, numbers become infinite.
    @Test func numbersBeyondTheLargestBecomeInfinite() {
        let middle = Float(bitPattern: 0x7F7F_8000)
        let numbers: [Float] = [0x1.FEp127, middle.nextDown, middle, .greatestFiniteMagnitude, -.greatestFiniteMagnitude]
        #expect(rounded(numbers) == [0x7F7F, 0x7F7F, 0x7F80, 0x7F80, 0xFF80])
    }

    private func rounded(_ numbers: [Float]) -> [UInt16] {
        let values = FencedMemory(numbers, fence: 1234.5)
        let rounded = FencedMemory([UInt16](repeating: 0, count: numbers.count), fence: 0xABCD)
        kalon_round_to_bfloat16(numbers.count, values.start, rounded.start)
        #expect(values.values.map(\.bitPattern) == numbers.map(\.bitPattern))
        #expect(values.isIntact && rounded.isIntact)
        return rounded.values
    }

    /// Of the two brain floats around a magnitude the nearer one; of two that are equally near the even one.
    private func nearest(_ number: Float) -> UInt16 {
        let below = UInt16(number.bitPattern >> 16), above = below + 1
        let size = Double(number.magnitude)
        let (toBelow, toAbove) = (size - magnitude(below), magnitude(above) - size)
        return toBelow < toAbove || (toBelow == toAbove && below.isMultiple(of: 2)) ? below : above
    }

    /// The magnitude of a brain float; infinity stands where the next number would be.
    private func magnitude(_ bits: UInt16) -> Double {
        let size = bits & 0x7FFF
        return size == 0x7F80 ? 0x1p128 : Double(Float(bitPattern: UInt32(size) << 16))
    }
}
