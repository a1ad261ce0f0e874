import Evaluation
import Testing

/// Kappas against those of scikit-learn (`cohen_kappa_score`) and statsmodels (`fleiss_kappa`).
@Suite struct JudgeAgreementTests {
    private let verdicts = [
        [1, 1, 1, 0, 0, 0, 1, 0, 1, 1, 0, 1], [1, 1, 0, 0, 0, 1, 1, 0, 1, 0, 0, 1], [1, 0, 0, 0, 1, 1, 1, 0, 1, 1, 0, 0],
    ].map { $0.map { $0 == 1 } }

    @Test func asOtherLibraries() throws {
        let agreement = JudgeAgreement(verdicts: verdicts)
        #expect(abs(try #require(agreement.fleissKappa) - 0.3312693498452012) < 1e-12)
        for (pair, expected) in [((0, 1), 0.5), ((0, 2), 1.0 / 6), ((1, 2), 1.0 / 3)] {
            #expect(abs(try #require(agreement.cohenKappa(pair.0, pair.1)) - expected) < 1e-12)
            #expect(agreement.cohenKappa(pair.0, pair.1) == agreement.cohenKappa(pair.1, pair.0))
        }
        #expect(agreement.unanimousShare == 0.5)
    }

    @Test func theOrderOfJudgesAndClassesMakesNoDifference() throws {
        let agreement = JudgeAgreement(verdicts: verdicts)
        for others in [Array(verdicts.reversed()), verdicts.map { $0.map { !$0 } }] {
            let other = JudgeAgreement(verdicts: others)
            #expect(abs(try #require(other.fleissKappa) - (try #require(agreement.fleissKappa))) < 1e-12)
            #expect(other.unanimousShare == agreement.unanimousShare)
        }
    }

    @Test func extremes() {
        let same = JudgeAgreement(verdicts: [verdicts[0], verdicts[0]])
        #expect(same.unanimousShare == 1 && same.fleissKappa == 1 && same.cohenKappa(0, 1) == 1)
        let opposite = JudgeAgreement(verdicts: [verdicts[0], verdicts[0].map { !$0 }])
        #expect(opposite.unanimousShare == 0 && (opposite.fleissKappa ?? 0) < 0 && (opposite.cohenKappa(0, 1) ?? 0) < 0)
        let alike = JudgeAgreement(verdicts: [[true, true], [true, true]])
        #expect(alike.unanimousShare == 1 && alike.fleissKappa == nil && alike.cohenKappa(0, 1) == nil)
    }
}
