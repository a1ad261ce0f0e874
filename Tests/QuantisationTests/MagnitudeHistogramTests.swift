import Matrices
import Quantisation
import Testing

@Suite struct MagnitudeHistogramTests {
    @Test func countsEveryValueWhateverTheRangeWas() {
        var stream = RandomStream(seed: 1, name: "magnitudes")
        let small = (0..<1000).map { _ in Float(stream.normal()) }
        let large = (0..<1000).map { _ in Float(50 * stream.normal()) }
        var histogram = MagnitudeHistogram()
        histogram.add([0, 0, 0])
        #expect(histogram.range == 0 && histogram.count == 3)
        histogram.add(small)
        histogram.add(large)
        #expect(histogram.count == 2003)
        #expect(histogram.maximum == (small + large).map(abs).max())
        #expect(histogram.range >= histogram.maximum && histogram.range < 2 * histogram.maximum)
        // What lies below a bin's end is what is below it, to within the value that is on the edge.
        let end = histogram.range * 100 / Float(MagnitudeHistogram.binCount)
        let below = 3 + (small + large).count { abs($0) < end }
        #expect(abs(histogram.counts[..<100].reduce(0, +) - below) <= 1)
    }

    @Test func signsDoNotCount() {
        var (positive, mixed) = (MagnitudeHistogram(), MagnitudeHistogram())
        positive.add([1, 2, 3, 4])
        mixed.add([-1, 2, -3, 4])
        #expect(positive == mixed)
    }
}

@Suite struct ClippingRuleTests {
    /// Normal deviates and a few values far out.
    private static let heavy: MagnitudeHistogram = {
        var stream = RandomStream(seed: 2, name: "heavy")
        var histogram = MagnitudeHistogram()
        histogram.add((0..<100_000).map { _ in Float(stream.normal()) } + [40, 41, 42])
        return histogram
    }()

    @Test func percentilesCutWhatTheySay() {
        #expect(ClippingRule.percentile(100).limit(of: Self.heavy, levels: 256) == 42)
        // 99.73 % of normal deviates are within three deviations.
        let limit = ClippingRule.percentile(99.73).limit(of: Self.heavy, levels: 256)
        #expect(abs(limit - 3) < 0.15, "\(limit)")
    }

    @Test func divergenceLeavesOutWhatIsFarOut() {
        let limit = ClippingRule.divergence.limit(of: Self.heavy, levels: 128)
        #expect(limit > 2.5 && limit < 10, "\(limit)")
    }

    @Test func divergenceKeepsAnEvenSpread() {
        var histogram = MagnitudeHistogram()
        histogram.add((1...100_000).map { Float($0) / 100_000 })
        #expect(ClippingRule.divergence.limit(of: histogram, levels: 128) > 0.95)
    }

    @Test func nothingButZerosHasNoLimit() {
        var histogram = MagnitudeHistogram()
        histogram.add([0, 0])
        for rule in [ClippingRule.percentile(99), .divergence] { #expect(rule.limit(of: histogram, levels: 256) == 0) }
    }
}
