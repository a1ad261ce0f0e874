import Files
import Foundation
import HDF5
import Matrices
import Records
import Testing
import TestSupport

/// Numbers of Kalon's own files that contradict one another, or have no meaning.
@Suite struct StoredNumbersTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// The sentence names the file and the object.
    private func expectRefusal(_ what: String, of object: String, _ body: () throws -> Void) {
        let sentence = Sample.sentence(body)
        #expect(
            sentence?.contains(scratch.folder) == true && sentence?.contains(object) == true, "\(what): \(sentence ?? "no error")"
        )
    }

    @Test func masksThatContradictThemselvesAreRefused() throws {
        let path = scratch.path("mask.h5")
        let changes: [(object: String, change: (inout MaskContent) -> Void)] = [
            ("source_columns", { $0.sourceColumns = -1 }), ("source_columns", { $0.sourceColumns = 1 << 40 }),
            ("blocks", { $0.blocks[0].width = .max }), ("blocks", { $0.blocks[0].width = 0 }),
            ("blocks", { $0.blocks[0].firstColumn = .min }), ("blocks", { $0.blocks = [] }),
            ("blocks", { $0.blocks[0].width = 70_000 }),
            ("test_accuracy", { $0.test = .init(accuracy: 1e308, photographs: 1) }),
            ("test_photographs", { $0.test = .init(accuracy: 1, photographs: .min) }),
        ]
        for (object, change) in changes {
            var mask = SchemaTests.mask
            change(&mask)
            try MaskFile.write(mask, provenance: Sample.provenance, to: path)
            expectRefusal("a mask", of: object) { _ = try MaskFile.read(path) }
        }
    }

    @Test func reductionsThatContradictThemselvesAreRefused() throws {
        let path = scratch.path("pca.h5")
        let changes: [(object: String, change: (inout PCAContent) -> Void)] = [
            ("samples", { $0.samples = -1 }), ("samples", { $0.samples = .max }),
            ("blocks", { $0.blocks[1].firstColumn = 7 }), ("blocks", { $0.blocks[0].width = .max }),
            ("components", { $0.components.withUnsafeMutableBufferPointer { $0[0] = .nan } }),
            ("explained_variance", { $0.explainedVariance[1] = 0 }),
            ("explained_variance", { $0.explainedVariance[1] = .leastNonzeroMagnitude }),
            ("explained_variance", { $0.explainedVariance[0] = .infinity }),
        ]
        for (object, change) in changes {
            var content = SchemaTests.pca
            change(&content)
            try ReductionFile.write(content, provenance: Sample.provenance, to: path)
            expectRefusal("a reduction", of: object) { _ = try ReductionFile.read(path) }
        }
        for count in [-1, 0, Int.max, .min] {
            try HDF5File.write(to: path) { root throws(StorageError) in
                try root.attributes.set("kalon_schema", "reductions/1")
                try root.attributes.set("reductions", count)
            }
            expectRefusal("\(count) reductions", of: "reductions") { _ = try ReductionFile.readAll(path) }
        }
    }

    @Test func classifiersThatContradictThemselvesAreRefused() throws {
        let path = scratch.path("c.h5")
        let plain = ClassifierApplication(
            extractors: ["{}"], blocks: [ColumnBlock(extractor: "a", firstColumn: 0, width: 9)], mask: [0, 1, 2, 3, 8],
            scaling: .init(mean: [1, 2, 3, 4, 5], deviation: [1, 1, 1, 1, 1]), classNames: ["not aesthetic", "aesthetic"])
        let changes: [(object: String, change: (inout ClassifierApplication) -> Void)] = [
            ("mask", { $0.mask = [0, 1, 2, 3, 9] }), ("mask", { $0.mask = [0, 1, 2, 3, .max] }),
            ("blocks", { $0.mask = nil }), ("blocks", { $0.blocks[0].width = -3 }), ("blocks", { $0.blocks[0].width = .max }),
            ("reductions", { $0.reductions = [PCAContent](repeating: SchemaTests.pca, count: 4) }),
            ("scaling", { $0.scaling?.mean[2] = .nan }), ("threshold", { $0.threshold = .nan }),
            ("threshold", { $0.threshold = -1e308 }), ("threshold", { $0.threshold = 5 }),
            ("threshold", { ($0.output, $0.threshold) = (.ratings, 2.5) }),
        ]
        var content = try ClassifierFile.read(Fixture.path("keras-classifier/functional.h5"))
        content.application = plain
        try ClassifierFile.write(content, provenance: Sample.provenance, to: path)
        #expect(try ClassifierFile.read(path) == content)
        for (object, change) in changes {
            var application = plain
            change(&application)
            content.application = application
            try ClassifierFile.write(content, provenance: Sample.provenance, to: path)
            expectRefusal("a classifier", of: object) { _ = try ClassifierFile.read(path) }
        }
    }

    @Test func weightsOfAClassifierAreNumbersAndVariancesHaveRoots() throws {
        let path = scratch.path("c.h5")
        for (variance, mean) in [(Float(-1), Float(0)), (.nan, 0), (1, .infinity)] {
            let content = ClassifierContent(
                inputWidth: 1,
                layers: [
                    .batchNormalization(
                        name: "normal", gamma: [1], beta: [0], movingMean: [mean], movingVariance: [variance], momentum: 0.9,
                        epsilon: 1e-3),
                    .dense(
                        name: "d", kernel: Matrix(rows: 1, columns: 2, elements: [1, 1]), bias: [0, 0], activation: "softmax"),
                ], application: nil)
            try ClassifierFile.write(content, provenance: Sample.provenance, to: path)
            expectRefusal("\(variance), \(mean)", of: "normal") { _ = try ClassifierFile.read(path) }
        }
    }

    @Test(arguments: [Double.nan, .infinity, -1, 1e300]) func aTimeThatIsNoneIsRefused(_ seconds: Double) throws {
        let path = scratch.path("mask.h5")
        var provenance = Sample.provenance
        provenance.seconds = seconds
        try MaskFile.write(SchemaTests.mask, provenance: provenance, to: path)
        expectRefusal("\(seconds)", of: "seconds") { _ = try Provenance.read(from: path) }
    }

    /// The last is what a damaged file may hold; a search that begins anew at each bracket would not come to its end.
    @Test func reasonsAreCountedByTheirKind() {
        let cases = [
            ("the file cannot be read (denied)", "the file cannot be read"), ("a (b) c (d) e", "a e"), ("plain", "plain"),
            ("a) b (c", "a) b (c"), (" ()", ""),
            (String(repeating: " (", count: 200_000), String(repeating: " (", count: 200_000)),
        ]
        for (reason, kind) in cases {
            #expect(SkippedPhotograph(path: "p", reason: reason).kind == kind, "\(reason.prefix(40))")
        }
    }

    @Test func featuresNeedColumns() throws {
        let path = scratch.path("f.h5")
        try FeaturesFile.write(
            to: path, header: Sample.header(), rows: FeaturesRows(paths: ["a"], labels: [1]),
            features: Matrix(rows: 1, columns: 0), skipped: [], provenance: Sample.provenance)
        expectRefusal("no columns", of: "/features") { _ = try FeaturesFile.open(path) }
    }
}
