import Matrices

/// What a teacher says of the rows of a training, for a student to learn.
public struct TeacherAnswers: Sendable, Equatable {
    /// `[rows, classes]`.
    public let logits: Matrix
    /// What reaches the teacher's last layer, `[rows, width]`; nil where it is not matched.
    public let penultimate: Matrix?

    public init(logits: Matrix, penultimate: Matrix? = nil) {
        self.logits = logits
        self.penultimate = penultimate
    }

    /// Throws `LearningError.columnCount` unless the teacher tells so many classes apart, and `.notFinite` for an answer that
    /// nobody can learn from.
    public func require(classes: Int) throws(LearningError) {
        guard logits.columns == classes else {
            throw .columnCount(part: .teacher, found: logits.columns, expected: classes)
        }
        for matrix in [logits, penultimate].compactMap({ $0 }) {
            if let place = matrix.firstNonFinite() { throw .notFinite(part: .teacher, row: place.row, column: place.column) }
        }
    }

    /// The mean of several teachers' logits: the answer that is nearest to all of theirs in the sum of the divergences from
    /// it. What reaches their last layers is not part of it.
    ///
    /// - Precondition: at least one, all of the same shape.
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
    /// What the network answers to features `[rows, inputs]`; with `penultimate`, also what reaches its last layer.
    ///
    /// Throws as `logits(for:)`.
    public func answers(to features: Matrix, penultimate: Bool) throws(LearningError) -> TeacherAnswers {
        let logits = try logits(for: features)
        guard penultimate, hiddenWidth != nil else { return TeacherAnswers(logits: logits) }
        return TeacherAnswers(logits: logits, penultimate: try values(of: NetworkArchitecture.hidden, for: features))
    }

    /// Numbers that reach the last layer; nil where there is no other layer.
    public var hiddenWidth: Int? { architecture.hiddenWidth }
}

extension NetworkArchitecture {
    var hiddenWidth: Int? {
        layers.dropLast().compactMap { layer in
            if case .dense(let units, _) = layer { units } else { nil }
        }.last
    }
}
