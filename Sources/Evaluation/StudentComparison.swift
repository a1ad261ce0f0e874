import Matrices

/// A student beside its teacher on photographs that both judged.
public struct StudentComparison: Sendable, Codable, Equatable {
    /// One of the two.
    public struct Side: Sendable, Codable, Equatable {
        /// The classifier's file.
        public let model: String
        /// The share of right verdicts among labelled photographs, in [0, 1]; nil without labels.
        public let accuracy: Double?
        /// The size of the weights of networks, reductions and layers in bytes; nil if that of a network in a file is not known.
        public let bytes: Int?

        /// One of the two, with its accuracy and size.
        public init(model: String, accuracy: Double?, bytes: Int?) {
            self.model = model
            self.accuracy = accuracy
            self.bytes = bytes
        }
    }

    /// How close a student's features are to its teacher's; mean absolute differences over photographs and columns.
    public struct Features: Sendable, Codable, Equatable {
        /// The number of columns compared: those that reach the teacher's layers.
        public let columns: Int
        /// The difference between the student's features and the teacher's.
        public let difference: Double
        /// The difference between the mean of the teacher's features over all photographs and the teacher's features.
        ///
        /// A student that tells photographs apart is below it.
        public let differenceOfMean: Double
        /// The first photograph.
        public let photograph: String
        /// The teacher's first features of it, at most 80.
        public let teacher: [Float]
        /// The student's first features of it, as many.
        public let student: [Float]
    }

    /// The set's name.
    public let name: String
    /// The number of photographs.
    public let count: Int
    /// The teacher.
    public let teacher: Side
    /// The student.
    public let student: Side
    /// The share of photographs with the same verdict, in [0, 1].
    public let agreement: Double
    /// The mean absolute difference of the probabilities of aesthetic; of mean ratings as shares of the scale.
    public let probabilityDifference: Double
    /// How close the features are; nil if the student gives none.
    public let features: Features?

    /// The verdict of both on a photograph.
    public struct Verdicts: Sendable {
        /// The probabilities of aesthetic, or the mean ratings as shares of the scale.
        public let probabilities: (teacher: Double, student: Double)
        /// Whether each calls it aesthetic.
        public let isAesthetic: (teacher: Bool, student: Bool)
        /// 1 aesthetic, 0 not, -1 unknown.
        public let label: Int8

        /// The verdicts of both on a photograph, with its label: 1 aesthetic, 0 not, -1 unknown.
        public init(
            probabilities: (teacher: Double, student: Double), isAesthetic: (teacher: Bool, student: Bool), label: Int8
        ) {
            (self.probabilities, self.isAesthetic, self.label) = (probabilities, isAesthetic, label)
        }
    }

    /// Compares verdicts.
    ///
    /// - Parameters:
    ///   - name: The set's name.
    ///   - verdicts: The verdicts of both, one pair for each photograph.
    ///   - teacher: The teacher's file and the size of its weights in bytes.
    ///   - student: The same for the student.
    ///   - features: How close their features are; nil if the student gives none.
    /// - Precondition: There is at least one photograph.
    public init(
        name: String, verdicts: [Verdicts], teacher: (model: String, bytes: Int?), student: (model: String, bytes: Int?),
        features: Features?
    ) {
        precondition(!verdicts.isEmpty, "a comparison needs photographs")
        let labelled = verdicts.filter { $0.label >= 0 }
        func accuracy(_ isAesthetic: (Verdicts) -> Bool) -> Double? {
            labelled.isEmpty
                ? nil : Double(labelled.count { isAesthetic($0) == ($0.label == 1) }) / Double(labelled.count)
        }
        self.name = name
        count = verdicts.count
        self.teacher = Side(model: teacher.model, accuracy: accuracy(\.isAesthetic.teacher), bytes: teacher.bytes)
        self.student = Side(model: student.model, accuracy: accuracy(\.isAesthetic.student), bytes: student.bytes)
        agreement = Double(verdicts.count { $0.isAesthetic.teacher == $0.isAesthetic.student }) / Double(count)
        probabilityDifference =
            verdicts.reduce(0) { $0 + abs($1.probabilities.teacher - $1.probabilities.student) } / Double(count)
        self.features = features
    }
}

extension StudentComparison.Features {
    /// The number of features that a chart shows.
    private static let shown = 80

    /// Compares features.
    ///
    /// - Parameters:
    ///   - teacher: `[photographs, columns]`.
    ///   - student: The same columns of the same photographs.
    ///   - paths: The path of each photograph.
    /// - Precondition: Both matrices have the same shape, and at least one row and column.
    public init(teacher: Matrix, student: Matrix, paths: [String]) {
        precondition(
            teacher.rows == student.rows && teacher.columns == student.columns && paths.count == teacher.rows && !paths.isEmpty,
            "the features of both are of the same photographs and columns")
        columns = teacher.columns
        var means = [Double](repeating: 0, count: columns)
        for (index, value) in teacher.elements.enumerated() { means[index % columns] += Double(value) }
        for column in means.indices { means[column] /= Double(teacher.rows) }
        var (sum, sumOfMean) = (0.0, 0.0)
        for (index, pair) in zip(teacher.elements, student.elements).enumerated() {
            sum += abs(Double(pair.0) - Double(pair.1))
            sumOfMean += abs(Double(pair.0) - means[index % columns])
        }
        let count = Double(max(1, teacher.elements.count))
        (difference, differenceOfMean) = (sum / count, sumOfMean / count)
        photograph = paths[0]
        self.teacher = Array(teacher.row(0).prefix(Self.shown))
        self.student = Array(student.row(0).prefix(Self.shown))
    }
}
