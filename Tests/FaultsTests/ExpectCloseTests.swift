import TestSupport
import Testing

/// The comparison on which tests of numbers rest: it can fail, wherever the difference is.
@Suite struct ExpectCloseTests {
    @Test(arguments: 0..<4) func aNaNIsFoundWhereverItStands(place: Int) throws {
        var found = [1.0, 2, 3, 4]
        found[place] = .nan
        for scale in [ToleranceScale.absolute, .ofLargest, .of(9), .ofEach, .relative] {
            let sentence = try #require(difference(found, [1, 2, 3, 4], tolerance: 0.1, scale))
            #expect(sentence.contains("at \(place), is nan"), "\(sentence)")
            #expect(difference([1, 2, 3, 4], found, tolerance: 0.1, scale) != nil)
            #expect(difference(found, found, tolerance: 0.1, scale) != nil)
        }
    }

    @Test func theLargestDifferenceIsNamed() throws {
        let sentence = try #require(difference([1, 2.5, 7, 4.5], [1, 2, 3, 4], tolerance: 0.1))
        #expect(sentence.contains("3 of 4") && sentence.contains("at 2, is 7.0 and not 3.0"), "\(sentence)")
    }

    @Test func countsMustBeEqualAndNotZero() {
        #expect(difference([1, 2], [1], tolerance: 1) == "2 values, 1 expected")
        #expect(difference([], [], tolerance: 1) != nil)
    }

    @Test func infinitiesAreCloseToThemselvesAlone() {
        #expect(difference([.infinity], [.infinity], tolerance: 0) == nil)
        #expect(difference([.infinity], [-.infinity], tolerance: 1) != nil)
        #expect(difference([1], [.infinity], tolerance: 1) != nil)
        #expect(difference([.infinity, 5], [.infinity, 4], tolerance: 0.2, .ofLargest) != nil)
    }

    @Test func tolerancesAreMeasuredAsAsked() {
        #expect(difference([10.5], [10], tolerance: 0.5) == nil && difference([10.6], [10], tolerance: 0.5) != nil)
        #expect(difference([1, 100], [0, 100], tolerance: 0.01, .ofLargest) == nil)
        #expect(difference([1.1, 100], [0, 100], tolerance: 0.01, .ofLargest) != nil)
        #expect(difference([0.1], [0.1001], tolerance: 0.01, .relative) == nil)
        #expect(difference([0.1], [0.102], tolerance: 0.01, .relative) != nil)
        #expect(difference([0.1], [0.105], tolerance: 0.01, .ofEach) == nil)
        #expect(difference([0], [0], tolerance: 0, .relative) == nil)
    }
}
