import Foundation
import Synchronization

/// The unit in which a piece of work is counted.
public enum ProgressUnit: Sendable {
    /// Photographs, epochs or other items.
    case parts
    /// Bytes, shown in kB or MB.
    case bytes

    /// A count with its unit, such as `1204` or `12.3 MB`.
    public func text(_ count: Int) -> String { text(Double(count), decimals: false) }

    /// A rate with its unit; small numbers of parts have decimals.
    fileprivate func text(_ amount: Double, decimals: Bool) -> String {
        switch self {
        case .parts: decimals ? number(amount) : String(Int(amount))
        case .bytes: String(format: amount < 999_950 ? "%.1f kB" : "%.1f MB", amount / (amount < 999_950 ? 1e3 : 1e6))
        }
    }
}

/// Shows the progress of long work: on a terminal a bar with rate and time left, elsewhere a line every ten seconds.
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

    /// Creates a reporter.
    ///
    /// - Parameters:
    ///   - label: The beginning of each line, such as the name of the stage.
    ///   - isQuiet: Whether nothing is shown.
    public init(label: String, isQuiet: Bool) {
        self.label = label
        self.isQuiet = isQuiet
        isTerminal = Console.errorIsTerminal()
    }

    /// Starts to measure a new piece of work.
    ///
    /// - Parameters:
    ///   - done: How much of it is already done, from an earlier run.
    ///   - unit: What it is counted in.
    public func begin(done: Int = 0, unit: ProgressUnit = .parts) {
        state.withLock { $0 = State(first: done, unit: unit) }
    }

    /// Reports progress; cheap enough to call often.
    ///
    /// - Parameters:
    ///   - done: How much of the work is done.
    ///   - total: How much there is; nil if that is unknown.
    ///   - note: Text for the end of the line.
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

    /// Shows a message on a line of its own, above the bar if there is one.
    public func log(_ message: String) {
        clear()
        guard !isQuiet else { return }
        Console.error("\(label): \(message)")
    }

    /// Removes the bar from the terminal.
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

/// A duration in seconds as `minutes:seconds`, or `hours:minutes:seconds` from one hour.
public func clock(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
    let tail = String(format: "%02d", rest)
    return hours > 0 ? "\(hours):\(String(format: "%02d", minutes)):\(tail)" : "\(minutes):\(tail)"
}

private func number(_ value: Double) -> String {
    String(format: value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value)
}
