import Downloads
import Testing

/// When a connection counts as lost, on a clock of the test's own.
@Suite struct PaceTests {
    private let start = ContinuousClock.now

    private func pace(timeout: Int = 30, leastSpeed: Int = 1000) -> Pace {
        Pace(host: "h", timeout: timeout, leastSpeed: leastSpeed, now: start)
    }

    @Test func silenceIsNotWaitedForLongerThanAsked() throws {
        var pace = pace()
        try pace.check(received: 0, body: 0, now: start + .seconds(29))
        try pace.check(received: 1, body: 0, now: start + .seconds(29.5))
        try pace.check(received: 1, body: 0, now: start + .seconds(59))
        #expect(throws: DownloadError.stalled(host: "h", seconds: 30)) {
            try pace.check(received: 1, body: 0, now: start + .seconds(59.5))
        }
    }

    @Test func aDripIsTooSlow() throws {
        var pace = pace()
        for second in 1..<60 { try pace.check(received: second * 10, body: second * 10, now: start + .seconds(second)) }
        #expect(throws: DownloadError.tooSlow(host: "h", speed: 1000, seconds: 60)) {
            try pace.check(received: 600, body: 600, now: start + .seconds(60))
        }
    }

    @Test func everyMinuteCountsAnew() throws {
        var pace = pace()
        for second in 1...60 {
            try pace.check(received: second * 1_000_000, body: second * 1_000_000, now: start + .seconds(second))
        }
        let body = 60_000_000
        #expect(throws: DownloadError.tooSlow(host: "h", speed: 1000, seconds: 60)) {
            for second in 61...120 { try pace.check(received: body + second, body: body + second, now: start + .seconds(second)) }
        }
    }

    @Test func headsAreNoPartOfTheFile() {
        var pace = pace()
        #expect(throws: DownloadError.tooSlow(host: "h", speed: 1000, seconds: 60)) {
            for second in 1...60 { try pace.check(received: second * 90_000, body: 0, now: start + .seconds(second)) }
        }
    }

    @Test func whoeverWaitsLongerIsMeasuredOverLonger() throws {
        var pace = pace(timeout: 3600, leastSpeed: 1000)
        try pace.check(received: 0, body: 0, now: start + .seconds(3599))
        #expect(throws: DownloadError.stalled(host: "h", seconds: 3600)) {
            try pace.check(received: 0, body: 0, now: start + .seconds(3600))
        }
    }

    @Test func noLeastSpeedIsNoDemand() throws {
        var pace = pace(leastSpeed: 0)
        for second in 1...600 { try pace.check(received: second, body: 0, now: start + .seconds(second)) }
    }
}
