import Matrices

/// Rows of a features matrix brought together into a batch, scaled on the way where the network scales its inputs.
struct RowGathering {
    let features: Matrix
    let scaling: InputScaling?

    /// Copies the named rows, one below the other, to `target`, which holds `[rows.count, features.columns]`.
    func gather(_ rows: some Collection<Int>, into target: UnsafeMutablePointer<Float>) {
        let columns = features.columns
        features.withUnsafeBufferPointer { source in
            guard let source = source.baseAddress else { return }
            var target = target
            for row in rows {
                target.update(from: source + row * columns, count: columns)
                scaling?.apply(to: target)
                target += columns
            }
        }
    }
}
