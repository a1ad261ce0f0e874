import Faults

/// What can go wrong when a verdict is explained.
public enum ExplanationError: Error, Equatable {
    /// It was asked to stop.
    case cancelled
    /// A picture is smaller than the method needs.
    case tooSmall(width: Int, height: Int, least: Int)
    /// Parts do not add up to what they must.
    case notAdditive(method: String, found: Double, expected: Double)
    /// There are more segments than the method can take.
    case tooManySegments(method: String, found: Int, most: Int)
    /// The judge's networks have no layers that a method could go through.
    case withoutLayers(method: String, judge: String, possible: [String])
    /// What a method needs exceeds the memory there is.
    case tooLarge(method: String, bytes: Int, available: Int)
    /// An attribution is not a finite number everywhere.
    case notFinite(method: String)
}
