import CLAPACK
import Testing

/// The module defines nothing: both of its libraries are there, and agree about the size of whole numbers.
@Suite struct CLAPACKTests {
    @Test func bothLibrariesCompute() {
        #expect(cblas_ddot(3, [1, 2, 3], 1, [4, 5, 6], 1) == 32)
        // [[4, 2], [2, 10]] = L Lᵀ with L = [[2, 0], [1, 3]]; above the diagonal, nothing changes.
        var matrix = [4.0, 2, 2, 10]
        let lower = CChar(UInt8(ascii: "L"))
        let status = LAPACKE_dpotrf(LAPACK_ROW_MAJOR, lower, 2, &matrix, 2)
        #expect(status == 0)
        #expect(MemoryLayout.size(ofValue: status) == MemoryLayout<blasint>.size)
        #expect(matrix == [2, 2, 1, 3])
        var indefinite = [1.0, 2, 2, 1]
        #expect(LAPACKE_dpotrf(LAPACK_ROW_MAJOR, lower, 2, &indefinite, 2) == 2)
    }
}
