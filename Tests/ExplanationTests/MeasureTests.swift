import Explanation
import Imaging
import Testing

/// Measures of attributions whose answers are known.
@Suite struct MeasureTests {
    /// The mean of the red channel over the left half, from 0 to 1.
    private final class LeftHalf: PictureFunction {
        let batchSize = 3
        private(set) var largestBatch = 0

        func values(of pictures: [Picture]) -> [Double] {
            largestBatch = max(largestBatch, pictures.count)
            return pictures.map { picture in
                var sum = 0.0
                for row in 0..<picture.height {
                    for column in 0..<picture.width / 2 { sum += Double(picture.pixels[3 * (row * picture.width + column)]) }
                }
                return sum / Double(picture.height * (picture.width / 2)) / 255
            }
        }
    }

    /// White on the left, black on the right.
    private let picture: Picture = {
        let pixels = (0..<32 * 40).flatMap { [UInt8](repeating: $0 % 40 < 20 ? 255 : 0, count: 3) }
        return Picture(width: 40, height: 32, pixels: pixels)
    }()

    private func attribution(_ value: (Int) -> Float) -> Attribution {
        Attribution(method: "known", width: 40, height: 32, values: (0..<32 * 40).map { value($0 % 40) }, explained: 1)
    }

    @Test func theAreaIsThatOfTrapezoids() {
        #expect(RevealingCurve(shares: [0, 0.5, 1], values: [1, 0.5, 0.25]).area == 0.375 + 0.1875)
    }

    @Test func aRightAttributionDeletesEarlyAndInsertsEarly() throws {
        let function = LeftHalf()
        let right = try DeletionInsertion(of: attribution { $0 < 20 ? 1 : 0 }, picture: picture, function: function, steps: 8)
        let wrong = try DeletionInsertion(of: attribution { $0 < 20 ? 0 : 1 }, picture: picture, function: function, steps: 8)
        #expect(function.largestBatch == 3)
        #expect(right.deletion.values.count == 9 && right.deletion.shares[4] == 0.5)
        #expect(right.deletion.values[0] == 1 && abs(right.deletion.values[4] - 128.0 / 255) < 1e-9)
        #expect(right.deletion.values[8] == right.deletion.values[4])
        #expect(wrong.deletion.values[4] == 1 && wrong.deletion.values[8] == right.deletion.values[8])
        #expect(right.insertion.values[4] == 1 && right.insertion.values[8] == 1)
        #expect(right.insertion.values[0] < 1 && wrong.insertion.values[4] == wrong.insertion.values[0])
        #expect(right.deletion.area < wrong.deletion.area && right.insertion.area > wrong.insertion.area)
    }

    @Test func measuringStopsWhenAsked() {
        #expect(throws: ExplanationError.cancelled) {
            try DeletionInsertion(
                of: attribution { Float($0) }, picture: picture, function: LeftHalf(),
                progress: ExplanationProgress(shouldStop: { true }))
        }
    }

    @Test func stabilityIsTheMeanOverPairs() throws {
        let rising = attribution { Float($0) }
        let falling = attribution { -Float($0) }
        #expect(AttributionAgreement.stability([rising]) == nil)
        #expect(AttributionAgreement.stability([rising, attribution { _ in 1 }]) == nil)
        let mean = try #require(AttributionAgreement.stability([rising, rising, falling]))
        #expect(abs(mean + 1.0 / 3) < 1e-12)
    }

    @Test func pointingComparesTheHighestPositivePixels() {
        let left = attribution { $0 < 4 ? 1 : 0 }
        let shifted = attribution { (2..<6).contains($0) ? 2 : -1 }
        #expect(AttributionAgreement.pointing(left, left) == 1)
        #expect(AttributionAgreement.pointing(left, shifted) == 2.0 / 6)
        #expect(AttributionAgreement.pointing(attribution { _ in -1 }, attribution { _ in 0 }) == nil)
        #expect(AttributionAgreement.pointing(left, attribution { _ in 0 }) == 0)
    }

    @Test func positiveAttributionIsCountedInside() {
        let inside = (0..<32 * 40).map { $0 % 40 < 10 }
        #expect(attribution { $0 < 20 ? 1 : -5 }.positiveShare(inside: inside) == 0.5)
        #expect(attribution { _ in -1 }.positiveShare(inside: inside) == nil)
    }
}
