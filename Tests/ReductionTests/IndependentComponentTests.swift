import Foundation
import Matrices
import Reduction
import TestSupport
import Testing

/// Fits by scikit-learn, written down: see Tests/Fixtures/ica.
private struct Golden: Decodable {
    struct Fit: Decodable {
        let approach: IndependentComponentConfiguration.Approach
        let contrast: String
        let alpha: Double
        let start, components: [Double]
        let iterations: Int
    }

    struct Problem: Decodable, CustomTestStringConvertible {
        let name: String
        let rows, columns, count: Int
        let features, mixing: [Float]
        let fits: [Fit]

        var testDescription: String { name }
        var matrix: Matrix { Matrix(rows: rows, columns: columns, elements: features) }

        func configuration(_ fit: Fit) -> IndependentComponentConfiguration {
            let contrast: Contrast =
                switch fit.contrast {
                case "exp": .exponential
                case "cube": .cube
                default: .logcosh(alpha: fit.alpha)
                }
            return IndependentComponentConfiguration(count: count, contrast: contrast, approach: fit.approach)
        }

        /// How well each source is recovered: the correlation with its nearest component, where sources are
        /// uncorrelated.
        func correlations(_ fitted: IndependentComponents) -> [Float] {
            let products = fitted.unmixing.multiplied(by: Matrix(rows: columns, columns: count, elements: mixing))
            return (0..<count).map { source in
                (0..<count).map { row in
                    let length = products.row(row).reduce(0) { $0 + $1 * $1 }.squareRoot()
                    return abs(products[row, source]) / length
                }.max() ?? 0
            }
        }
    }

    let problems: [Problem]

    static let read = Result { try Fixture.json("ica/golden.json", as: Golden.self).problems }
}

/// `rows` of `count` numbers each, matched to `others` by the largest products, with their signs.
private func matched(_ rows: Matrix, to others: [Double]) -> [Double] {
    let width = rows.columns
    return stride(from: 0, to: others.count, by: width).flatMap { start -> [Double] in
        let other = others[start..<start + width]
        let products = (0..<rows.rows).map { row in
            let own = rows.row(row)
            let length = own.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
            return zip(own, other).reduce(0) { $0 + Double($1.0) * $1.1 } / length
        }
        let best = products.indices.max { abs(products[$0]) < abs(products[$1]) } ?? 0
        return rows.row(best).map { Double($0) * (products[best] < 0 ? -1 : 1) }
    }
}

@Suite struct IndependentComponentParityTests {
    @Test func theFixtureIsThere() throws {
        #expect(try Golden.read.get().map(\.fits.count) == [8, 8, 8, 8])
    }

    /// From the same start the same components after the same number of iterations, up to order and sign.
    @Test(arguments: (try? Golden.read.get()) ?? [])
    fileprivate func fitsAgreeWithThoseOfScikitLearn(_ problem: Golden.Problem) throws {
        for golden in problem.fits {
            let fitted = try problem.configuration(golden).fit(problem.matrix, start: golden.start)
            let name = "\(golden.approach) \(golden.contrast) \(golden.alpha)"
            let largest = golden.components.map { abs($0) }.max() ?? 0
            expectClose(
                matched(fitted.unmixing, to: golden.components), golden.components, tolerance: 1e-4 * largest, name)
            #expect(fitted.method.convergence.unconverged == 0)
            #expect(fitted.method.convergence.iterations == golden.iterations, "\(name)")
        }
    }

    /// From starts of its own.
    @Test(arguments: (try? Golden.read.get()) ?? [])
    fileprivate func theSourcesAreFound(_ problem: Golden.Problem) throws {
        for golden in problem.fits {
            let fitted = try problem.configuration(golden).fit(problem.matrix, seed: 5)
            // With noise, what is found first takes a little of the others.
            #expect(problem.correlations(fitted).allSatisfy { $0 > 0.985 }, "\(golden.approach) \(golden.contrast)")
        }
    }
}

@Suite struct IndependentComponentPropertyTests {
    /// Uniform sources of different sizes in columns whose means are not zero.
    private func mixture(rows: Int = 900, columns: Int = 7, sources: Int = 3) -> Matrix {
        var stream = RandomStream(seed: 2, name: "mixture")
        let mixing = (0..<sources * columns).map { _ in Float(stream.normal()) }
        let numbers = (0..<rows * sources).map { Float((stream.uniform() - 0.5) * Double(1 + $0 % sources)) }
        let mixed = Matrix(rows: rows, columns: sources, elements: numbers)
            .multiplied(by: Matrix(rows: sources, columns: columns, elements: mixing))
        return Matrix(
            rows: rows, columns: columns, elements: mixed.elements.indices.map { mixed.elements[$0] + Float($0 % columns) })
    }

