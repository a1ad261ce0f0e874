import Matrices

/// Where the rows come from that choose the best epoch.
public enum ValidationSource: Sendable {
    /// A share of every class, or of its groups, drawn by the seed of the configuration.
    case drawn
    /// The validation rows of a split of the features.
    case split(StratifiedSplit)
    /// Separate features `[rows, columns]`, with one label for each row.
    case separate(features: Matrix, labels: [Int])
}

/// What a training reads, checked.
struct TrainingData {
    let features: Matrix
    let labels: [Int]
    let trainingRows: [Int]
    let validationFeatures: Matrix
    let validationLabels: [Int]
    let validationRows: [Int]
    /// The teacher's answers to the rows of the features.
    let teacher: TeacherAnswers?
    /// The ratings of all rows, validation rows included; nil if labels are learned.
    let ratings: RatingDistributions?

    /// Rated rows, whose labels only serve to make both parts of a split alike.
    init(
        features: Matrix, ratings: RatingDistributions, split: StratifiedSplit?, teacher: TeacherAnswers?, classes: Int,
        configuration: TrainingConfiguration, groups: RowGroups?
    ) throws(LearningError) {
        guard ratings.bins == classes else { throw .binCount(found: ratings.bins, expected: classes) }
        try configuration.checkForRatings()
        // The largest number of parts that leaves a row of each for validation.
        let fraction = configuration.validationFraction
        let isShare = fraction > 0 && fraction < 1
        let strata = isShare ? min(5, classes, max(1, Int(fraction * Double(ratings.shares.rows)))) : 1
        try self.init(
            features: features, labels: ratings.strata(strata), validation: split.map { .split($0) } ?? .drawn,
            teacher: teacher, classes: classes, configuration: configuration, ratings: ratings, groups: groups)
    }

    init(
        features: Matrix, labels: [Int], validation: ValidationSource, teacher: TeacherAnswers?, classes: Int,
        configuration: TrainingConfiguration, ratings: RatingDistributions? = nil, groups: RowGroups?
    ) throws(LearningError) {
        self.ratings = ratings
        try Self.check(features, labels, part: .training, classes: classes)
        self.features = features
        self.labels = labels
        self.teacher = teacher
        switch validation {
        case .separate(let separate, let separateLabels):
            try Self.check(separate, separateLabels, part: .validation, classes: classes)
            guard separate.columns == features.columns else {
                throw .columnCount(part: .validation, found: separate.columns, expected: features.columns)
            }
            trainingRows = Array(0..<features.rows)
            (validationFeatures, validationLabels) = (separate, separateLabels)
            validationRows = Array(0..<separate.rows)
        case .drawn, .split:
            let split =
                if case .split(let given) = validation { given } else {
                    try StratifiedSplit(
                        labels: labels, fraction: configuration.validationFraction, seed: configuration.seed,
                        groups: groups)
                }
            try Self.check(split, rows: features.rows)
            trainingRows = split.training
            (validationFeatures, validationLabels) = (features, labels)
            validationRows = split.validation
        }
        let first = labels[trainingRows[0]]
        if ratings == nil, trainingRows.allSatisfy({ labels[$0] == first }) { throw .oneClassOnly(label: first) }
        try Self.check(
            teacher: teacher, rows: features.rows, classes: classes, distillation: configuration.distillation)
    }

    private static func check(
        _ features: Matrix, _ labels: [Int], part: DataPart, classes: Int
    ) throws(LearningError) {
        guard features.rows > 0 && features.columns > 0 else {
            throw .empty(part: part, rows: features.rows, columns: features.columns)
        }
        guard labels.count == features.rows else {
            throw .labelCount(part: part, labels: labels.count, rows: features.rows)
        }
        if let row = labels.firstIndex(where: { $0 < 0 || $0 >= classes }) {
            throw .labelOutOfRange(part: part, row: row, label: labels[row], classes: classes)
        }
        if let place = features.firstNonFinite() {
            throw .notFinite(part: part, row: place.row, column: place.column)
        }
    }

    private static func check(_ split: StratifiedSplit, rows: Int) throws(LearningError) {
        for (part, named) in [(DataPart.training, split.training), (.validation, split.validation)] {
            if named.isEmpty { throw .noRows(part: part) }
            if let row = named.first(where: { $0 < 0 || $0 >= rows }) {
                throw .rowOutOfRange(part: part, row: row, rows: rows)
            }
        }
    }

    private static func check(
        teacher: TeacherAnswers?, rows: Int, classes: Int, distillation: Distillation?
    ) throws(LearningError) {
        guard let teacher else {
            if distillation != nil { throw .distillationWithoutTeacher }
            return
        }
        guard let distillation else { throw .teacherWithoutDistillation }
        guard (teacher.penultimate != nil) == (distillation.matching > 0) else { throw .layerToMatchMissing }
        try teacher.require(classes: classes)
        for matrix in [teacher.logits, teacher.penultimate].compactMap({ $0 }) where matrix.rows != rows {
            throw .rowCount(part: .teacher, found: matrix.rows, expected: rows)
        }
    }
}
