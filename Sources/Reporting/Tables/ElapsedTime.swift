import Foundation

/// Lengths of time in words.
package enum ElapsedTime {
    /// The time in words, such as `0.42 s`, `31.0 s`, `4 min 12 s` or `2 h 05 min`, with no-break spaces.
    package static func words(_ seconds: Double) -> String {
        if seconds < 9.995 { return String(format: "%.2f\u{A0}s", max(0, seconds)) }
        if seconds < 59.95 { return String(format: "%.1f\u{A0}s", seconds) }
        let whole = Int(min(seconds, 1e12).rounded())
        if whole < 3600 { return String(format: "%d\u{A0}min %02d\u{A0}s", whole / 60, whole % 60) }
        let minutes = (whole + 30) / 60
        return String(format: "%d\u{A0}h %02d\u{A0}min", minutes / 60, minutes % 60)
    }
}
