import Files
import HDF5
import Records
import TestSupport
import Testing

@Suite struct ExplanationFileTests {
    private let scratch: Scratch
    private let path: String

    init() throws {
        scratch = try Scratch()
        path = scratch.path("explanation.h5")
    }

    private let record: ExplanationRecord = {
        var record = ExplanationRecord(
            photograph: "a/b.jpg", work: #"{"judge":"00ff"}"#, width: 3, height: 2, quantity: "probability", value: 0.75,
            threshold: 0.5)
        record.notes = ["The picture is small."]
        var lime = ExplanationRecord.Method(
            name: "lime", settings: #"{"samples":10}"#, attribution: [0, 0.5, 0.5, -1, -1, 0], seconds: 1.5)
        lime.segments = .init(labels: [0, 1, 1, 2, 2, 0], weights: [0, 1, -2])
        lime.sum = .init(found: 0.5, expected: 0.75)
        lime.figures = [.init("intercept", 0.25), .init("weighted R²", 0.5)]
        lime.maps = [.init("low ratings", values: [1, 2, 3, 4, 5, 6]), .init("high ratings", values: [6, 5, 4, 3, 2, 1])]
        lime.tables = [
            .init(title: "Conservation", part: "layer", columns: ["in", "out"], parts: ["a", "b"], values: [1, 2, 3, 4])
        ]
        lime.notes = ["one", "two"]
        lime.curves = .init(shares: [0, 1], deletion: [0.75, 0.25], insertion: [0.5, 0.75])
        lime.stability = -0.5
        record.methods = [
            lime, .init(name: "gradient", settings: "{}", attribution: [Float](repeating: 1, count: 6), seconds: 0.5),
        ]
        return record
    }()

    @Test func anExplanationComesBack() throws {
        try ExplanationFile.write(record, provenance: Sample.provenance, to: path)
        #expect(try ExplanationFile.read(path) == record)
        #expect(try Provenance.read(from: path) == Sample.provenance)
        #expect(try Schema.name(of: path) == "explanation/1")
    }

    @Test func contradictionsAreRefused() throws {
        var wrong = record
        wrong.methods[0].segments?.labels[0] = 3
        try ExplanationFile.write(wrong, provenance: Sample.provenance, to: path)
        #expect(throws: StorageError.self) { try ExplanationFile.read(path) }
        wrong = record
        wrong.methods[1].attribution[5] = .nan
        try ExplanationFile.write(wrong, provenance: Sample.provenance, to: path)
        #expect(throws: StorageError.self) { try ExplanationFile.read(path) }
        try MaskFile.write(SchemaTests.mask, provenance: Sample.provenance, to: path)
        #expect(throws: StorageError.self) { try ExplanationFile.read(path) }
    }
}
