import ArgumentParser
import Tuning

/// A phase as it is written on a command line, such as `all:epochs=9,rate=3e-5,decay=2.3e-5`.
struct PhaseArgument {
    let phase: TuningPhase

    /// What a phase looks like, for the user.
    static let form = "head|all|LAYER:epochs=N,rate=R[,decay=D][,head-factor=F][,statistics=fixed]"

    /// Reads a phase.
    ///
    /// - Throws: `ValidationError`, which says what is expected.
    init(_ argument: String) throws(ValidationError) {
        guard let colon = argument.lastIndex(of: ":"), colon > argument.startIndex else {
            throw ValidationError("a phase is head, all or the name of a layer, a colon, and its settings")
        }
        let part: TuningPhase.Part =
            switch String(argument[..<colon]) {
            case "head": .head
            case "all": .all
            case let layer: .from(layer: layer)
            }
        var phase = TuningPhase(part, epochs: 0, rate: 0)
        var given: Set<Substring> = []
        for setting in argument[argument.index(after: colon)...].split(separator: ",", omittingEmptySubsequences: false) {
            let words = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard words.count == 2 else { throw ValidationError("'\(setting)' is not a setting such as epochs=5") }
            guard given.insert(words[0]).inserted else { throw ValidationError("\(words[0]) is given twice") }
            try Self.set(words[0], to: words[1], in: &phase)
        }
        for name in ["epochs", "rate"] where !given.contains(name[...]) {
            throw ValidationError("\(name) is missing")
        }
        self.phase = phase
    }

    private static func set(
        _ name: Substring, to value: Substring, in phase: inout TuningPhase
    ) throws(ValidationError) {
        switch name {
        case "epochs":
            guard let epochs = Int(value) else { throw ValidationError("epochs is '\(value)'; a whole number is expected") }
            phase.epochs = epochs
        case "statistics":
            guard value == "fixed" || value == "batch" else {
                throw ValidationError("statistics is '\(value)'; fixed or batch is expected")
            }
            phase.keepsStatistics = value == "fixed"
        case "rate": phase.rate = try number(name, value)
        case "decay": phase.decay = try number(name, value)
        case "head-factor": phase.headFactor = try number(name, value)
        default:
            throw ValidationError("unknown setting '\(name)'; choose epochs, rate, decay, head-factor or statistics")
        }
    }

    private static func number(_ name: Substring, _ value: Substring) throws(ValidationError) -> Double {
        guard let number = Double(value), number.isFinite else {
            throw ValidationError("\(name) is '\(value)'; a number is expected")
        }
        return number
    }
}

extension TuningPhase {
    /// What the phase does, for the user.
    var summary: String {
        let part =
            switch part {
            case .head: "the head alone"
            case .all: "all layers"
            case .from(let layer): "the layers from \(layer) on, and the head"
            }
        return "\(part), \(epochs) \(epochs == 1 ? "epoch" : "epochs")"
    }
}
