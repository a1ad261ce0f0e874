import Foundation
import LinearAlgebra

/// FastICA's search for directions along which whitened rows are least normally distributed (Hyvärinen 1999; Hyvärinen and
/// Oja 2000, doi:10.1016/S0893-6080(00)00026-5).
struct FixedPointIteration {
    let contrast: Contrast
    let tolerance: Double
    let mostIterations: Int

    struct Outcome {
        /// `[count, count]`, orthonormal rows.
        let directions: [Double]
        let convergence: UnmixingMethod.Convergence
    }

    /// Finds all directions together, made orthonormal after each step.
    ///
    /// - Parameter observe: receives the number of the iteration and the change that it made.
    func symmetric(
        _ rows: WhitenedRows, start: [Double], observe: (Int, Double) throws -> Void
    ) throws -> Outcome {
        let side = rows.columns
        var directions = try Self.decorrelated(start, side: side)
        var changes = [Double](repeating: .infinity, count: side)
        for iteration in 1...mostIterations {
            let next = try Self.decorrelated(rows.step(directions, contrast), side: side)
            changes = (0..<side).map { row in
                let cosine = (row * side..<(row + 1) * side).reduce(0.0) { $0 + next[$1] * directions[$1] }
                return abs(abs(cosine) - 1)
            }
            directions = next
            let change = changes.max() ?? 0
            try observe(iteration, change)
            if change < tolerance { return outcome(directions, iteration, changes) }
        }
        return outcome(directions, mostIterations, changes)
    }

    /// Finds one direction after the other, each orthogonal to those before it.
    func deflation(
        _ rows: WhitenedRows, start: [Double], observe: (Int, Double) throws -> Void
    ) throws -> Outcome {
        let side = rows.columns
        var (found, changes): ([Double], [Double]) = ([], [])
        var longest = 0
        for index in 0..<side {
            var direction = Self.normalised(Array(start[index * side..<(index + 1) * side]))
            var change = Double.infinity
            var iteration = 0
            while iteration < mostIterations, change >= tolerance {
                let next = Self.normalised(Self.orthogonalised(rows.step(direction, contrast), to: found))
                change = abs(abs(zip(next, direction).reduce(0) { $0 + $1.0 * $1.1 }) - 1)
                direction = next
                iteration += 1
                try observe(iteration, change)
            }
            found += direction
            changes.append(change)
            longest = max(longest, iteration)
        }
        return outcome(found, longest, changes)
    }

    private func outcome(_ directions: [Double], _ iterations: Int, _ changes: [Double]) -> Outcome {
        Outcome(
            directions: directions,
            convergence: UnmixingMethod.Convergence(
                iterations: iterations, change: changes.max() ?? 0, unconverged: changes.count { $0 >= tolerance }))
    }

    private static func normalised(_ vector: [Double]) -> [Double] {
        let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return vector.map { $0 / length }
    }

    /// `vector` less its parts along orthonormal `rows`.
    private static func orthogonalised(_ vector: [Double], to rows: [Double]) -> [Double] {
        var result = vector
        let side = vector.count
        for start in stride(from: 0, to: rows.count, by: side) {
            let part = (0..<side).reduce(0.0) { $0 + vector[$1] * rows[start + $1] }
            for column in 0..<side { result[column] -= part * rows[start + column] }
        }
        return result
    }

    /// The orthonormal rows nearest to `rows`: `(W Wᵀ)^(-1/2) W`.
    private static func decorrelated(_ rows: [Double], side: Int) throws -> [Double] {
        var products = SymmetricSum(side: side)
        products.add(rows, rows: side, columns: side, stride: side, side: .rows)
        let eigen = try SymmetricEigen<Double>(decomposing: products.symmetric(), side: side)
        var scaled = eigen.vectors
        for row in 0..<side {
            let factor = 1 / max(eigen.values[row], .leastNormalMagnitude).squareRoot()
            for column in 0..<side { scaled[row * side + column] *= factor }
        }
        let root = product(eigen.vectors, .transposed, scaled, side: side)
        return product(root, .asStored, rows, side: side)
    }

    private static func product(_ a: [Double], _ orientation: Orientation, _ b: [Double], side: Int) -> [Double] {
        var result = [Double](repeating: 0, count: side * side)
        multiply(
            m: side, n: side, k: side, a, aStride: side, orientation, b, bStride: side, .asStored, into: &result,
            cStride: side)
        return result
    }
}
