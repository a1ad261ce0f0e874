import CMapLoops
import Foundation
import Matrices
import TestSupport
import Testing

/// Loops over maps of either type against plain Swift, for counts that leave every kind of rest to vectors.
@Suite struct CMapLoopsTests {
    // MARK: Number by number

    @Test(arguments: MapLoopCase.counts, [false, true]) func functionsAndTheirSlopes(count: Int, isBrain: Bool) {
        let (x, g, before) = (
            MapLoopCase.numbers(count, "x"), MapLoopCase.numbers(count, "g"), MapLoopCase.numbers(count, "before")
        )
        for function in MapLoopCase.functions {
            let (input, slopes, output) = (
                MapLoopCase.Map(x, isBrain: isBrain), MapLoopCase.Map(g, isBrain: isBrain),
                MapLoopCase.Map(before, isBrain: isBrain)
            )
            MapLoopCase.call(
                isBrain, { kalon_activate_float32(input.float, output.float, count, function) },
                { kalon_activate_bfloat16(input.brain, output.brain, count, function) })
            MapLoopCase.expect(
                output, x.map { MapLoopCase.value(Double($0), function) }, isBrain: isBrain, "function \(function)")
            let back = zip(x, g).map { Double($1) * MapLoopCase.slope(Double($0), function) }
            for adds in [false, true] {
                let target = MapLoopCase.Map(before, isBrain: isBrain)
                MapLoopCase.call(
                    isBrain,
                    { kalon_activate_back_float32(input.float, slopes.float, target.float, count, function, adds ? 1 : 0) },
                    { kalon_activate_back_bfloat16(input.brain, slopes.brain, target.brain, count, function, adds ? 1 : 0) })
                let expected = zip(back, before).map { $0 + (adds ? Double($1) : 0) }
                MapLoopCase.expect(target, expected, isBrain: isBrain, "slope of \(function)")
            }
            // In place.
            MapLoopCase.call(
                isBrain, { kalon_activate_back_float32(input.float, slopes.float, slopes.float, count, function, 0) },
                { kalon_activate_back_bfloat16(input.brain, slopes.brain, slopes.brain, count, function, 0) })
            MapLoopCase.expect(slopes, back, isBrain: isBrain, "slope of \(function) in place")
            let (a, b, sum) = (
                MapLoopCase.Map(x, isBrain: isBrain), MapLoopCase.Map(g, isBrain: isBrain),
                MapLoopCase.Map(before, isBrain: isBrain)
            )
            MapLoopCase.call(
                isBrain, { kalon_add_float32(a.float, b.float, sum.float, count, 0.5, function) },
                { kalon_add_bfloat16(a.brain, b.brain, sum.brain, count, 0.5, function) })
            let sums = zip(x, g).map { MapLoopCase.value(Double($0) + 0.5 * Double($1), function) }
            MapLoopCase.expect(sum, sums, isBrain: isBrain, "sum with \(function)")
        }
    }

    @Test(arguments: MapLoopCase.counts, [false, true]) func sharesAndProducts(count: Int, isBrain: Bool) {
        let (x, other, before) = (
            MapLoopCase.numbers(count, "x"), MapLoopCase.numbers(count, "g"), MapLoopCase.numbers(count, "before")
        )
        for adds in [false, true] {
            let (input, factor) = (MapLoopCase.Map(x, isBrain: isBrain), MapLoopCase.Map(other, isBrain: isBrain))
            let (scaled, product) = (MapLoopCase.Map(before, isBrain: isBrain), MapLoopCase.Map(before, isBrain: isBrain))
            MapLoopCase.call(
                isBrain, { kalon_scale_float32(input.float, scaled.float, count, -1.5, adds ? 1 : 0) },
                { kalon_scale_bfloat16(input.brain, scaled.brain, count, -1.5, adds ? 1 : 0) })
            MapLoopCase.call(
                isBrain, { kalon_multiply_float32(input.float, factor.float, product.float, count, adds ? 1 : 0) },
                { kalon_multiply_bfloat16(input.brain, factor.brain, product.brain, count, adds ? 1 : 0) })
            let rest = before.map { adds ? Double($0) : 0 }
            MapLoopCase.expect(scaled, zip(x, rest).map { Double($0) * -1.5 + $1 }, isBrain: isBrain, "share")
            let products = zip(zip(x, other), rest).map { Double($0.0) * Double($0.1) + $1 }
            MapLoopCase.expect(product, products, isBrain: isBrain, "product")
        }
    }

