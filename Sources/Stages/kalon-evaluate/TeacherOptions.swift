import ArgumentParser

/// The teacher that a student is compared with.
struct TeacherOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Also compare the classifier, as a student, with this one on the features files given: verdicts, probabilities, "
                + "features and sizes.", valueName: "classifier.h5"))
    var teacher: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("With --teacher: the teacher's features of the same photographs.", valueName: "features.h5"))
    var teacherFeatures: [String] = []

    /// The files that are read.
    var files: [String] { teacherFeatures + [teacher].compactMap { $0 } }

    func validate() throws {
        guard (teacher == nil) == teacherFeatures.isEmpty else {
            throw ValidationError("--teacher and --teacher-features must be given together")
        }
    }
}
