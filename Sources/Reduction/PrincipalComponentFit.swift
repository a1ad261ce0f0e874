import LinearAlgebra
import Matrices

/// How many principal components to keep, and how to find and scale them.
public struct PrincipalComponentConfiguration: Sendable, Equatable {
    /// How the number of components is chosen.
    public enum Size: Sendable, Equatable {
        /// This many, at least 1.
        case count(Int)
        /// The fewest components that explain more than this share of the variance, above 0 and below 1.
        case varianceShare(Double)
        /// As many as vary more than they would by chance (parallel analysis, Horn 1965, doi:10.1007/BF02289447).
        case parallelAnalysis
        /// The most likely number (Minka 2000).
        case likelihood
    }

    /// How the number of components is chosen.
    public let size: Size
    /// Whether projections are scaled to unit variance.
    public let whitens: Bool
    /// Which solvers may be used.
    public let solver: FittingPlan.Choice
    /// The seed of the randomised solver and of parallel analysis.
    public let seed: UInt64

    /// A configuration, which `fit` checks.
    ///
    /// - Parameters:
    ///   - size: how the number of components is chosen.
    ///   - whitens: whether projections are scaled to unit variance.
    ///   - solver: which solvers may be used; `.randomised` needs a `size` of `.count`.
    ///   - seed: the seed of the randomised solver and of parallel analysis.
    public init(size: Size, whitens: Bool = false, solver: FittingPlan.Choice = .exact, seed: UInt64 = 0) {
        self.size = size
        self.whitens = whitens
        self.solver = solver
        self.seed = seed
    }

    /// How a fit of a given size will be computed.
    ///
    /// - Parameters:
    ///   - rows: the number of photographs.
    ///   - columns: the number of columns.
    ///   - keepsMoments: whether the moments of the rows will be kept.
    public func plan(rows: Int, columns: Int, keepsMoments: Bool = false) -> FittingPlan {
        let count: Int? = if case .count(let count) = size { count } else { nil }
        return FittingPlan(rows: rows, columns: columns, components: count, choice: solver, keepsMoments: keepsMoments)
    }

    /// Fits principal components to the rows of a source.
    ///
    /// The exact solvers compute the eigenvectors of the covariance or, if there are clearly fewer rows than columns, those
    /// of the products of the rows. The randomised solver is used if `solver` allows it. `plan` says which solver is used,
    /// in which precision, and with how much memory: at most 3.5 columns² floats and 512 MB, whatever the number of rows.
    /// Cost, with n as the smaller side: rows columns n operations, and the decomposition of `SymmetricEigen`.
    ///
    /// - Parameters:
    ///   - source: the rows, `[rows, columns]`.
    ///   - observe: receives how many rows were read, in each pass; it may throw to end the fit.
    /// - Throws: `ReductionError`, `LinearAlgebraError`, and what the source and `observe` throw.
    public func fit(_ source: some RowSource, observe: (Int) throws -> Void = { _ in }) throws -> PrincipalComponents {
        try validate(rows: source.rowCount, columns: source.columns)
        let plan = plan(rows: source.rowCount, columns: source.columns)
        switch plan.solver {
        case .covariance:
            var moments = Moments(columns: source.columns)
            try moments.add(source, in: plan.arithmetic, observe: observe)
            return try fit(consume moments, in: plan.arithmetic)
        case .gram:
            return try fit(keeping: source, in: plan.arithmetic, observe: observe)
        case .randomised:
            return try fitRandomised(source, observe: observe)
        }
    }

    /// Passes over the rows until the wanted variances are known to a thousandth, at most `mostPasses` times.
    private func fitRandomised(
        _ source: some RowSource, observe: (Int) throws -> Void
    ) throws -> PrincipalComponents {
        guard case .count(let count) = size else { preconditionFailure("validated sizes of this solver are counts") }
        let (rows, columns) = (source.rowCount, source.columns)
        let directions = FittingPlan.directions(components: count, rows: rows, columns: columns)
        var range = try RandomisedRange(directions: directions, columns: columns, seed: seed)
        var ritz = try range.pass(over: source, observe: observe)
        func bound(_ ritz: RandomisedRange.Ritz) -> Double {
            (0..<min(count, directions)).map { ritz.residuals[$0] / max(ritz.values[$0], .leastNormalMagnitude) }.max() ?? 0
        }
        while bound(ritz) > 1e-3, range.passes < FittingPlan.mostPasses {
            ritz = try range.pass(over: source, observe: observe)
        }
        let spectrum = Spectrum(total: range.total, rows: rows, variances: [], columns: columns, arithmetic: .single)
        try requireVariance(of: ritz.values[...], spectrum)
        let components = Matrix(rows: count, columns: columns, elements: ritz.vectors.prefix(count * columns).map(Float.init))
        return result(
            spectrum, mean: range.mean, components: components, values: ritz.values,
            method: FittingMethod(
                solver: .randomised, arithmetic: .single, selection: size.name, passes: range.passes,
                relativeErrorBound: bound(ritz)))
    }

