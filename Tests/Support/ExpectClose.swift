import Testing

/// Against what a tolerance is measured.
package enum ToleranceScale {
    /// The tolerance is the largest difference allowed.
    case absolute
    /// It is a share of the largest expected value.
    case ofLargest
    /// It is a share of a given value.
    case of(Double)
    /// It is a share of each expected value, or of 1 where that is smaller.
    case ofEach
    /// It is a share of each expected value, however small.
    case relative
}

/// Records one issue, at the caller's line, where two lists are not close.
///
/// They are close when both have as many values, at least one, and no two differ by more than `tolerance`. A NaN is close
/// to nothing, not even to a NaN, wherever it stands; an infinity is close to itself alone. The issue names the worst
/// index: that of the first NaN, or else that of the largest difference.
package func expectClose<Found: BinaryFloatingPoint, Expected: BinaryFloatingPoint>(
    _ found: some Collection<Found>, _ expected: some Collection<Expected>, tolerance: Double,
    scale: ToleranceScale = .absolute, _ what: String = "values", sourceLocation: SourceLocation = #_sourceLocation
) {
    if let problem = difference(found.map { Double($0) }, expected.map { Double($0) }, tolerance: tolerance, scale) {
        Issue.record("\(what): \(problem)", sourceLocation: sourceLocation)
    }
}

/// The same of two numbers.
package func expectClose<Found: BinaryFloatingPoint, Expected: BinaryFloatingPoint>(
    _ found: Found, _ expected: Expected, tolerance: Double, scale: ToleranceScale = .absolute,
    _ what: String = "value", sourceLocation: SourceLocation = #_sourceLocation
) {
    expectClose(
        CollectionOfOne(found), CollectionOfOne(expected), tolerance: tolerance, scale: scale, what,
        sourceLocation: sourceLocation)
}

/// What `expectClose` would say of two lists; nil where they are close.
package func difference(
    _ found: [Double], _ expected: [Double], tolerance: Double, _ scale: ToleranceScale = .absolute
) -> String? {
    guard found.count == expected.count else { return "\(found.count) values, \(expected.count) expected" }
    guard !found.isEmpty else { return "there is nothing to compare" }
    let largest = expected.lazy.filter(\.isFinite).reduce(0) { max($0, abs($1)) }
    let allowed = expected.map { value in
        switch scale {
        case .absolute: tolerance
        case .ofLargest: tolerance * largest
        case .of(let size): tolerance * size
        case .ofEach: tolerance * max(1, abs(value))
        case .relative: tolerance * abs(value)
        }
    }
    let differences = zip(found, expected).map { $0 == $1 ? 0 : abs($0 - $1) }
    guard let failing = differences.indices.first(where: { !(differences[$0] <= allowed[$0]) }) else { return nil }
    let worst =
        differences.firstIndex(where: \.isNaN)
        ?? differences.indices.reduce(failing) { differences[$1] / allowed[$1] > differences[$0] / allowed[$0] ? $1 : $0 }
    let count = differences.indices.count { !(differences[$0] <= allowed[$0]) }
    return "\(count) of \(found.count) differ too much; the worst, at \(worst), is \(found[worst]) and not "
        + "\(expected[worst]): a difference of \(differences[worst]), where \(allowed[worst]) is allowed"
}
