import Foundation
import Testing

/// Rendered pictures and what the stages make of them, made once for all tests, which only read it.
struct Gallery: Sendable {
    /// A data set of two classes.
    let pictures: String
    /// Features of the pictures by two extractors.
    let first: String
    let second: String
    /// A classifier on the features of both, first ones first.
    let classifier: String

    static let count = 16
    static let firstExtractor = ["--extractor", "mobilenet-v1@0.25", "--weights", "seeded:1", "--size", "64"]
    static let secondExtractor = [
        "--extractor", "mobilenet-v1@0.5", "--weights", "seeded:2", "--size", "64", "--taps",
        "conv_pw_5_relu,conv_pw_7_relu", "--crop",
    ]
    static let training = [
        "--hidden", "16,8", "--epochs", "60", "--batch", "8", "--learning-rate", "0.01", "--schedule", "constant",
        "--standardise", "--seed", "1",
    ]

    private static let folder = NSTemporaryDirectory() + "kalon-gallery-" + UUID().uuidString
    private static let made = Result { try Gallery() }

    static func shared() throws -> Gallery { try made.get() }

    /// Pictures of both classes, by path.
    var photographs: [String] {
        ["aesthetic", "not-aesthetic"].flatMap { kind in
            (1...Self.count / 2).map { "\(pictures)/\(kind)/000\($0).jpg" }
        }
    }

    private init() throws {
        let folder = Self.folder
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        atexit { try? FileManager.default.removeItem(atPath: Gallery.folder) }
        pictures = folder + "/pictures"
        first = folder + "/first.h5"
        second = folder + "/second.h5"
        classifier = folder + "/classifier.h5"
        func run(_ stage: String, _ arguments: [String]) throws {
            let outcome = try Command("kalon-" + stage, arguments, in: folder).run()
            try #require(outcome.code == 0 && !outcome.isSignal, "\(stage): \(outcome.testDescription)")
        }
        try run("render", [pictures, "--count", String(Self.count), "--seed", "5"])
        try run("extract", [pictures, "--output", first] + Self.firstExtractor)
        try run("extract", [pictures, "--output", second] + Self.secondExtractor)
        try run("train", [first, second, "--output", classifier] + Self.training)
    }
}