    // MARK: Numbers that are none

    /// From float32 to maps and back, where every number is rounded once.
    @Test(arguments: MapLoopCase.counts) func infinitiesAndNaNPassThroughTheRounding(count: Int) {
        let special: [Float] = [
            .infinity, -.infinity, .nan, -.nan, .greatestFiniteMagnitude, -0.0, .leastNonzeroMagnitude, 1 + 0x1p-8,
        ]
        let values = (0..<count).map { special[$0 % special.count] }
        let (input, packed) = (FencedMemory(values, fence: 1), FencedMemory([UInt16](repeating: 7, count: count), fence: 0xABCD))
        kalon_pack_bfloat16(input.start, packed.start, count, 1, 1)
        let result = packed.values.map(MapLoopCase.widened)
        for (found, value) in zip(result, values) {
            switch value {
            case .infinity, .greatestFiniteMagnitude: #expect(found == .infinity)
            case -.infinity: #expect(found == -.infinity)
            case 1 + 0x1p-8: #expect(found == 1)
            case 0, .leastNonzeroMagnitude: #expect(found == 0 && found.sign == value.sign)
            default: #expect(found.isNaN)
            }
        }
        #expect(packed.isIntact && input.isIntact)
        let back = FencedMemory([Float](repeating: 7, count: count), fence: 1)
        kalon_unpack_bfloat16(packed.start, back.start, count, 1, 1, 0)
        #expect(zip(back.values, result).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) })
        #expect(back.isIntact)
    }

    /// A NaN that arithmetic makes stays one in every loop that rounds.
    @Test(arguments: [false, true]) func whatIsNotANumberStaysSo(isBrain: Bool) {
        let special: [Float] = [.infinity, -.infinity, .nan, 1]
        let (a, b) = (
            MapLoopCase.Map(special, isBrain: isBrain), MapLoopCase.Map([-.infinity, -.infinity, 1, 1], isBrain: isBrain)
        )
        let sum = MapLoopCase.Map(special, isBrain: isBrain)
        MapLoopCase.call(
            isBrain, { kalon_add_float32(a.float, b.float, sum.float, 4, 1, 0) },
            { kalon_add_bfloat16(a.brain, b.brain, sum.brain, 4, 1, 0) })
        #expect(sum.values[0].isNaN && sum.values[1] == -.infinity && sum.values[2].isNaN && sum.values[3] == 2)
        for function in [kalon_swish, kalon_sigmoid].map({ Int32($0) }) {
            let output = MapLoopCase.Map(special, isBrain: isBrain)
            MapLoopCase.call(
                isBrain, { kalon_activate_float32(a.float, output.float, 4, function) },
                { kalon_activate_bfloat16(a.brain, output.brain, 4, function) })
            #expect(output.values[0] == (Int(function) == kalon_swish ? .infinity : 1))
            #expect(output.values[2].isNaN)
        }
    }

    @Test(arguments: MapLoopCase.counts, [false, true]) func numbersThatAreNotFiniteAreFound(count: Int, isBrain: Bool) {
        func isFinite(_ values: [Float]) -> Bool {
            let map = MapLoopCase.Map(values, isBrain: isBrain)
            return (isBrain ? kalon_finite_bfloat16(map.brain, count) : kalon_finite_float32(map.float, count)) != 0
        }
        let values = MapLoopCase.numbers(count, "x")
        #expect(isFinite(values))
        for index in Set([0, count / 2, count - 1]) {
            for special in [Float.infinity, -.infinity, .nan] {
                var broken = values
                broken[index] = special
                #expect(!isFinite(broken))
            }
        }
    }
}
