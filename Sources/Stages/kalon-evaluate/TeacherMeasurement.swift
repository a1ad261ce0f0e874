import Evaluation
import Faults
import Judging
import Learning
import Matrices
import Records
import StageSupport

/// Compares a classifier with the one that it is the student of, on features that were extracted for both.
struct TeacherMeasurement {
    private let measurement: Measurement
    private let teacher: Classifier
    private let features: [FeaturesFile]
    private let threads: Int

    /// Reads the teacher.
    ///
    /// - Throws: What `Classifier` and `FeaturesFile` throw; `JudgingError.opinionsNotComparable` if it predicts something else.
    init(_ measurement: Measurement, teacher: String, features: [String], threads: Int) throws {
        let panel = try Panel(paths: [teacher, measurement.classifier.path])
        self.teacher = panel.classifiers[0]
        self.measurement = measurement
        self.features = try features.map { try FeaturesFile.open($0) }
        self.threads = threads
    }

    private var student: Classifier { measurement.classifier }

    /// One comparison for each data set, in the order of the student's files.
    ///
    /// - Throws: `PipelineError.noFeatures` if there are no features of the teacher, and `JudgingError.photographMissing` if they
    ///   lack a photograph of the student.
    func comparisons(of files: [FeaturesFile]) throws -> [StudentComparison] {
        var names: [String] = []
        for name in files.map(\.header.dataset) where !names.contains(name) { names.append(name) }
        return try names.map { name in
            let taught = features.filter { $0.header.dataset == name }
            guard let first = taught.first else { throw PipelineError.noFeatures(set: name, file: features[0].path) }
            return try FileFault.naming(first.path) {
                let all = try student.set(named: name, files: files.filter { $0.header.dataset == name })
                let own = measurement.tested(all)
                return try comparison(of: own.selecting(rows: own.rows.untouched), teacher.set(named: name, files: taught))
            }
        }
    }

    private func comparison(of own: LabelledSet, _ all: LabelledSet) throws -> StudentComparison {
        let taught = all.selecting(rows: try all.positions(of: own.rows.keys))
        let answers = try (
            teacher: teacher.judgements(of: taught.input, threads: threads),
            student: student.judgements(of: own.input, threads: threads)
        )
        let labels = try measurement.scoreLabels.labels(of: own.rows, in: own.name) ?? own.rows.labels
        let verdicts = labels.indices.map { row in
            let (first, second) = (answers.teacher[row], answers.student[row])
            return StudentComparison.Verdicts(
                probabilities: (teacher.level(of: first), student.level(of: second)),
                isAesthetic: (first.value >= teacher.threshold, second.value >= student.threshold), label: labels[row])
        }
        return StudentComparison(
            name: own.name, verdicts: verdicts, teacher: (teacher.path, try teacher.weightBytes()),
            student: (student.path, try student.weightBytes()), features: featuresCompared(own, taught))
    }

    /// Nil if the student does not begin with a layer that gives the teacher's columns.
    private func featuresCompared(_ own: LabelledSet, _ taught: LabelledSet) -> StudentComparison.Features? {
        guard let layer = FeatureLayer(of: student), layer.bias.count == taught.input.columns else { return nil }
        var given = layer.features(of: own.input)
        if let scaling = teacher.network.inputScaling {
            // As the teacher's features are before it scales them.
            let columns = given.columns
            given.withUnsafeMutableBufferPointer { values in
                for index in values.indices {
                    values[index] = values[index] * scaling.deviation[index % columns] + scaling.mean[index % columns]
                }
            }
        }
        return .init(teacher: taught.input, student: given, paths: own.rows.paths)
    }
}
