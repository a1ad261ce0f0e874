import Faults

/// What can go wrong when columns are chosen or searched for.
public enum EvolutionError: Error, Equatable {
    /// A mask that chooses no column at all.
    case emptyMask(sourceWidth: Int)
    /// A mask that names a column twice.
    case duplicateIndex(Int)
    /// A mask that names a column beyond the last one; `sourceWidth` is the number of columns, counted from 0.
    case indexOutOfRange(index: Int, sourceWidth: Int)
    /// A mask for matrices of `expected` columns, applied to one of `found` columns.
    case columnCount(found: Int, expected: Int)

    /// More columns are wanted (`genes`) than there are.
    case tooFewColumns(columns: Int, genes: Int)
    /// A setting of the search is outside its range.
    case configurationValue(name: String, value: Double, expected: String, setting: Setting? = nil)
    /// An operator gave a mask with too few or too many columns; this is a programming error.
    case maskSize(found: Int, expected: ClosedRange<Int>, operation: String)
    /// An operator gave a mask for a matrix of another width; this is a programming error.
    case maskSourceWidth(found: Int, expected: Int, operation: String)

    /// The scores that guide a mutation could not be computed.
    case guideFailed(reason: String, settings: [Setting] = [])
    /// A fitness function gave infinity or NaN; evaluations are counted from the start of the search.
    case fitnessNotFinite(evaluation: Int, value: Double)
    /// A snapshot was taken by a search with other settings.
    case snapshotDiffers(field: String, found: String, expected: String)
    /// A snapshot cannot be read, or contradicts itself.
    case snapshotDamaged(reason: String)
}
