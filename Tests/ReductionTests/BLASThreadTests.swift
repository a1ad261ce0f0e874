import LinearAlgebra
import Matrices
import Reduction
import TestSupport
import Testing

/// BLAS has one number of threads for the whole process.
///
/// So a test that changes it must not run beside one that expects the same bits twice.
@Suite(.serialized) struct BLASThreadTests {
    @Test func theSameSeedGivesTheSame() throws {
        let features = correlatedFeatures(rows: 200, columns: 50, rank: 4)
        func fit(_ seed: UInt64) throws -> PrincipalComponents {
            try PrincipalComponentConfiguration(size: .count(4), solver: .randomised, seed: seed).fit(features)
        }
        #expect(try fit(3) == fit(3))
        #expect(try fit(3) != fit(4))
    }

    /// Another number of threads changes nothing but the last digits.
    @Test func threadsDoNotMatter() throws {
        let features = correlatedFeatures(rows: 1500, columns: 1100, rank: 12)
        let before = BLASThreads.count
        defer { BLASThreads.use(before) }
        let fits = try [1, 2].map { threads in
            BLASThreads.use(threads)
            return try PrincipalComponentConfiguration(size: .count(12)).fit(features)
        }
        expectClose(fits[0].components.elements, fits[1].components.elements, tolerance: 1e-6, "components")
        expectClose(
            fits[0].explainedVariance, fits[1].explainedVariance, tolerance: 1e-6, scale: .relative, "explained variances")
    }
}
