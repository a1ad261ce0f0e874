/// A fitness less a penalty for large masks: `weight` times the share of all columns that a mask has.
public struct PenalisedFitness: GenerationFitness {
    private let fitness: any GenerationFitness
    private let weight: Double

    public init(_ fitness: any GenerationFitness, weight: Double) {
        self.fitness = fitness
        self.weight = weight
    }

    /// What a mask loses.
    public static func penalty(of mask: FeatureMask, weight: Double) -> Double {
        weight * Double(mask.count) / Double(mask.sourceWidth)
    }

    public func values(of masks: [FeatureMask], numberedFrom first: Int) throws -> [Double] {
        zip(masks, try fitness.values(of: masks, numberedFrom: first)).map { mask, value in
            value - Self.penalty(of: mask, weight: weight)
        }
    }
}
