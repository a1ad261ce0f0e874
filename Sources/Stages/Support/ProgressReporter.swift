import Foundation
import Synchronization

/// What a piece of work is counted in.
public enum ProgressUnit: Sendable {
    /// Photographs, epochs and other things.
    case parts
    case bytes

    /// A number of them, such as `1204` or `12.3 MB`.
    public func text(_ count: Int) -> String { text(Double(count), decimals: false) }

    /// A rate of them; small numbers of parts have decimals.
    fileprivate func text(_ amount: Double, decimals: Bool) -> String {
        switch self {
        case .parts: decimals ? number(amount) : String(Int(amount))
        case .bytes: String(format: amount < 999_950 ? "%.1f kB" : "%.1f MB", amount / (amount < 999_950 ? 1e3 : 1e6))
        }
    }
}

/// Shows how far a long piece of work is: a bar with rate and time left on a terminal, a line now and then elsewhere.
public final class ProgressReporter: Sendable {
    private struct State {
        var start = ContinuousClock.now
        var first = 0
        var unit = ProgressUnit.parts
        var lastShown: ContinuousClock.Instant?
        var isBarOnScreen = false
    }

    private let label: String
    private let isQuiet: Bool
    private let isTerminal: Bool
    private let state = Mutex(State())

    public init(label: String, isQuiet: Bool) {
        self.label = label
        self.isQuiet = isQuiet
        isTerminal = Console.errorIsTerminal()
    }

    /// Starts to measure a new piece of work, of which `done` parts are there already.
    public func begin(done: Int = 0, unit: ProgressUnit = .parts) {
        state.withLock { $0 = State(first: done, unit: unit) }
    }

    /// Reports that `done` of `total` parts (nil: unknown) are there; `note` follows on the line. Cheap to call often.
    public func update(done: Int, total: Int?, note: String = "") {
        guard !isQuiet else { return }
        let now = ContinuousClock.now
        let interval: Duration = isTerminal ? .milliseconds(100) : .seconds(10)
        state.withLock { state in
            let isDue = state.lastShown.map { now - $0 >= interval } ?? (isTerminal || now - state.start >= interval)
            guard isDue || done == total else { return }
            state.lastShown = now
            show(line(done: done, total: total, note: note, state), &state)
            if done == total { end(&state) }
        }
    }

    /// One line of news, above the bar where there is one.
    public func log(_ message: String) {
        clear()
        guard !isQuiet else { return }
        Console.error("\(label): \(message)")
    }

    /// Takes the bar off the screen.
    public func clear() {
        state.withLock { state in
            if state.isBarOnScreen { Console.errorInPlace("") }
            state.isBarOnScreen = false
        }
    }

    private func line(done: Int, total: Int?, note: String, _ state: State) -> String {
        let seconds = (ContinuousClock.now - state.start) / .seconds(1)
        let rate = seconds > 0 ? Double(max(0, done - state.first)) / seconds : 0
        let left = total.flatMap { rate > 0 ? clock(Double($0 - done) / rate) : nil } ?? "-"
        let unit = state.unit
        let counts = [
            "\(unit.text(done))/\(total.map(unit.text) ?? "?")", "\(unit.text(rate, decimals: true))/s",
            done == total ? "took " + clock(seconds) : "left " + left, note,
        ].filter { !$0.isEmpty }.joined(separator: "  ")
        guard isTerminal, let total, total > 0 else { return "\(label): \(counts)" }
        let width = 24
        let filled = min(width, width * done / total)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        return "\(label) \(bar) \(counts)"
    }

    private func show(_ line: String, _ state: inout State) {
        if isTerminal {
            Console.errorInPlace(line)
            state.isBarOnScreen = true
        } else {
            Console.error(line)
        }
    }

    private func end(_ state: inout State) {
        if state.isBarOnScreen { Console.errorEndsLine() }
        state.isBarOnScreen = false
    }
}

/// Minutes and seconds, with hours where there are some.
public func clock(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
    let tail = String(format: "%02d", rest)
    return hours > 0 ? "\(hours):\(String(format: "%02d", minutes)):\(tail)" : "\(minutes):\(tail)"
}

private func number(_ value: Double) -> String {
    String(format: value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value)
}
