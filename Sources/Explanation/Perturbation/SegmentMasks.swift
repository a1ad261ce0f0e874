import Imaging
import Matrices

/// Which segments are shown in each of many samples.
package struct SegmentMasks: Sendable, Equatable {
    /// The number of samples.
    package let count: Int
    /// The number of segments.
    package let segments: Int
    /// `[count, segments]`: 1 for a segment that is shown, 0 for one that is hidden.
    package let shown: [UInt8]

    /// Masks that are given.
    ///
    /// - Precondition: There is a number for each segment of each sample.
    package init(segments: Int, shown: [UInt8]) {
        precondition(segments > 0 && shown.count % segments == 0, "\(shown.count) numbers for \(segments) segments")
        (self.segments, self.shown, count) = (segments, shown, shown.count / segments)
    }

    /// Random masks: each segment is shown or hidden with equal chances; in the first sample all are shown.
    package init(random count: Int, segments: Int, seed: UInt64) {
        var stream = RandomStream(seed: seed, name: "masks of segments")
        var shown = [UInt8](repeating: 1, count: count * segments)
        var bits: UInt64 = 0
        for place in segments..<max(count * segments, segments) {
            if (place - segments) % 64 == 0 { bits = stream.next() }
            shown[place] = UInt8(truncatingIfNeeded: bits & 1)
            bits >>= 1
        }
        self.init(segments: segments, shown: shown)
    }

    /// Every subset of the segments: sample `s` shows segment `i` if bit `i` of `s` is set.
    package init(everySubsetOf segments: Int) {
        self.init(
            segments: segments,
            shown: (0..<1 << segments).flatMap { subset in (0..<segments).map { UInt8(subset >> $0 & 1) } })
    }

    /// One sample, `[segments]`.
    package func sample(_ number: Int) -> ArraySlice<UInt8> { shown[number * segments..<(number + 1) * segments] }

    /// The samples without those that were there before, and for each sample its number among these.
    ///
    /// A judge says the same of equal pictures; a few segments have fewer subsets than there are samples.
    package func distinct() -> (masks: SegmentMasks, numbers: [Int]) {
        var known: [ArraySlice<UInt8>: Int] = [:]
        var kept: [UInt8] = []
        let numbers = (0..<count).map { number in
            let sample = sample(number)
            if let place = known[sample] { return place }
            let place = known.count
            known[sample] = place
            kept += sample
            return place
        }
        return (SegmentMasks(segments: segments, shown: kept), numbers)
    }
}

/// A picture with some of its segments hidden.
package struct SegmentedPicture {
    /// The picture with everything shown.
    package let picture: Picture
    /// The picture with everything hidden.
    package let background: Picture
    /// The segments of both.
    package let segments: SegmentMap

    package init(picture: Picture, background: Picture, segments: SegmentMap) {
        (self.picture, self.background, self.segments) = (picture, background, segments)
    }

    /// The picture with what a mask, `[segments]`, hides.
    package func picture(showing mask: ArraySlice<UInt8>) -> Picture {
        let mask = Array(mask)
        var pixels = picture.pixels
        pixels.withUnsafeMutableBufferPointer { pixels in
            background.pixels.withUnsafeBufferPointer { background in
                segments.labels.withUnsafeBufferPointer { labels in
                    for pixel in labels.indices where mask[Int(labels[pixel])] == 0 {
                        pixels[pixel * 3] = background[pixel * 3]
                        pixels[pixel * 3 + 1] = background[pixel * 3 + 1]
                        pixels[pixel * 3 + 2] = background[pixel * 3 + 2]
                    }
                }
            }
        }
        return picture.with(pixels)
    }

    /// The number for each sample; equal samples are evaluated once.
    ///
    /// - Throws: `ExplanationError.cancelled`, and what the networks throw.
    package func values(
        of function: any PictureFunction, on masks: SegmentMasks, progress: ExplanationProgress
    ) throws -> [Double] {
        let (distinct, numbers) = masks.distinct()
        let values = try function.values(distinct.count, progress: progress, of: distinct.count) { number in
            picture(showing: distinct.sample(number))
        }
        return numbers.map { values[$0] }
    }

    /// An attribution in which the weight of each segment is spread evenly over its pixels.
    package func attribution(method: String, weights: [Double], explained: Double) -> Attribution {
        var sizes = [Double](repeating: 0, count: segments.count)
        for label in segments.labels { sizes[Int(label)] += 1 }
        let shares = zip(weights, sizes).map { Float($0 / $1) }
        var attribution = Attribution(
            method: method, width: segments.width, height: segments.height, values: segments.labels.map { shares[Int($0)] },
            explained: explained)
        attribution.segments = WeightedSegments(segments, weights: weights)
        return attribution
    }
}
