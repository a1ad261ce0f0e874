import ArgumentParser
import DataSets
import Judging
import Matrices
import Records
import StageSupport

/// Whose features a student learns to give.
struct TeacherOptions: ParsableArguments {
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "With --head features: the features files of the same photographs, which the network learns to give; their rows are "
                + "found by path.", valueName: "features.h5"))
    var teacherFeatures: [String] = []

    @Option(
        help: ArgumentHelp(
            "With --head features: the classifier of these features, whose layers judge what the network gives.",
            valueName: "classifier.h5"))
    var teacher: String?

    /// The files that are read.
    var files: [String] { teacherFeatures + [teacher].compactMap { $0 } }

    /// Checks that the options are given with the head that needs them, and only with it.
    func require(for head: Tune.Head) throws {
        guard head == .features else {
            guard files.isEmpty else { throw ValidationError("--teacher and --teacher-features need --head features") }
            return
        }
        guard !teacherFeatures.isEmpty else {
            throw ValidationError("--head features needs --teacher-features, the features that the network is to give")
        }
        guard teacher != nil else {
            throw ValidationError(
                "--head features needs --teacher, a classifier of these features: features alone are not a verdict")
        }
    }

    /// Nil unless the network learns features.
    ///
    /// - Throws: `JudgingError.studentColumns` if the classifier takes other features, and what reading the files throws.
    func teaching() throws -> Teaching? {
        guard let teacher else { return nil }
        return try Teaching(teacher: Classifier(path: teacher), source: SourceFeatures(teacherFeatures))
    }
}

/// A teacher, and the features of it that a student learns to give.
struct Teaching {
    let teacher: Classifier
    let source: SourceFeatures

    init(teacher: Classifier, source: SourceFeatures) throws {
        try teacher.requireTaught(source)
        (self.teacher, self.source) = (teacher, source)
    }

    /// The row of unperturbed features of each photograph, found by its path; nil for those without one.
    func rows(of photographs: [Photograph]) -> [Int?] {
        let rows = source.join.rows
        let known = Dictionary(rows.untouched.map { (rows.paths[$0], $0) }, uniquingKeysWith: { first, _ in first })
        return photographs.map { known[$0.path] }
    }

    /// The features `[rows.count, columns]` of some rows.
    func features(ofRows rows: [Int]) throws -> Matrix { try source.join.selecting(rows: rows).readMatrix() }
}
