import ArgumentParser
import Tuning

/// A phase as it is written on a command line, such as `all:epochs=9,rate=3e-5,decay=2.3e-5`.
struct PhaseArgument: ExpressibleByArgument {
    let phase: TuningPhase

    /// What a phase looks like, for the user.
    static let form = "head|all|LAYER:epochs=N,rate=R[,decay=D][,head-factor=F][,statistics=fixed]"

    init?(argument: String) {
        guard let colon = argument.lastIndex(of: ":") else { return nil }
        let name = String(argument[..<colon])
        guard !name.isEmpty else { return nil }
        let part: TuningPhase.Part =
            switch name {
            case "head": .head
            case "all": .all
            default: .from(layer: name)
            }
        var phase = TuningPhase(part, epochs: 0, rate: 0)
        for setting in argument[argument.index(after: colon)...].split(separator: ",", omittingEmptySubsequences: false) {
            let words = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard words.count == 2, Self.set(words[0], to: words[1], in: &phase) else { return nil }
        }
        guard phase.epochs > 0, phase.rate > 0 else { return nil }
        self.phase = phase
    }

    private static func set(_ name: Substring, to value: Substring, in phase: inout TuningPhase) -> Bool {
        switch name {
        case "epochs":
            guard let epochs = Int(value) else { return false }
            phase.epochs = epochs
        case "statistics":
            guard value == "fixed" || value == "batch" else { return false }
            phase.keepsStatistics = value == "fixed"
        default:
            guard let number = Double(value) else { return false }
            switch name {
            case "rate": phase.rate = number
            case "decay": phase.decay = number
            case "head-factor": phase.headFactor = number
            default: return false
            }
        }
        return true
    }
}
