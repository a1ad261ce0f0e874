import Quantisation
import StageSupport

/// Shows the progress of each step of quantising.
final class StepReporter {
    private let context: StageContext
    private var shown: String?

    init(_ context: StageContext) {
        self.context = context
    }

    /// Shows a step; throws `Interrupted` if the user asked to stop.
    func update(_ step: Quantiser.Step) throws {
        try context.interruption.check()
        switch step {
        case .calibrating(let done, let total): show("calibration photographs", done, total)
        case .rounding(let done, let total): show("kernels rounded", done, total)
        case .choosing(let done, let total): show("groups of layers measured", done, total)
        }
    }

    private func show(_ note: String, _ done: Int, _ total: Int) {
        if shown != note {
            context.progress.begin()
            shown = note
        }
        context.progress.update(done: done, total: total, note: note)
    }
}
