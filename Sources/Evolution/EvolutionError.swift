/// What can go wrong when columns are chosen or searched for.
public enum EvolutionError: Error, Equatable {
    case emptyMask(sourceWidth: Int)
    case duplicateIndex(Int)
    case indexOutOfRange(index: Int, sourceWidth: Int)
    case columnCount(found: Int, expected: Int)

    case tooFewColumns(columns: Int, genes: Int)
    case configurationValue(name: String, value: Double, expected: String)
    case maskSize(found: Int, expected: ClosedRange<Int>, operation: String)
    case maskSourceWidth(found: Int, expected: Int, operation: String)

    /// What a mutation is guided by could not be computed.
    case guideFailed(reason: String)
    case fitnessNotFinite(evaluation: Int, value: Double)
    case snapshotDiffers(field: String, found: String, expected: String)
    case snapshotDamaged(reason: String)
}
