import Explanation
import Imaging
import Testing

@Suite struct RandomAttributionTests {
    private final class Mean: PictureFunction {
        var batchSize: Int { 4 }
        func values(of pictures: [Picture]) -> [Double] {
            pictures.map { $0.pixels.reduce(0) { $0 + Double($1) } / Double($0.pixels.count) }
        }
    }

    private let picture = Picture(width: 5, height: 3, pixels: [UInt8](repeating: 100, count: 45))

    @Test func cellsShareANumberAndTheSeedDecidesIt() throws {
        let method = RandomAttribution(cell: 2)
        let first = try method.explain(picture, of: Mean(), seed: 1, progress: ExplanationProgress())
        let again = try method.explain(picture, of: Mean(), seed: 1, progress: ExplanationProgress())
        let other = try method.explain(picture, of: Mean(), seed: 2, progress: ExplanationProgress())
        #expect(first == again)
        #expect(first.values != other.values)
        #expect(first.explained == 100)
        #expect(first.values[0] == first.values[6] && first.values[0] != first.values[2])
        #expect(Set(first.values).count == 6)
    }

    @Test func itStopsWhenAsked() {
        #expect(throws: ExplanationError.cancelled) {
            try RandomAttribution().explain(picture, of: Mean(), seed: 1, progress: ExplanationProgress(shouldStop: { true }))
        }
    }
}
