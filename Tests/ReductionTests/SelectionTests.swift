import Matrices
import Reduction
import TestSupport
import Testing

@Suite struct SelectionTests {
    /// Three directions above noise, or none.
    private func features(rows: Int, columns: Int, rank: Int) -> Matrix {
        correlatedFeatures(rows: rows, columns: columns, rank: rank, noise: 1)
    }

    /// The first directions raise what chance gives, which hides weak ones among few columns.
    @Test(arguments: [(400, 30, 2), (60, 200, 3), (500, 300, 3)])
    func parallelAnalysisKeepsWhatVariesMoreThanChance(rows: Int, columns: Int, rank: Int) throws {
        let configuration = PrincipalComponentConfiguration(size: .parallelAnalysis, seed: 4)
        let fitted = try configuration.fit(features(rows: rows, columns: columns, rank: rank))
        #expect(fitted.components.rows == rank)
        #expect(fitted.method?.selection == "parallel analysis")
    }

    @Test func noiseAloneHasNoComponents() {
        var stream = RandomStream(seed: 8, name: "noise")
        let noise = Matrix(rows: 400, columns: 40, elements: (0..<16000).map { _ in Float(stream.normal()) })
        #expect(throws: ReductionError.nothingAboveChance) {
            _ = try PrincipalComponentConfiguration(size: .parallelAnalysis, seed: 4).fit(noise).samples
        }
    }

    @Test func theMostLikelyNumberIsFound() throws {
        let fitted = try PrincipalComponentConfiguration(size: .likelihood).fit(features(rows: 400, columns: 30, rank: 5))
        #expect(fitted.components.rows == 5)
    }

    /// As many as scikit-learn's `n_components="mle"` keeps: see Tests/Fixtures/pca.
    @Test func theMostLikelyNumberIsThatOfScikitLearn() throws {
        struct Golden: Decodable {
            struct Case: Decodable {
                let rows, columns, count: Int
                let features: [Float]
            }

            let cases: [Case]
        }
        let cases = try Fixture.json("pca/likelihood.json", as: Golden.self).cases
        #expect(cases.count == 6)
        for golden in cases {
            let features = Matrix(rows: golden.rows, columns: golden.columns, elements: golden.features)
            let fitted = try PrincipalComponentConfiguration(size: .likelihood).fit(features)
            #expect(fitted.components.rows == golden.count, "\(golden.rows) x \(golden.columns)")
        }
    }

    @Test func theLikelihoodNeedsRows() {
        #expect(throws: ReductionError.likelihoodNeedsRows(rows: 20, columns: 30)) {
            _ = try PrincipalComponentConfiguration(size: .likelihood).fit(features(rows: 20, columns: 30, rank: 2)).samples
        }
    }
}

@Suite struct RandomisedTests {
    @Test(arguments: [(300, 80, 5), (80, 300, 5), (5000, 20, 3)])
    func fewComponentsAreThoseOfTheExactSolver(rows: Int, columns: Int, count: Int) throws {
        let features = correlatedFeatures(rows: rows, columns: columns, rank: count)
        let exact = try PrincipalComponentConfiguration(size: .count(count)).fit(features)
        let found = try PrincipalComponentConfiguration(size: .count(count), solver: .randomised, seed: 1).fit(features)
        let method = try #require(found.method)
        let bound = try #require(method.relativeErrorBound)
        #expect(method.solver == .randomised && bound < 1e-3 && method.passes.map { $0 > 0 } == true)
        expectClose(
            found.explainedVariance, exact.explainedVariance, tolerance: bound + 1e-6, scale: .relative, "variances")
        expectClose(found.components.elements, exact.components.elements, tolerance: 1e-3, "components")
        expectClose(found.explainedVarianceRatio, exact.explainedVarianceRatio, tolerance: 1e-5, "ratios")
        expectClose(found.mean, exact.mean, tolerance: 1e-6, "mean")
    }

    @Test func itIsChosenByItsCost() {
        func solver(_ rows: Int, _ columns: Int, _ components: Int, _ choice: FittingPlan.Choice) -> FittingPlan.Solver {
            FittingPlan(rows: rows, columns: columns, components: components, choice: choice).solver
        }
        #expect(solver(80_000, 16_928, 50, .auto) == .randomised)
        #expect(solver(80_000, 16_928, 8464, .auto) == .covariance)
        #expect(solver(80_000, 16_928, 50, .exact) == .covariance)
        #expect(solver(500, 100, 2, .auto) == .covariance)
        #expect(solver(500, 100, 2, .randomised) == .randomised)
    }

    @Test func aShareCannotBeFoundByIt() {
        #expect(throws: ReductionError.solverNeedsCount) {
            _ = try PrincipalComponentConfiguration(size: .varianceShare(0.5), solver: .randomised)
                .fit(correlatedFeatures(rows: 20, columns: 5, rank: 2)).samples
        }
    }
}
