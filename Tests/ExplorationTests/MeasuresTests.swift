import DataSets
import Exploration
import Imaging
import Matrices
import Testing

/// A picture whose pixels are given by a function of their place.
func picture(_ width: Int, _ height: Int, _ colour: (_ x: Int, _ y: Int) -> [UInt8]) -> Picture {
    var pixels: [UInt8] = []
    for y in 0..<height { for x in 0..<width { pixels += colour(x, y) } }
    return Picture(width: width, height: height, pixels: pixels)
}

@Suite struct PictureMeasuresTests {
    @Test func aPlainSurfaceHasBrightnessAlone() throws {
        let measures = try PictureMeasures(of: picture(40, 20) { _, _ in [51, 51, 51] })
        #expect(abs(measures.brightness - 0.2) < 1e-12)
        #expect(measures.contrast < 1e-12 && measures.sharpness < 1e-12 && measures.colourfulness < 1e-12)
        #expect(measures.width == 40 && measures.height == 20 && measures.aspectRatio == 2)
    }

    @Test func aCheckerboardIsSharpAndFullOfContrast() throws {
        let board = picture(64, 64) { x, y in (x + y) % 2 == 0 ? [0, 0, 0] : [255, 255, 255] }
        let measures = try PictureMeasures(of: board)
        #expect(abs(measures.contrast - 0.5) < 1e-9)
        // The Laplacian is 4 at each dark and -4 at each light pixel.
        #expect(abs(measures.sharpness - 16) < 1e-9)
        #expect(abs(measures.colourfulness) < 1e-9)
    }

    /// Half red, half green: rg is 255 and -255, yb 127.5 in both.
    @Test func colourfulnessIsThatOfThePaper() throws {
        let measures = try PictureMeasures(of: picture(32, 32) { x, _ in x < 16 ? [255, 0, 0] : [0, 255, 0] })
        #expect(abs(measures.colourfulness - (255 + 0.3 * 127.5)) < 1e-9)
    }

    @Test func aTurnedPictureIsMeasuredAsItWasSeen() throws {
        let stored = picture(30, 10) { x, _ in [UInt8(x), 0, 0] }
        let turned = Picture(width: 30, height: 10, pixels: stored.pixels, orientation: .rightTop)
        let measures = try PictureMeasures(of: turned)
        #expect(measures.width == 10 && measures.height == 30)
    }
}

@Suite struct PerceptualHashTests {
    private func waves(_ width: Int, _ height: Int, seed: UInt64, gain: Double = 1) -> Picture {
        var stream = RandomStream(seed: seed, name: "waves")
        let waves = (0..<6).map { _ in (stream.uniform() * 4, stream.uniform() * 4, stream.uniform() * 6) }
        return picture(width, height) { x, y in
            let sum = waves.reduce(0.0) { sum, wave in
                let phase = wave.0 * Double(x) / Double(width) + wave.1 * Double(y) / Double(height) + wave.2
                return sum + (phase - phase.rounded(.down) < 0.5 ? 20 : 0)
            }
            let value = UInt8(min(255, gain * sum))
            return [value, value, value]
        }
    }

    @Test func scalingAndBrighteningChangeFewBits() throws {
        for seed in 1...8 as ClosedRange<UInt64> {
            let hash = try PerceptualHash(of: waves(300, 200, seed: seed))
            #expect(try hash.distance(to: PerceptualHash(of: waves(150, 100, seed: seed))) <= 4)
            #expect(try hash.distance(to: PerceptualHash(of: waves(300, 200, seed: seed, gain: 1.5))) <= 4)
            #expect(try hash.distance(to: PerceptualHash(of: waves(300, 200, seed: seed + 100))) > 10)
        }
    }

    @Test func halfOfTheBitsAreSet() throws {
        #expect(try PerceptualHash(of: waves(90, 80, seed: 3)).bits.nonzeroBitCount == 32)
    }
}

