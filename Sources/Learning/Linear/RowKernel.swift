import LinearAlgebra
import Matrices

/// The products of standardised rows with one another: all that a linear model needs if there are more columns than rows.
struct RowKernel: Sendable {
    let scaling: InputScaling
    /// Standardised, `[rows, columns]`.
    let features: Matrix
    /// `ZZᵀ` `[rows, rows]`, both triangles.
    let products: [Double]

    var rows: Int { features.rows }

    /// The number of columns that vary; each adds the number of rows to the trace.
    var varyingColumns: Double {
        (0..<rows).reduce(0) { $0 + products[$1 * (rows + 1)] } / Double(max(1, rows))
    }

    private static let panel = 512

    /// Standardises the columns over the named rows alone.
    ///
    /// Memory: a copy of these rows, and 16 rows² bytes. Cost: rows² columns operations.
    ///
    /// - Precondition: There is at least one row.
    init(of features: Matrix, rows named: [Int]) {
        scaling = InputScaling(fitting: features, rows: named)
        self.features = RowGathering(features: features, scaling: scaling).gathered(named)
        var sum = SymmetricSum(side: named.count)
        let (count, width) = (named.count, features.columns)
        var block = [Double](repeating: 0, count: count * min(Self.panel, width))
        self.features.withUnsafeBufferPointer { values in
            for first in stride(from: 0, to: width, by: Self.panel) {
                let columns = min(Self.panel, width - first)
                block.withUnsafeMutableBufferPointer { block in
                    for row in 0..<count {
                        for column in 0..<columns { block[row * columns + column] = Double(values[row * width + first + column]) }
                    }
                }
                sum.add(block, rows: count, columns: columns, stride: columns, side: .rows)
            }
        }
        products = sum.symmetric(as: Double.self)
    }

    /// The products of some rows with others, `[rows.count, others.count]`.
    func products(of rows: [Int], with others: [Int]) -> [Double] {
        let side = self.rows
        return products.withUnsafeBufferPointer { products in
            [Double](unsafeUninitializedCapacity: rows.count * others.count) { target, initialised in
                var next = 0
                for row in rows {
                    for other in others {
                        target[next] = products[row * side + other]
                        next += 1
                    }
                }
                initialised = next
            }
        }
    }
}
