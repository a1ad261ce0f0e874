import Evaluation
import Foundation

/// A student beside its teacher: agreement, accuracies, differences and sizes.
package enum StudentTable {
    /// The table, with one row per set.
    package static func table(of students: [StudentComparison]) -> TextTable {
        var table = TextTable(columns: [
            .init("student", .left), .init("photographs", .right), .init("agreement %", .right), .init("teacher %", .right),
            .init("student %", .right), .init("L1 probability", .right), .init("L1 features", .right),
            .init("L1 of mean", .right), .init("teacher MB", .right), .init("student MB", .right),
        ])
        for student in students {
            table.append([
                student.name, String(student.count), Rate.hundredths(student.agreement),
                Rate.hundredths(student.teacher.accuracy), Rate.hundredths(student.student.accuracy),
                Rate.number(student.probabilityDifference, "%.4f"), Rate.number(student.features?.difference, "%.5f"),
                Rate.number(student.features?.differenceOfMean, "%.5f"), megabytes(student.teacher.bytes),
                megabytes(student.student.bytes),
            ])
        }
        return table
    }

    /// What the columns mean.
    static let note =
        "Agreement is the share of photographs with the same verdict. L1 is the mean absolute difference between student and "
        + "teacher; L1 of mean is that of a student that gives the mean of the teacher's features for every photograph. "
        + "MB are those of the weights."

    private static func megabytes(_ bytes: Int?) -> String { Rate.number(bytes.map { Double($0) / 1e6 }, "%.1f") }
}
