import Foundation
import Reduction

extension FittingPlan {
    /// Checks that the fit has enough free memory.
    ///
    /// - Parameter columns: The number of columns, for the error.
    /// - Throws: `PipelineError.reductionMemoryShort`.
    public func requireMemory(columns: Int) throws(PipelineError) {
        try Memory.require(Double(peakBytes)) { .reductionMemoryShort(needed: $0, available: $1, columns: columns) }
    }

    /// The solver, the precision and the memory needed, for a line of progress.
    public var summary: String {
        let side =
            switch solver {
            case .covariance: "covariance of the columns"
            case .gram: "products of the rows"
            case .randomised: "randomised subspace"
            }
        return "\(side), products in \(arithmetic.rawValue), up to \(peakBytes / 1_000_000 + 1) MB of memory"
    }
}
