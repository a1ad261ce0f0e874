import Faults

/// What can go wrong in a decomposition.
public enum LinearAlgebraError: Error, Equatable {
    /// LAPACK refused an argument, which is a defect of Kalon; positions are counted from 1.
    case invalidArgument(routine: String, position: Int)
    /// The iteration for eigenvalues did not converge; `offDiagonals` elements did not become zero.
    case notConverged(routine: String, offDiagonals: Int)
    /// The matrix is too large for LAPACK, which counts its workspace in 32 bits.
    case sideTooLarge(Int)
    /// A row, counted from 0, depends on the rows before it, as far as the precision can tell.
    case notPositiveDefinite(row: Int)
}

extension LinearAlgebraError: Fault {
    /// The kind of fault, which decides the exit code.
    public var kind: FaultKind {
        switch self {
        case .invalidArgument: .ours
        case .notConverged, .sideTooLarge, .notPositiveDefinite: .badData
        }
    }

    /// What a user can set otherwise to avoid the fault.
    public var settings: [Setting] {
        switch self {
        case .notPositiveDefinite: [.penalty]
        case .invalidArgument, .notConverged, .sideTooLarge: []
        }
    }

    /// The fault as one sentence for the user.
    public var sentence: String {
        switch self {
        case .invalidArgument(let routine, let position):
            "LAPACK's \(routine) refused its argument \(position), which is a defect of Kalon; please report it"
        case .notConverged(let routine, let offDiagonals):
            "the eigenvalues did not converge (\(routine), \(offDiagonals) left); are all values of the features finite?"
        case .notPositiveDefinite(let row):
            "row \(row) of a matrix of products depends on the rows before it, as far as its precision can tell; "
                + "give more photographs, or choose a larger penalty if there is one"
        case .sideTooLarge(let side):
            "an eigendecomposition of side \(side) is larger than LAPACK can count (46338); choose columns first, "
                + "or ask for few components"
        }
    }
}
