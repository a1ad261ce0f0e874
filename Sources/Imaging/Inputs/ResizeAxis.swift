/// For each position along one side of the result: the two source positions that it lies between, and their weights.
///
/// Pixel centres lie at half-integers, so result position `i` looks at `(i + 0.5) * source / target - 0.5`; what lies
/// outside the outermost centres takes the outermost pixel. No antialiasing: a reduction skips pixels.
struct ResizeAxis {
    /// The nearer source position before, for each result position.
    let first: [Int]
    /// The source position after; equal to `first` at the ends.
    let second: [Int]
    /// Weight of `second`, in [0, 1).
    let fraction: [Float]

    /// Positions `cut..<(cut + count)` of a side that goes from `source` to `target` pixels.
    init(source: Int, target: Int, cut: Int, count: Int) {
        let scale = Double(source) / Double(target)
        var first: [Int] = [], second: [Int] = [], fraction: [Float] = []
        for position in cut..<(cut + count) {
            // Split in float64: at position 900 a float32 has lost four digits of the fraction.
            let centre = (Double(position) + 0.5) * scale - 0.5
            let below = Int(centre.rounded(.down))
            let inside = below >= 0 && below < source - 1
            let clamped = min(max(below, 0), source - 1)
            first.append(clamped)
            second.append(inside ? clamped + 1 : clamped)
            fraction.append(inside ? Float(centre - Double(below)) : 0)
        }
        self.first = first
        self.second = second
        self.fraction = fraction
    }
}
