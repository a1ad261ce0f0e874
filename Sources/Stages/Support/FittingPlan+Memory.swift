import Foundation
import Reduction
import Storage

extension FittingPlan {
    /// Throws `PipelineError.reductionMemoryShort` when the fit would not fit into the memory that is free.
    public func requireMemory(columns: Int) throws(PipelineError) {
        try Memory.require(Double(peakBytes)) { .reductionMemoryShort(needed: $0, available: $1, columns: columns) }
    }

    /// Solver, precision and memory, for a line of progress.
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
