import ArgumentParser
import StageSupport

/// The preset and the head of a training, and why they were chosen.
struct TrainingChoice {
    let preset: Preset
    let head: Head
    /// The choice as a sentence for the user.
    let sentence: String

    /// Chooses by the number of photographs, unless options say otherwise.
    ///
    /// - Throws: `ValidationError` for options of networks, or `--tensorboard`, together with a linear head.
    init(_ train: Train, photographs: Int) throws {
        preset = train.preset ?? Preset(photographs: photographs)
        let needing = train.optionsOfNetworks
        if train.head == .linear, let option = needing.first {
            throw ValidationError("\(option) does not apply to --head linear; give --head network, or leave it out")
        }
        head = train.head ?? (preset == .small && needing.isEmpty ? .linear : .network)
        if head == .linear, train.tensorboard != nil {
            throw ValidationError(
                "--tensorboard shows epochs, which logistic regression does not have; give --head network, or leave it out")
        }
        let because =
            train.preset != nil
            ? "as asked for"
            : "\(photographs) labelled photographs, \(preset == .small ? "fewer than" : "at least") \(Preset.publishedFrom)"
        let trained =
            switch head {
            case .linear: "logistic regression, its penalty chosen by cross-validation"
            case .network where preset == .small && train.head == nil:
                "a network in small steps, because \(needing[0]) does not apply to a linear head"
            case .network where preset == .small: "a network in small steps"
            case .network: "the published network"
            }
        let other: Preset = preset == .small ? .published : .small
        sentence = "preset \(preset.rawValue) (\(because)): \(trained); --preset \(other.rawValue) is the alternative"
    }
}
