import Explanation
import Testing

@Suite struct SegmentMapTests {
    @Test func segmentsAreNumberedByTheirFirstPixel() {
        let map = SegmentMap(width: 3, height: 2, labels: [7, 7, 2, 9, 7, 2])
        #expect(map.labels == [0, 0, 1, 2, 0, 1])
        #expect(map.count == 3)
    }
}
