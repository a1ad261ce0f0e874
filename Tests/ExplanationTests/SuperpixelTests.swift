import Imaging
import Testing

import Explanation

/// Segments and blurs beside those of scikit-image and OpenCV.
@Suite struct SuperpixelTests {
    /// The share of pixels with the same segment, both numbered by their first pixels.
    private static func share(_ found: SegmentMap, _ labels: [Int16]) -> Double {
        let expected = SegmentMap(width: found.width, height: found.height, labels: labels.map(Int32.init))
        return Double(zip(found.labels, expected.labels).count { $0 == $1 }) / Double(labels.count)
    }

    @Test func quickShiftEqualsScikitImageGivenItsNoise() throws {
        for divided in try PerturbationFixture.read().pictures {
            let noise = divided.noise.numbers(Double.self)
            let found = Quickshift().segments(of: divided.picture, noise: noise, threads: 2)
            #expect(found.count > 1)
            #expect(Self.share(found, divided.quickshift.numbers(Int16.self)) == 1)
            let small = Quickshift(kernelSize: 1.5, longestDistance: 5, ratio: 0.5)
                .segments(of: divided.picture, noise: noise, threads: 1)
            #expect(small.count > found.count)
            #expect(Self.share(small, divided.quickshiftSmall.numbers(Int16.self)) == 1)
        }
    }

    @Test func quickShiftWithOurNoiseHardlyDiffers() throws {
        for divided in try PerturbationFixture.read().pictures {
            let found = Quickshift().segments(of: divided.picture, seed: 5, threads: 2)
            #expect(found == Quickshift().segments(of: divided.picture, seed: 5, threads: 1))
            #expect(Self.share(found, divided.quickshift.numbers(Int16.self)) > 0.99)
        }
    }

    @Test func slicEqualsScikitImage() throws {
        for divided in try PerturbationFixture.read().pictures {
            let found = SLIC().segments(of: divided.picture)
            #expect(Self.share(found, divided.slic.numbers(Int16.self)) == 1)
            let plain = SLIC(segments: 12, compactness: 20, smoothing: 0).segments(of: divided.picture)
            #expect(Self.share(plain, divided.slicPlain.numbers(Int16.self)) == 1)
        }
    }

    @Test func theBlurEqualsOpenCVs() throws {
        for divided in try PerturbationFixture.read().pictures {
            let picture = divided.picture
            let whole = picture.blurred(by: BlurBox(width: picture.width, height: picture.height))
            #expect(Self.farthest(whole, divided.blur.map { $0 }) <= 1)
            #expect(Self.farthest(picture.blurred(by: BlurBox(width: 6, height: 3)), divided.blurSmall.map { $0 }) <= 1)
            #expect(picture.blurred(by: BlurBox(width: 1, height: 1)) == picture)
        }
    }

    private static func farthest(_ found: Picture, _ expected: [UInt8]) -> Int {
        zip(found.pixels, expected).map { abs(Int($0) - Int($1)) }.max() ?? .max
    }

    @Test func aPictureSmallerThanASegmentIsRefused() {
        let picture = Picture(width: 4, height: 3, pixels: (0..<36).map { UInt8($0) })
        #expect(throws: ExplanationError.tooSmall(width: 4, height: 3, least: 25)) {
            try Superpixels.quickshift().segments(of: picture, seed: 1, threads: 1)
        }
        let point = Picture(width: 1, height: 1, pixels: [1, 2, 3])
        #expect(throws: ExplanationError.tooSmall(width: 1, height: 1, least: 2)) {
            try Superpixels.slic().segments(of: point, seed: 1, threads: 1)
        }
    }

    @Test func anOversizedPartEndsAndASmallOneJoinsItsNeighbour() {
        let segments: [Int32] = [0, 0, 0, 0, 1, 0]
        #expect(ConnectedSegments.labels(segments, width: 6, height: 1, least: 2, most: 3) == [0, 0, 0, 0, 0, 0])
        #expect(ConnectedSegments.labels(segments, width: 6, height: 1, least: 1, most: 3) == [0, 0, 0, 1, 2, 3])
    }
}
