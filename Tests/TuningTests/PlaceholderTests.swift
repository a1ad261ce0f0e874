import Testing
import Tuning

@Suite struct TuningPhaseTests {
    @Test func ratesFallAsInKeras() {
        let phase = TuningPhase(.all, epochs: 1, rate: 0.1, decay: 0.5)
        #expect(phase.rate == 0.1)
    }
}
