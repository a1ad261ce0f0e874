import LinearAlgebra
import Matrices

/// How many principal components to keep, and at which scale.
public struct PrincipalComponentConfiguration: Sendable, Equatable {
    public enum Size: Sendable, Equatable {
        case count(Int)
        /// The fewest components that explain more than this share of the variance, between 0 and 1.
        case varianceShare(Double)
    }

    public let size: Size
    public let whitens: Bool

    public init(size: Size, whitens: Bool = false) {
        self.size = size
        self.whitens = whitens
    }

    /// Fits principal components to the rows of `source`.
    ///
    /// Exact: the eigenvectors of the covariance, or where there are clearly fewer rows than columns, those of the
    /// rows' own products. `FittingPlan` says which, in which precision and with how much memory: at most
    /// 3.5 columns² floats and 512 MB, whatever the number of rows. `observe` is told how many rows were read, and may
    /// throw to end the fit. Throws `ReductionError`, `LinearAlgebraError` and what the source throws.
    /// Cost, with n the smaller side: rows columns n operations and the decomposition of `SymmetricEigen`.
    public func fit(_ source: some RowSource, observe: (Int) throws -> Void = { _ in }) throws -> PrincipalComponents {
        try validate(rows: source.rowCount, columns: source.columns)
        let plan = FittingPlan(rows: source.rowCount, columns: source.columns)
        switch plan.solver {
        case .covariance:
            var moments = Moments(columns: source.columns)
            try source.forEachBlock(rows: BlockSize.rows(columns: source.columns)) { first, block in
                moments.add(block, in: plan.arithmetic)
                try observe(first + block.rows)
            }
            return try fit(consume moments, in: plan.arithmetic)
        case .gram:
            return try fit(keeping: source, in: plan.arithmetic, observe: observe)
        }
    }

    /// Fits principal components to rows of which only the moments are known.
    public func fit(_ moments: consuming Moments, in arithmetic: Arithmetic) throws -> PrincipalComponents {
        let (count, mean) = (moments.count, moments.mean)
        try validate(rows: count, columns: mean.count)
        let spectrum = Spectrum(scatter: moments.scatter, rows: count, columns: mean.count, arithmetic: arithmetic)
        let scatter = moments.takeScatter()
        switch arithmetic {
        case .single:
            let eigen = try decompose(consume scatter, spectrum, as: Float.self)
            let components = Matrix(rows: eigen.count, columns: mean.count, elements: eigen.vectors)
            return result(spectrum, .covariance, mean: mean, components: components, values: eigen.values)
        case .double:
            let eigen = try decompose(consume scatter, spectrum, as: Double.self)
            let components = Matrix(rows: eigen.count, columns: mean.count, elements: eigen.vectors.map(Float.init))
            return result(spectrum, .covariance, mean: mean, components: components, values: eigen.values)
        }
    }

    private func decompose<Element: BLASElement>(
        _ scatter: consuming SymmetricSum, _ spectrum: Spectrum, as type: Element.Type
    ) throws -> SymmetricEigen<Element> {
        let side = scatter.side
        let eigen = try SymmetricEigen(decomposing: scatter.symmetric(as: type), side: side) { values in
            try componentCount(eigenvalues: values, spectrum)
        }
        try requireVariance(of: eigen.values.prefix(eigen.count), spectrum)
        return eigen
    }

    private func fit(
        keeping source: some RowSource, in arithmetic: Arithmetic, observe: (Int) throws -> Void
    ) throws -> PrincipalComponents {
        let rows = try source.read(rows: 0..<source.rowCount)
        try observe(rows.rows)
        let mean = columnMeans(of: rows)
        let data = centred(rows, mean: mean)
        var products = SymmetricSum(side: data.rows)
        switch arithmetic {
        case .single: products.addChunks(of: data)
        case .double:
            products.add(
                deviations(of: rows, from: mean), rows: data.rows, columns: data.columns, stride: data.columns,
                side: .rows)
        }
        let spectrum = Spectrum(scatter: products, rows: data.rows, columns: data.columns, arithmetic: arithmetic)
        let (values, scaled): ([Double], Matrix)
        switch arithmetic {
        case .single: (values, scaled) = try scaledVectors(decompose(consume products, spectrum, as: Float.self))
        case .double: (values, scaled) = try scaledVectors(decompose(consume products, spectrum, as: Double.self))
        }
        return result(spectrum, .gram, mean: mean, components: scaled.multiplied(by: data), values: values)
    }

    /// For X = U S Vᵀ the rows' products give U and S², so that Vᵀ = S⁻¹ Uᵀ X: the rows of S⁻¹ Uᵀ.
    private func scaledVectors<Element: BLASElement>(_ eigen: SymmetricEigen<Element>) -> ([Double], Matrix) {
        let side = eigen.values.count
        var scaled: [Float] = []
        scaled.reserveCapacity(eigen.count * side)
        for row in 0..<eigen.count {
            let factor = 1 / eigen.values[row].squareRoot()
            for column in 0..<side { scaled.append(Float(Double(eigen.vectors[row * side + column]) * factor)) }
        }
        return (eigen.values, Matrix(rows: eigen.count, columns: side, elements: scaled))
    }

