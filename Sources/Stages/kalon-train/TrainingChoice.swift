import ArgumentParser
import StageSupport

/// Which preset and which head a training has, and why.
struct TrainingChoice {
    let preset: Preset
    let head: Head
    /// What a person is told of it.
    let sentence: String

    /// Of `photographs` to learn from. What was given wins over what follows from their number. Throws a `ValidationError` for options
    /// of networks beside a linear head.
    init(_ train: Train, photographs: Int) throws {
        preset = train.preset ?? Preset(photographs: photographs)
        let needing = train.optionsOfNetworks
        if train.head == .linear, let option = needing.first {
            throw ValidationError("\(option) has no part in --head linear; give --head network, or leave it out")
        }
        head = train.head ?? (preset == .small && needing.isEmpty ? .linear : .network)
        let because =
            train.preset != nil
            ? "as asked for"
            : "\(photographs) labelled photographs, \(preset == .small ? "fewer than" : "at least") \(Preset.publishedFrom)"
        let trained =
            switch head {
            case .linear: "logistic regression, its penalty by cross-validation"
            case .network where preset == .small && train.head == nil:
                "a network in small steps, as a linear head has no \(needing[0])"
            case .network where preset == .small: "a network in small steps"
            case .network: "the published network"
            }
        let other: Preset = preset == .small ? .published : .small
        sentence = "preset \(preset.rawValue) (\(because)): \(trained); --preset \(other.rawValue) is the other"
    }
}