@Suite struct DistributionSummaryTests {
    /// `numpy.quantile([1, 2, 4, 7, 11, 16], [.25, .5, .75])` is 2.5, 5.5, 10.
    @Test func quantilesAreThoseOfNumPy() throws {
        let summary = try #require(DistributionSummary([16, 1, 7, 2, 11, 4], bins: 3, range: 0...18))
        #expect([summary.lowerQuartile, summary.median, summary.upperQuartile] == [2.5, 5.5, 10])
        #expect(summary.minimum == 1 && summary.maximum == 16 && abs(summary.mean - 41.0 / 6) < 1e-12)
        #expect(summary.histogram == [3, 2, 1])
    }

    @Test func equalNumbersFallIntoOneBin() throws {
        let summary = try #require(DistributionSummary([3, 3, 3]))
        #expect(summary.histogram.first == 3 && summary.histogram.reduce(0, +) == 3)
        #expect(DistributionSummary([]) == nil)
    }
}

@Suite struct DuplicateSearchTests {
    private func candidate(_ part: String, _ path: String, _ bits: UInt64, label: Int8 = 1, digest: String = "")
        -> DuplicateSearch.Candidate
    {
        .init(
            part: part, path: path, label: label, digest: digest.isEmpty ? path : digest, hash: PerceptualHash(bits: bits))
    }

    @Test func equalAndSimilarPhotographsAreFound() {
        let pairs = DuplicateSearch(largestDistance: 2).pairs(among: [
            candidate("train", "a", 0b0000, digest: "x"), candidate("test", "b", 0b0000, digest: "x"),
            candidate("train", "c", 0b0011, label: 0), candidate("train", "d", 0xFFFF),
        ])
        #expect(pairs.map { "\($0.firstPath)\($0.secondPath)" } == ["ab", "ac", "bc"])
        #expect(pairs.map(\.isExact) == [true, false, false])
        #expect(pairs.map(\.isLeak) == [true, false, true])
        #expect(pairs.map(\.distance) == [0, 2, 2])
        #expect(pairs.map(\.contradicts) == [false, true, true])
    }

    @Test func manyEqualPhotographsAreAsManyPairs() {
        let search = DuplicateSearch(largestDistance: 4)
        let pairs = search.pairs(among: (0..<100).map { candidate($0 < 50 ? "train" : "test", "\($0)", 7, digest: "\($0 % 2)") })
        // 1 is like 0; each one after it is equal to the first or the second, of the test part to one in each part.
        #expect(pairs.count == 49 + 1 + 2 * 49)
        #expect(pairs.filter { !$0.isExact }.map(\.secondPath) == ["1", "51"])
        #expect(pairs.count(where: \.isLeak) == 50)
    }

    @Test func nothingIsFoundAmongNoneOrOne() {
        #expect(DuplicateSearch(largestDistance: 64).pairs(among: []).isEmpty)
        #expect(DuplicateSearch(largestDistance: 64).pairs(among: [candidate("a", "a", 1)]).isEmpty)
    }
}

@Suite struct RatingSampleTests {
    @Test func rangesAreEvenedOut() {
        let votes: [[Float]] = Array(repeating: [0, 9, 0, 0], count: 50) + [[5, 0, 0, 0], [0, 0, 0, 5], [0, 0, 0, 0], []]
        let photographs = votes.enumerated().map { number, votes in
            Photograph(path: "p\(number)", location: "p\(number)", label: -1, scores: votes)
        }
        func selection(_ seed: UInt64) -> [Int] {
            var stream = RandomStream(seed: seed, name: "sample")
            return RatingSample(bins: 3, count: 4).selection(of: photographs, from: &stream)
        }
        let kept = selection(1)
        #expect(kept == kept.sorted() && Set(kept).count == kept.count)
        #expect(kept.count { $0 < 50 } == 4 && kept.suffix(2) == [50, 51])
        #expect(selection(1) == kept && selection(2) != kept)
    }
}
