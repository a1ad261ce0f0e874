/// For each position along one side of the result: the two source positions that it is between, and their weights.
///
/// Pixel centres are at half-integers, so result position `i` is at `(i + 0.5) * source / target - 0.5`. Positions
/// outside the outermost centres take the outermost pixel. There is no antialiasing: a reduction skips pixels.
struct ResizeAxis {
    /// The source position before each result position.
    let first: [Int]
    /// The source position after it; equal to `first` at the ends.
    let second: [Int]
    /// The weight of `second`, in [0, 1).
    let fraction: [Float]

    /// Takes positions `cut..<(cut + count)` of a side that is resized from `source` to `target` pixels.
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
