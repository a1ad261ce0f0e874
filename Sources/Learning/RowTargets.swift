/// What the rows of a batch should be predicted as.
package struct RowTargets {
    /// One a row.
    package let labels: UnsafeBufferPointer<Int>
    /// The rows that they were mixed with, where they were.
    package var partners: Partners?
    /// A teacher's logits `[rows, classes]`.
    package var teacher: UnsafePointer<Float>?
    /// What reaches the teacher's last layer, `[rows, its width]`.
    package var teacherLayer: UnsafePointer<Float>?
    /// Distributions `[rows, classes]`, which then take the place of the labels.
    package var ratings: UnsafePointer<Float>?

    /// The labels of the rows that a batch's rows were mixed with.
    package struct Partners {
        let labels: UnsafePointer<Int>
        /// The partner's share in every row, 0 to 1.
        let share: Double

        package init(labels: UnsafePointer<Int>, share: Double) {
            self.labels = labels
            self.share = share
        }
    }

    package init(
        labels: UnsafeBufferPointer<Int>, partners: Partners? = nil, teacher: UnsafePointer<Float>? = nil,
        teacherLayer: UnsafePointer<Float>? = nil, ratings: UnsafePointer<Float>? = nil
    ) {
        self.labels = labels
        self.partners = partners
        self.teacher = teacher
        self.teacherLayer = teacherLayer
        self.ratings = ratings
    }

    package var rows: Int { labels.count }
}
