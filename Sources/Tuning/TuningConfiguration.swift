import Kernels
import Learning
import LinearAlgebra

/// How a network is trained on photographs.
public struct TuningConfiguration: Codable, Sendable, Equatable {
    /// The phases, one after another; each begins with an optimiser that remembers nothing.
    public var phases: [TuningPhase]
    /// The number of photographs in a step, at least 1.
    public var batchSize: Int
    /// The number of steps whose gradients are averaged before the parameters change, at least 1.
    public var accumulation: Int
    /// The rule that changes the parameters.
    public var optimiser: OptimisationRule
    /// Whose constants and order of operations the optimiser has, and which variance batch normalisation remembers.
    public var convention: OptimiserConvention
    /// A bound on gradients; nil for none.
    public var clipping: GradientClipping?
    /// How the distance between distributions of ratings becomes a loss.
    public var ratingLoss: EarthMoverForm
    /// The format of maps and of the factors of products.
    public var precision: ProductPrecision
    /// How the photographs of an epoch are chosen when some classes have more than others; needs labels unless it is `none`.
    public var balancing: ClassBalancing
    /// The number of inputs that are made of each photograph, by random cuts, when features are computed once.
    public var variants: Int
    /// Decides all random choices: the head's first weights, the order, cuts, dropout.
    public var seed: UInt64

    /// A configuration with these phases, whose other properties are those of NIMA (Talebi and Milanfar 2018) with Adam.
    public init(phases: [TuningPhase], seed: UInt64 = 0) {
        self.phases = phases
        self.seed = seed
        batchSize = 32
        accumulation = 1
        optimiser = .adam
        convention = .keras
        clipping = nil
        ratingLoss = .root
        precision = .float32
        balancing = .none
        variants = 4
    }

    /// Checks all values.
    ///
    /// - Throws: `TuningError`.
    func check() throws(TuningError) {
        guard !phases.isEmpty else { throw .noPhases }
        for (number, phase) in zip(1..., phases) { try phase.check(number: number) }
        do throws(LearningError) {
            for (name, value) in [
                ("batch size", batchSize), ("number of accumulated steps", accumulation), ("number of variants", variants),
            ] where value < 1 {
                throw .configurationValue(name: name, value: Double(value), expected: "at least 1")
            }
            try optimiser.check()
            try clipping?.check()
            if precision == .bfloat16 && !SerialProduct.canMultiplyBrainFloats { throw .bfloat16Missing }
        } catch {
            throw .learning(error)
        }
    }
}
