/// A fitness with a penalty for large masks: `weight` times the share of all columns that a mask has.
public struct PenalisedFitness: GenerationFitness {
    private let fitness: any GenerationFitness
    private let weight: Double

    /// Adds a penalty to a fitness.
    ///
    /// - Parameters:
    ///   - fitness: the fitness without the penalty.
    ///   - weight: the penalty of a mask that has all columns, 0 or more.
    public init(_ fitness: any GenerationFitness, weight: Double) {
        self.fitness = fitness
        self.weight = weight
    }

    /// What a mask loses by its size.
    ///
    /// - Parameters:
    ///   - mask: the mask.
    ///   - weight: the penalty of a mask that has all columns.
    public static func penalty(of mask: FeatureMask, weight: Double) -> Double {
        weight * Double(mask.count) / Double(mask.sourceWidth)
    }

    /// Implements the requirement of `GenerationFitness`.
    public func values(of masks: [FeatureMask], numberedFrom first: Int) throws -> [Double] {
        zip(masks, try fitness.values(of: masks, numberedFrom: first)).map { mask, value in
            value - Self.penalty(of: mask, weight: weight)
        }
    }
}
