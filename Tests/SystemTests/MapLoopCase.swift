import CMapLoops
import Foundation
import Matrices
import TestSupport
import Testing

/// What the tests of loops over maps share: numbers, maps of either type, and the formulas in double precision.
enum MapLoopCase {
    static let counts = [1, 15, 16, 17, 1000]
    static let functions = [kalon_linear, kalon_relu, kalon_relu6, kalon_swish, kalon_sigmoid].map { Int32($0) }

    /// The nearest brain float, of two that are equally near the even one.
    static func narrowed(_ number: Float) -> UInt16 {
        if number.isNaN { return UInt16(number.bitPattern >> 16) }
        let below = UInt16(number.bitPattern >> 16)
        let rest = number.bitPattern & 0xFFFF
        let isUp = rest > 0x8000 || (rest == 0x8000 && !below.isMultiple(of: 2))
        return number.isInfinite || !isUp ? below : below + 1
    }

    static func widened(_ bits: UInt16) -> Float { Float(bitPattern: UInt32(bits) << 16) }

    /// A number as a map of either type holds it.
    static func held(_ number: Float, _ isBrain: Bool) -> Float { isBrain ? widened(narrowed(number)) : number }

    /// Brain floats, which both types hold exactly.
    static func numbers(_ count: Int, _ name: String) -> [Float] {
        var stream = RandomStream(seed: 1, name: name)
        return (0..<count).map { _ in held(Float(3 * stream.normal()), true) }
    }

    /// Memory of one type, between fences.
    final class Map {
        private let floats: FencedMemory<Float>?
        private let brains: FencedMemory<UInt16>?

        init(_ values: [Float], isBrain: Bool) {
            floats = isBrain ? nil : FencedMemory(values, fence: 1234.5)
            brains = isBrain ? FencedMemory(values.map(narrowed), fence: 0xABCD) : nil
        }

        var float: UnsafeMutablePointer<Float>? { floats?.start }
        var brain: UnsafeMutablePointer<UInt16>? { brains?.start }
        var values: [Float] { floats?.values ?? brains?.values.map(widened) ?? [] }
        var isIntact: Bool { floats?.isIntact ?? brains?.isIntact ?? false }
    }

    /// Calls the loop of the type that the maps have.
    static func call(_ isBrain: Bool, _ float: () -> Void, _ brain: () -> Void) { isBrain ? brain() : float() }

    static func expect(_ found: Map, _ expected: [Double], isBrain: Bool, _ what: String) {
        #expect(found.isIntact, "\(what) is written beyond its end")
        // Half a unit of the last place of a brain float is 2^-9.
        expectClose(found.values, expected, tolerance: isBrain ? 0x1p-8 : 4e-6, scale: .ofEach, what)
    }

    static func value(_ x: Double, _ function: Int32) -> Double {
        switch Int(function) {
        case kalon_relu: max(x, 0)
        case kalon_relu6: min(max(x, 0), 6)
        case kalon_swish: x / (1 + exp(-x))
        case kalon_sigmoid: 1 / (1 + exp(-x))
        default: x
        }
    }

    static func slope(_ x: Double, _ function: Int32) -> Double {
        let gate = 1 / (1 + exp(-x))
        return switch Int(function) {
        case kalon_relu: x > 0 ? 1 : 0
        case kalon_relu6: x > 0 && x < 6 ? 1 : 0
        case kalon_swish: gate * (1 + x * (1 - gate))
        case kalon_sigmoid: gate * (1 - gate)
        default: 1
        }
    }
}
