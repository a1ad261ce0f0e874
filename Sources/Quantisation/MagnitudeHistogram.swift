/// How often magnitudes occur, in bins of equal width from 0; the range doubles when larger ones come.
public struct MagnitudeHistogram: Sendable, Equatable {
    /// The number of bins.
    public static let binCount = 2048

    /// The number of magnitudes in each bin; zeros are counted separately.
    public private(set) var counts = [Int](repeating: 0, count: MagnitudeHistogram.binCount)
    /// The end of the last bin; 0 as long as there were only zeros.
    public private(set) var range: Float = 0
    /// The largest magnitude so far.
    public private(set) var maximum: Float = 0
    private var zeros = 0

    /// A histogram without values.
    public init() {}

    /// The number of values, zeros included.
    public var count: Int { zeros + counts.reduce(0, +) }

    /// Adds values, which must all be finite.
    public mutating func add(_ values: UnsafeBufferPointer<Float>) {
        let largest = values.reduce(Float(0)) { max($0, abs($1)) }
        maximum = max(maximum, largest)
        grow(toReach: largest)
        guard range > 0 else {
            zeros += values.count
            return
        }
        let scale = Float(Self.binCount) / range
        counts.withUnsafeMutableBufferPointer { counts in
            for value in values { counts[min(Int(abs(value) * scale), Self.binCount - 1)] += 1 }
        }
    }

    /// Adds values, which must all be finite.
    public mutating func add(_ values: [Float]) {
        values.withUnsafeBufferPointer { add($0) }
    }

    private mutating func grow(toReach largest: Float) {
        guard largest > range else { return }
        if range == 0 {
            range = largest
            counts[0] += zeros
            zeros = 0
            return
        }
        while range < largest {
            range *= 2
            for bin in 0..<Self.binCount {
                counts[bin] = bin < Self.binCount / 2 ? counts[2 * bin] + counts[2 * bin + 1] : 0
            }
        }
    }
}
