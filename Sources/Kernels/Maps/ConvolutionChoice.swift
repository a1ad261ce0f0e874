import COneDNN

/// Which of oneDNN's implementations runs each convolution of a plan.
///
/// The library's first choice is not always its best: for some shapes it is sixty times as slow as another. So each one that is
/// compiled for the shape is tried, and the first is left only for one that is clearly faster, so that two trials on the same
/// machine seldom differ. What was chosen can be kept: another choice sums in another order.
final class ConvolutionChoice {
    private let engine: ConvolutionEngine
    /// The names of what was chosen, by direction and shape.
    private(set) var names: [[Int]: String]

    /// By how much another implementation must be faster than the library's first choice.
    private static let advantage = 0.8
    /// And how much time it must save, in seconds: for a short convolution the clock says more about the rest of the machine.
    private static let worthwhile = 2e-4
    /// More than the library has for any shape.
    private static let limit = 16

    init(_ engine: ConvolutionEngine, names: [[Int]: String] = [:]) {
        self.engine = engine
        self.names = names
    }

    /// The implementation to use.
    ///
    /// - Parameter trial: Runs an implementation once, on memory that holds nothing; nil for the one that was chosen for another
    ///   number of pictures, or the library's first.
    /// - Throws: `PlanError.engine` if the library has none.
    func pass(
        _ shape: kalon_convolution_shape, _ direction: ConvolutionDirection, node: String, trial: ((ConvolutionPass) -> Void)?
    ) throws(PlanError) -> ConvolutionPass {
        let key = [Int(direction.rawValue)] + shape.key
        var candidates: [ConvolutionPass] = []
        for number in 0..<Self.limit {
            guard let pass = ConvolutionPass(engine, shape, direction, number: number) else { break }
            if names[key] == pass.name { return pass }
            // Those for older processors and plain loops come last, and are only good if there is nothing else.
            if let first = candidates.first, pass.instructions != first.instructions { break }
            candidates.append(pass)
        }
        guard var best = candidates.first else { throw .engine("it has no implementation of this convolution", node: node) }
        guard let trial else { return best }
        if candidates.count > 1 {
            let first = Self.time(best, trial)
            var shortest = min(first * Self.advantage, first - Self.worthwhile)
            for candidate in candidates.dropFirst() {
                let time = Self.time(candidate, trial)
                if time < shortest { (best, shortest) = (candidate, time) }
            }
        }
        names[key] = best.name
        return best
    }

    /// The shortest of some runs, in seconds.
    private static func time(_ pass: ConvolutionPass, _ trial: (ConvolutionPass) -> Void) -> Double {
        trial(pass)
        return (0..<2).map { _ in
            let start = ContinuousClock.now
            trial(pass)
            return (ContinuousClock.now - start) / .seconds(1)
        }.min() ?? .infinity
    }
}