    @Test(arguments: IndependentComponentConfiguration.Approach.allCases)
    func sourcesAreUncorrelatedAndGiveTheFeaturesBack(approach: IndependentComponentConfiguration.Approach) throws {
        let features = mixture()
        let fitted = try IndependentComponentConfiguration(count: 3, approach: approach).fit(features, seed: 1)
        let scores = try fitted.projection.transform(features)
        let products = scores.multiplied(.transposed, by: scores).elements.map { $0 / Float(features.rows) }
        expectClose(products, [1, 0, 0, 0, 1, 0, 0, 0, 1], tolerance: 1e-4, "covariance")
        let back = scores.multiplied(by: fitted.mixing).elements
        let centred = features.elements.indices.map { Float(Double(features.elements[$0]) - fitted.mean[$0 % 7]) }
        expectClose(back, centred, tolerance: 1e-4, "features")
        #expect(zip(fitted.explainedVariance, fitted.explainedVariance.dropFirst()).allSatisfy { $0 >= $1 })
        #expect(abs(fitted.explainedVarianceRatio.reduce(0, +) - 1) < 1e-5)
        for row in 0..<3 {
            #expect(fitted.unmixing.row(row).max { abs($0) < abs($1) }.map { $0 > 0 } == true)
        }
    }

    @Test func theSameSeedGivesTheSame() throws {
        func fit(_ seed: UInt64) throws -> IndependentComponents {
            try IndependentComponentConfiguration(count: 3).fit(mixture(), seed: seed)
        }
        #expect(try fit(3) == fit(3))
        #expect(try fit(3) != fit(4))
    }

    @Test(arguments: IndependentComponentConfiguration.Approach.allCases)
    func whatDoesNotConvergeIsSaid(approach: IndependentComponentConfiguration.Approach) throws {
        let configuration = IndependentComponentConfiguration(count: 3, approach: approach, tolerance: 1e-9, mostIterations: 1)
        var seen: [IndependentComponentConfiguration.Stage] = []
        let fitted = try configuration.fit(mixture(), seed: 1) { seen.append($0) }
        let convergence = fitted.method.convergence
        #expect(convergence.iterations == 1 && convergence.unconverged > 0 && convergence.change >= 1e-9)
        #expect(seen.contains(.read(900)))
        #expect(seen.contains { if case .iteration(1, _) = $0 { true } else { false } })
    }

    @Test(arguments: [
        (IndependentComponentConfiguration(count: 0), ReductionError.invalidComponentCount(0)),
        (IndependentComponentConfiguration(count: 2, tolerance: 0), .invalidTolerance(0)),
        (IndependentComponentConfiguration(count: 2, mostIterations: 0), .invalidIterationCount(0)),
        (IndependentComponentConfiguration(count: 2, contrast: .logcosh(alpha: 3)), .invalidAlpha(3)),
        (IndependentComponentConfiguration(count: 8), .tooManyComponents(requested: 8, rows: 900, columns: 7)),
        (IndependentComponentConfiguration(count: 5), .componentsBeyondRank(requested: 5, rank: 3)),
    ])
    func whatCannotBeFittedIsAnError(configuration: IndependentComponentConfiguration, expected: ReductionError) {
        let error = #expect(throws: ReductionError.self) { try configuration.fit(mixture(), seed: 1).samples == 0 }
        #expect(error == expected)
    }

    @Test func memoryIsStated() {
        let plan = IndependentComponentConfiguration(count: 512).plan(rows: 1_000_000, columns: 512)
        #expect(plan.peakBytes > 4 * 512 * 1_000_000 && plan.peakBytes < 5 * 512 * 1_000_000)
    }
}

@Suite struct SideBySideProjectionTests {
    @Test func partsAreProjectedApart() throws {
        let features = correlatedFeatures(rows: 5000, columns: 9, rank: 4)
        let ranges = [0..<4, 4..<9]
        let fits = try ranges.map {
            try PrincipalComponentConfiguration(size: .count(2)).fit(features.selecting(columns: Array($0)))
        }
        let projection = SideBySideProjection(fits.map(\.projection))
        #expect(projection.columns == 9 && projection.count == 4)
        var scores: [Float] = []
        try projection.transform(features) { scores += $0.elements }
        let parts = try zip(fits, ranges).map { try $0.transform(features.selecting(columns: Array($1))) }
        expectClose(scores, Matrix.concatenating(columnsOf: parts).elements, tolerance: 1e-5, "scores")
        #expect(throws: ReductionError.columnsDiffer(found: 8, expected: 9)) {
            try projection.transform(features.selecting(columns: Array(0..<8))) { _ in }
        }
    }
}