    private func result(
        _ spectrum: Spectrum, _ solver: FittingPlan.Solver, mean: [Double], components: Matrix, values: [Double]
    ) -> PrincipalComponents {
        let divisor = Double(spectrum.rows - 1)
        let kept = values.prefix(components.rows)
        return PrincipalComponents(
            mean: mean, components: signsFixed(components),
            explainedVariance: kept.map { max(0, $0) / divisor },
            explainedVarianceRatio: kept.map { max(0, $0) / spectrum.total }, samples: spectrum.rows, whitens: whitens,
            scree: values.prefix(spectrum.largestRank).map { max(0, $0) / divisor },
            method: FittingMethod(solver: solver, arithmetic: spectrum.arithmetic))
    }

    private func validate(rows: Int, columns: Int) throws(ReductionError) {
        guard rows >= 2 else { throw .tooFewRows(found: rows) }
        switch size {
        case .count(let count):
            guard count >= 1 else { throw .invalidComponentCount(count) }
            guard count <= min(rows, columns) else {
                throw .tooManyComponents(requested: count, rows: rows, columns: columns)
            }
        case .varianceShare(let share):
            guard share > 0, share < 1 else { throw .invalidShare(share) }
        }
    }

    /// The number of components to keep.
    private func componentCount(eigenvalues: [Double], _ spectrum: Spectrum) throws(ReductionError) -> Int {
        switch size {
        case .count(let count):
            return min(count, spectrum.largestRank)
        case .varianceShare(let share):
            let rank = spectrum.rank(of: eigenvalues[...], areRefined: false)
            guard rank > 0 else { throw .componentsBeyondRank(requested: 1, rank: 0) }
            var sum = 0.0
            let reached = eigenvalues.firstIndex { value in
                sum += value
                return sum > share * spectrum.total
            }
            return min(rank, (reached ?? rank - 1) + 1)
        }
    }

    /// Throws when a component would have no variance: its direction would be arbitrary.
    private func requireVariance(of refined: ArraySlice<Double>, _ spectrum: Spectrum) throws(ReductionError) {
        guard case .count(let requested) = size else { return }
        let rank = spectrum.rank(of: refined, areRefined: true)
        guard requested <= rank else { throw .componentsBeyondRank(requested: requested, rank: rank) }
    }
}

/// What is known of the eigenvalues before they are computed.
struct Spectrum {
    let rows: Int
    let columns: Int
    /// Their sum.
    let total: Double
    let arithmetic: Arithmetic

    init(scatter: SymmetricSum, rows: Int, columns: Int, arithmetic: Arithmetic) {
        self.rows = rows
        self.columns = columns
        self.arithmetic = arithmetic
        total = scatter.trace
    }

    /// Centred rows vary in at most so many directions.
    var largestRank: Int { min(rows - 1, columns) }

    /// How many leading eigenvalues are above what rounding alone gives.
    ///
    /// Errors of the products are independent of each other: as a matrix they weigh the square root of its side less
    /// than the largest eigenvalue does. In single precision the decomposition's own errors are larger, until its
    /// eigenvalues are refined.
    func rank(of eigenvalues: ArraySlice<Double>, areRefined: Bool) -> Int {
        let side = Double(min(rows, columns))
        let tolerance =
            switch arithmetic {
            case .single: Double(Float.ulpOfOne) * (areRefined ? 4 / side.squareRoot() : 1)
            case .double: side * Double(Float.ulpOfOne) * 0x1p-10
            }
        let threshold = max(0, (eigenvalues.first ?? 0) * tolerance)
        return min(largestRank, eigenvalues.prefix { $0 > threshold }.count)
    }
}

extension SymmetricSum {
    /// Adds the products of all pairs of rows, a chunk of columns at a time.
    fileprivate mutating func addChunks(of data: Matrix) {
        let width = 4096
        data.withUnsafeBufferPointer { elements in
            guard let base = elements.baseAddress else { return }
            for first in stride(from: 0, to: data.columns, by: width) {
                add(
                    base + first, rows: data.rows, columns: min(width, data.columns - first), stride: data.columns,
                    side: .rows)
            }
        }
    }
}

/// The rows with their signs turned so that the element of largest magnitude is positive.
func signsFixed(_ rows: consuming Matrix) -> Matrix {
    let columns = rows.columns
    let count = rows.rows
    rows.withUnsafeMutableBufferPointer { elements in
        for row in 0..<count {
            let loadings = UnsafeMutableBufferPointer(rebasing: elements[row * columns..<(row + 1) * columns])
            var largest: Float = 0
            for loading in loadings where abs(loading) > abs(largest) { largest = loading }
            if largest < 0 { for column in 0..<columns { loadings[column] = -loadings[column] } }
        }
    }
    return rows
}