    /// Fits principal components to rows of which only the moments are known.
    ///
    /// - Parameters:
    ///   - moments: the moments of at least 2 rows; their storage is taken over.
    ///   - arithmetic: the precision in which the moments were computed.
    /// - Throws: `ReductionError` and `LinearAlgebraError`.
    public func fit(_ moments: consuming Moments, in arithmetic: Arithmetic) throws -> PrincipalComponents {
        let (count, mean) = (moments.count, moments.mean)
        try validate(rows: count, columns: mean.count)
        let spectrum = Spectrum(
            total: moments.scatter.trace, rows: count, variances: moments.scatter.diagonal.map { $0 / Double(count - 1) },
            columns: mean.count, arithmetic: arithmetic)
        let scatter = moments.takeScatter()
        let method = FittingMethod(solver: .covariance, arithmetic: arithmetic, selection: size.name)
        switch arithmetic {
        case .single:
            let eigen = try decompose(consume scatter, spectrum, as: Float.self)
            let components = Matrix(rows: eigen.count, columns: mean.count, elements: eigen.vectors)
            return result(spectrum, mean: mean, components: components, values: eigen.values, method: method)
        case .double:
            let eigen = try decompose(consume scatter, spectrum, as: Double.self)
            let components = Matrix(rows: eigen.count, columns: mean.count, elements: eigen.vectors.map(Float.init))
            return result(spectrum, mean: mean, components: components, values: eigen.values, method: method)
        }
    }

    private func decompose<Element: BLASElement>(
        _ scatter: consuming SymmetricSum, _ spectrum: Spectrum, as type: Element.Type
    ) throws -> SymmetricEigen<Element> {
        let side = scatter.side
        func count(_ values: [Double]) throws -> Int { try componentCount(eigenvalues: values, spectrum) }
        let eigen =
            FittingPlan.decomposesPrecisely(order: side)
            ? try SymmetricEigen<Element>(decomposingPrecisely: scatter.symmetric(as: Double.self), side: side, keeping: count)
            : try SymmetricEigen(decomposing: scatter.symmetric(as: type), side: side, keeping: count)
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
        let spectrum = Spectrum(
            total: products.trace, rows: data.rows, variances: variances(of: data), columns: data.columns,
            arithmetic: arithmetic)
        let (values, scaled): ([Double], Matrix)
        switch arithmetic {
        case .single: (values, scaled) = try scaledVectors(decompose(consume products, spectrum, as: Float.self))
        case .double: (values, scaled) = try scaledVectors(decompose(consume products, spectrum, as: Double.self))
        }
        return result(
            spectrum, mean: mean, components: scaled.multiplied(by: data), values: values,
            method: FittingMethod(solver: .gram, arithmetic: arithmetic, selection: size.name))
    }

    /// S² and the rows of S⁻¹ Uᵀ, for rows X = U S Vᵀ.
    ///
    /// The products of the rows give U and S², so that Vᵀ = S⁻¹ Uᵀ X.
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
        _ spectrum: Spectrum, mean: [Double], components: Matrix, values: [Double], method: FittingMethod
    ) -> PrincipalComponents {
        let divisor = Double(spectrum.rows - 1)
        let kept = values.prefix(components.rows)
        return PrincipalComponents(
            mean: mean, components: signsFixed(components),
            explainedVariance: kept.map { max(0, $0) / divisor },
            explainedVarianceRatio: kept.map { max(0, $0) / spectrum.total }, samples: spectrum.rows, whitens: whitens,
            scree: values.prefix(spectrum.largestRank).map { max(0, $0) / divisor },
            method: method)
    }

    private func validate(rows: Int, columns: Int) throws(ReductionError) {
        guard rows >= 2 else { throw .tooFewRows(found: rows) }
        if solver == .randomised {
            guard case .count = size else { throw .solverNeedsCount }
        }
        switch size {
        case .count(let count):
            guard count >= 1 else { throw .invalidComponentCount(count) }
            guard count <= min(rows, columns) else {
                throw .tooManyComponents(requested: count, rows: rows, columns: columns)
            }
        case .varianceShare(let share):
            guard share > 0, share < 1 else { throw .invalidShare(share) }
        case .parallelAnalysis: break
        case .likelihood:
            guard rows >= columns else { throw .likelihoodNeedsRows(rows: rows, columns: columns) }
        }
    }

    /// The number of components to keep.
    private func componentCount(eigenvalues: [Double], _ spectrum: Spectrum) throws -> Int {
        if case .count(let count) = size { return min(count, spectrum.largestRank) }
        let rank = spectrum.rank(of: eigenvalues[...], areRefined: false)
        guard rank > 0 else { throw ReductionError.nothingVaries(rows: spectrum.rows) }
        let variances = eigenvalues.map { max(0, $0) / Double(spectrum.rows - 1) }
        switch size {
        case .count(let count): return count
        case .parallelAnalysis:
            let chance = try ParallelAnalysis(rows: spectrum.rows, variances: spectrum.variances, seed: seed)
            let count = min(rank, chance.count(of: variances))
            guard count > 0 else { throw ReductionError.nothingAboveChance }
            return count
        case .likelihood:
            return LikelihoodDimension.best(variances: variances, rank: rank, rows: spectrum.rows)
        case .varianceShare(let share):
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
        guard rank > 0 else { throw .nothingVaries(rows: spectrum.rows) }
        guard requested <= rank else { throw .componentsBeyondRank(requested: requested, rank: rank) }
    }
}
