/// Whether an answer comes fast enough: something within `timeout` seconds, and enough bytes per second over twice as long.
package struct Pace {
    private let host: String
    private let timeout: Int
    private let leastSpeed: Int
    private var lastCame: ContinuousClock.Instant
    private var received = 0
    private var windowStart: ContinuousClock.Instant
    private var windowBytes = 0

    /// Starts to measure at `now`.
    package init(host: String, timeout: Int, leastSpeed: Int, now: ContinuousClock.Instant) {
        self.host = host
        self.timeout = timeout
        self.leastSpeed = leastSpeed
        (lastCame, windowStart) = (now, now)
    }

    /// Records that `received` bytes have come so far, of which `body` belong to the file.
    ///
    /// - Throws: `DownloadError.stalled` and `.tooSlow`.
    package mutating func check(received: Int, body: Int, now: ContinuousClock.Instant) throws(DownloadError) {
        if received > self.received { (self.received, lastCame) = (received, now) }
        if now - lastCame >= .seconds(timeout) { throw .stalled(host: host, seconds: timeout) }
        // Longer than the timeout, so that silence is reported as such.
        let window = 2 * timeout
        guard now - windowStart >= .seconds(window) else { return }
        let (least, isImmense) = leastSpeed.multipliedReportingOverflow(by: window)
        if isImmense || body - windowBytes < least { throw .tooSlow(host: host, speed: leastSpeed, seconds: window) }
        (windowStart, windowBytes) = (now, body)
    }
}
