import LinearAlgebra

/// Weighted sums over samples from which every linear model of them can be found.
struct WeightedMoments {
    /// The number of columns.
    let columns: Int
    /// The weighted mean of each column.
    let means: [Double]
    /// The weighted mean of the values.
    let valueMean: Double
    /// `[columns, columns]`: weighted products of the columns about their means; symmetric.
    let products: [Double]
    /// Weighted products of each column and the values, about their means.
    let cross: [Double]
    /// The weighted square of the values about their mean.
    let square: Double

    /// The moments of masks.
    ///
    /// Cost: about samples times segments² / 8 additions.
    ///
    /// - Parameters:
    ///   - masks: The samples.
    ///   - values: The value of each sample.
    ///   - weights: The weight of each sample, at least 0 and not all 0.
    init(_ masks: SegmentMasks, values: [Double], weights: [Double]) {
        precondition(values.count == masks.count && weights.count == masks.count, "samples without a value or a weight")
        let columns = masks.segments, total = weights.reduce(0, +)
        let valueMean = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
        var sums = [Double](repeating: 0, count: columns), cross = sums
        var products = [Double](repeating: 0, count: columns * columns)
        var shown: [Int] = []
        for sample in 0..<masks.count {
            let weight = weights[sample], value = (values[sample] - valueMean) * weight
            shown.removeAll(keepingCapacity: true)
            for column in 0..<columns where masks.shown[sample * columns + column] == 1 { shown.append(column) }
            products.withUnsafeMutableBufferPointer { products in
                for (place, row) in shown.enumerated() {
                    sums[row] += weight
                    cross[row] += value
                    for column in shown[...place] { products[row * columns + column] += weight }
                }
            }
        }
        for row in 0..<columns {
            for column in 0...row {
                let centred = products[row * columns + column] - sums[row] * sums[column] / total
                products[row * columns + column] = centred
                products[column * columns + row] = centred
            }
        }
        (self.columns, self.valueMean, self.products) = (columns, valueMean, products)
        means = sums.map { $0 / total }
        // The values are about their mean already, so nothing is left to be taken from these products but rounding.
        self.cross = cross
        square = zip(values, weights).reduce(0) { $0 + ($1.0 - valueMean) * ($1.0 - valueMean) * $1.1 }
    }

    /// The coefficients of a ridge regression on some columns, in the order of these.
    ///
    /// - Parameters:
    ///   - chosen: The columns.
    ///   - penalty: What the squared coefficients are multiplied by.
    /// - Throws: `LinearAlgebraError.notPositiveDefinite` if a column depends on the others and there is no penalty.
    func ridge(on chosen: [Int], penalty: Double) throws(LinearAlgebraError) -> [Double] {
        var matrix: [Double] = []
        matrix.reserveCapacity(chosen.count * chosen.count)
        for (place, row) in chosen.enumerated() {
            for (other, column) in chosen.enumerated() {
                matrix.append(products[row * columns + column] + (other == place ? penalty : 0))
            }
        }
        return try CholeskyFactor(matrix, side: chosen.count).solve(chosen.map { cross[$0] })
    }

    /// The share of the values' weighted square that a linear model explains; nil if the values do not vary.
    func determination(of coefficients: [Double], on chosen: [Int]) -> Double? {
        guard square > 0 else { return nil }
        var explained = 0.0
        for (coefficient, row) in zip(coefficients, chosen) {
            let fitted = zip(coefficients, chosen).reduce(0) { $0 + $1.0 * products[row * columns + $1.1] }
            explained += coefficient * (2 * cross[row] - fitted)
        }
        return explained / square
    }
}
