import Evaluation
import Testing

@Suite struct MeanWithIntervalTests {
    @Test func theIntervalHoldsTheMeanAndShrinksWithMoreFigures() throws {
        let few = try #require(MeanWithInterval([1, 2, 3, 4, 5, 6], seed: 1))
        let many = try #require(MeanWithInterval((0..<600).map { Double($0 % 6 + 1) }, seed: 1))
        #expect(few.mean == 3.5 && few.count == 6 && many.mean == 3.5)
        let (wide, narrow) = (try #require(few.interval), try #require(many.interval))
        #expect(wide.lower < 3.5 && wide.upper > 3.5 && narrow.lower < 3.5 && narrow.upper > 3.5)
        #expect(wide.upper - wide.lower > 5 * (narrow.upper - narrow.lower))
        // 1.96 standard errors on either side.
        #expect(abs(narrow.upper - narrow.lower - 2 * 1.96 * 1.708 / 600.0.squareRoot()) < 0.03)
        #expect(MeanWithInterval([1, 2, 3, 4, 5, 6], seed: 1) == few)
    }

    @Test func oneFigureHasNoInterval() {
        #expect(MeanWithInterval([2], seed: 1)?.interval == nil)
        #expect(MeanWithInterval([], seed: 1) == nil)
    }
}
