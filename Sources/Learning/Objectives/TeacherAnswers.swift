import Matrices

/// The answers of a teacher to the rows of a training, for a student to learn from.
public struct TeacherAnswers: Sendable, Equatable {
    /// The logits of the teacher, `[rows, classes]`.
    public let logits: Matrix
    /// The input of the teacher's last layer, `[rows, width]`; nil if it is not matched.
    public let penultimate: Matrix?

    /// Answers to the rows of a training.
    ///
    /// - Parameters:
    ///   - logits: `[rows, classes]`.
    ///   - penultimate: The input of the teacher's last layer, `[rows, width]`; nil if it is not matched.
    public init(logits: Matrix, penultimate: Matrix? = nil) {
        self.logits = logits
        self.penultimate = penultimate
    }

    /// Checks that a student can learn from these answers.
    ///
    /// - Parameter classes: The number of classes of the student.
    /// - Throws: `LearningError.columnCount` if the teacher has a different number of classes, `.notFinite` if an answer is not
    ///   finite.
    public func require(classes: Int) throws(LearningError) {
        guard logits.columns == classes else {
            throw .columnCount(part: .teacher, found: logits.columns, expected: classes)
        }
        for matrix in [logits, penultimate].compactMap({ $0 }) {
            if let place = matrix.firstNonFinite() { throw .notFinite(part: .teacher, row: place.row, column: place.column) }
        }
    }

    /// The mean of the logits of several teachers.
    ///
    /// This is the answer with the smallest sum of divergences from it to all of theirs. The inputs of their last layers are
    /// not part of it.
    ///
    /// - Precondition: There is at least one teacher, and all answers have the same shape.
    public static func mean(of teachers: [TeacherAnswers]) -> TeacherAnswers {
        let first = teachers[0].logits
        var sums = first.elements
        for teacher in teachers.dropFirst() {
            precondition(teacher.logits.rows == first.rows && teacher.logits.columns == first.columns, "other shapes")
            for (index, value) in teacher.logits.elements.enumerated() { sums[index] += value }
        }
        let share = 1 / Float(teachers.count)
        return TeacherAnswers(
            logits: Matrix(rows: first.rows, columns: first.columns, elements: sums.map { $0 * share }))
    }
}

extension TrainedNetwork {
    /// The answers of the network to features.
    ///
    /// - Parameters:
    ///   - features: `[rows, inputs]`.
    ///   - penultimate: Whether the input of the last layer is also returned.
    ///   - threads: The number of threads, on which the result does not depend.
    /// - Throws: As `logits(for:)`.
    public func answers(to features: Matrix, penultimate: Bool, threads: Int = 1) throws(LearningError) -> TeacherAnswers {
        let logits = try logits(for: features, threads: threads)
        guard penultimate, hiddenWidth != nil else { return TeacherAnswers(logits: logits) }
        return TeacherAnswers(
            logits: logits, penultimate: try values(of: NetworkArchitecture.hidden, for: features, threads: threads))
    }

    /// The number of inputs of the last layer; nil if there is no other layer.
    public var hiddenWidth: Int? { architecture.hiddenWidth }
}

extension NetworkArchitecture {
    var hiddenWidth: Int? {
        layers.dropLast().compactMap { layer in
            if case .dense(let units, _) = layer { units } else { nil }
        }.last
    }
}
