import Foundation
import Judging
import Records
import Testing
import TestSupport

/// A small network that learns the features of a larger one, and goes on with its teacher's layers.
@Suite struct StudentTests {
    let scratch: Scratch
    let gallery: Gallery

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
    }

    private static let student = ["--network", "shufflenet-v2-student", "--weights", "seeded:1", "--head", "features"]
    private static let sizes = ["--size", "64", "--batch", "4", "--validation", "0.25", "--seed", "1"]

    private var teaching: [String] { ["--teacher-features", gallery.first, gallery.second, "--teacher", gallery.classifier] }

    private func tune(_ arguments: [String]) throws -> Outcome {
        try scratch.run("tune", [gallery.pictures] + arguments + Self.sizes)
    }

    private func teach(_ more: [String] = []) throws -> Outcome {
        try tune(
            Self.student + teaching + ["--dropout", "0.25", "--phase", "all:epochs=2,rate=3e-3", "--output", "student.h5"] + more)
    }

    @Test func aStudentIsAJudgeLikeAnyOther() throws {
        let taught = try teach(["--balance", "oversample"])
        taught.expectDone()
        #expect(taught.error.contains("with 256 features") && !taught.error.contains("accuracy"))
        #expect(try scratch.visibleNames == ["student.h5", "student.weights.safetensors"])
        let (teacher, student) = (
            try ClassifierFile.read(gallery.classifier), try ClassifierFile.read(scratch.path("student.h5"))
        )
        #expect(student.layers.count == teacher.layers.count + 2 && student.inputWidth == 256)
        #expect(student.application?.scaling == nil && student.application?.mask == nil)
        #expect(student.application?.history.map(\.name) == ["learning_rate", "training_loss", "validation_loss"])
        let predicted = try scratch.run("predict", [gallery.pictures, "--model", "student.h5"])
        predicted.expectDone()
        #expect(predicted.lines.count == Gallery.count)
        try scratch.run("inspect", ["student.h5"]).expectDone()
        try scratch.run("export", ["student.h5", "--output", "student.onnx"]).expectDone()
        try compare("student")
        let continued = try tune([
            "--start", "student.h5", "--head", "classes", "--phase", "all:epochs=1,rate=1e-3", "--output", "second.h5",
        ])
        continued.expectDone()
        let second = try ClassifierFile.read(scratch.path("second.h5"))
        #expect(second.layers.map(\.name) == student.layers.map(\.name) && second.layers != student.layers)
        #expect(second.application?.extractors != student.application?.extractors)
        try compare("second")
    }

    /// The student's own features are extracted as its file says, and compared with its teacher's.
    private func compare(_ name: String) throws {
        try scratch.run(
            "extract",
            [
                gallery.pictures, "--extractor", "shufflenet-v2-student", "--weights", "\(name).weights.safetensors", "--size",
                "64",
            ]
                + ["--output", "\(name)-features.h5"]
        ).expectDone()
        let outcome = try scratch.run(
            "evaluate", ["\(name)-features.h5", "--model", "\(name).h5", "--output", "\(name).json"] + teaching)
        outcome.expectDone()
        #expect(outcome.output.contains("agreement %") && outcome.output.contains("L1 features"))
        struct Results: Decodable {
            struct Side: Decodable { let accuracy: Double, bytes: Int }
            struct Features: Decodable { let columns: Int, difference: Double, teacher: [Float], student: [Float] }
            struct Student: Decodable { let count: Int, agreement: Double, teacher: Side, student: Side, features: Features }
            let students: [Student]
        }
        let results = try JSONDecoder().decode(Results.self, from: scratch.data("\(name).json")).students
        let student = try #require(results.first)
        #expect(student.count == Gallery.count && student.features.teacher.count == 80)
        #expect(student.features.columns == (try ClassifierFile.read(gallery.classifier).inputWidth))
        #expect(student.student.bytes > 0 && student.features.difference > 0)
        try scratch.run("report", ["\(name).json", "--output", "\(name).html"]).expectDone()
        #expect(String(decoding: try scratch.data("\(name).html"), as: UTF8.self).contains("Student and teacher"))
    }

    @Test func photographsWithoutFeaturesAreLeftOutAndCounted() throws {
        for kind in ["aesthetic", "not-aesthetic"] { try scratch.copy("\(gallery.pictures)/\(kind)", to: "more/\(kind)") }
        try scratch.copy(gallery.photographs[0], to: "more/aesthetic/new.jpg")
        func tune(_ folder: String) throws -> Outcome {
            try scratch.run(
                "tune",
                [folder] + Self.student + teaching + ["--phase", "head:epochs=1,rate=1e-3", "--output", "s.h5"] + Self.sizes)
        }
        let outcome = try tune("more")
        outcome.expectDone()
        #expect(outcome.error.contains("1 photographs have no row in"))
        #expect(outcome.error.contains("12 photographs to train on, 4 to choose"))
        try tune("more/aesthetic").expectRefusal(65, "no row for any photograph of aesthetic", "so that the paths agree")
    }

    @Test(arguments: [
        (["--head", "features"], "--head features needs --teacher-features", Int32(64)),
        (["--head", "features", "--teacher-features", "FIRST"], "features alone are not a verdict", 64),
        (
            ["--head", "features", "--teacher-features", "FIRST", "--teacher", "CLASSIFIER"], "the student would give those of",
            65
        ),
        (["--head", "classes", "--teacher", "CLASSIFIER"], "need --head features", 64),
        (["--head", "nima", "--balance", "folds"], "--balance needs classes", 64),
        (["--head", "classes", "--start", "CLASSIFIER"], "leave out --network", 64),
    ])
    func whatCannotBeLearnedIsRefused(_ arguments: [String], _ fact: String, _ code: Int32) throws {
        let named = arguments.map { ["FIRST": gallery.first, "CLASSIFIER": gallery.classifier][$0] ?? $0 }
        try tune(
            [
                "--network", "shufflenet-v2-student", "--weights", "seeded:1", "--phase", "all:epochs=1,rate=1e-3", "--output",
                "s.h5",
            ]
                + named
        ).expectRefusal(code, fact)
        #expect(try scratch.visibleNames.isEmpty)
    }

    @Test(arguments: [
        (["--head", "classes"], "it takes the features of 2 networks", Int32(65)),
        (["--head", "features"], "give --head classes, nima or regression", 64),
        (["--head", "classes", "--dropout", "0.5"], "leave out", 64),
    ])
    func aClassifierThatCannotGoOnIsRefused(_ arguments: [String], _ fact: String, _ code: Int32) throws {
        try tune(["--start", gallery.classifier, "--phase", "all:epochs=1,rate=1e-3", "--output", "s.h5"] + arguments)
            .expectRefusal(code, fact)
    }
}
