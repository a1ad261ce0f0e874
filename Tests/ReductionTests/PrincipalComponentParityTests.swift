import Foundation
import Matrices
import Reduction
import TestSupport
import Testing

/// Fits by scikit-learn, written down: see Tests/Fixtures/pca.
private struct Golden: Decodable {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        let name, solver: String
        let rows, columns: Int
        let features: [Float]
        let size: Double
        let whitens: Bool
        let mean: [Double]
        let components, scores: [Float]
        let explainedVariance, explainedVarianceRatio: [Double]

        var testDescription: String { "\(name), \(solver)" }

        var configuration: PrincipalComponentConfiguration {
            PrincipalComponentConfiguration(size: size < 1 ? .varianceShare(size) : .count(Int(size)), whitens: whitens)
        }
    }

    let cases: [Case]

    static let read = Result {
        try Fixture.json("pca/golden.json", as: Golden.self).cases
    }
}

@Suite struct PrincipalComponentParityTests {
    @Test func theFixtureIsThere() throws {
        #expect(try Golden.read.get().count == 8)
    }

    @Test(arguments: (try? Golden.read.get()) ?? [])
    fileprivate func fitsAgreeWithThoseOfScikitLearn(_ golden: Golden.Case) throws {
        let features = Matrix(rows: golden.rows, columns: golden.columns, elements: golden.features)
        let fitted = try golden.configuration.fit(features)
        #expect(fitted.components.rows == golden.explainedVariance.count)
        #expect(fitted.samples == golden.rows && fitted.whitens == golden.whitens)
        expectClose(fitted.mean, golden.mean, tolerance: 1e-5, "mean")
        expectClose(fitted.components.elements, golden.components, tolerance: 1e-3, "components")
        expectClose(
            fitted.explainedVariance, golden.explainedVariance, tolerance: 1e-4, scale: .relative, "explained variances")
        expectClose(fitted.explainedVarianceRatio, golden.explainedVarianceRatio, tolerance: 1e-5, "ratios")
        let scores = try fitted.transform(features.selecting(rows: 0..<5))
        let largest = golden.scores.reduce(0) { max($0, abs($1)) }
        expectClose(scores.elements, golden.scores, tolerance: 1e-3 * Double(max(1, largest)), "scores")
    }
}
