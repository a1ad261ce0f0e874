import Files
import Foundation
import HDF5
import Matrices
import Records
import Testing
import TestSupport

@Suite struct SchemaTests {
    let scratch: Scratch
    static let pca = PCAContent(
        mean: [1, 2.5, -3], components: Matrix(rows: 2, columns: 3, elements: [1, 0, 0, 0, 0.5, -0.5]),
        explainedVariance: [4, 1], explainedVarianceRatio: [0.75, 0.125], singularValues: [9, 3], whiten: true,
        samples: 21,
        blocks: [
            ColumnBlock(extractor: "multigap", firstColumn: 0, width: 2),
            ColumnBlock(extractor: "b7", firstColumn: 2, width: 1),
        ], extractors: [#"{"name":"multigap"}"#, #"{"name":"b7"}"#])
    static let mask = MaskContent(
        indices: [0, 2, 70_000], sourceColumns: 70_001,
        blocks: [ColumnBlock(extractor: "multigap", firstColumn: 0, width: 70_001)], fitness: 0.875,
        history: [
            HistorySeries(name: "best", values: .reals([0.5, 0.75])),
            HistorySeries(name: "generation", values: .integers([0, 1])),
        ], fitnessSplit: "validation", test: .init(accuracy: 0.75, photographs: 12))

    init() throws { scratch = try Scratch() }

    @Test func pcaComesBack() throws {
        let path = scratch.path("pca.h5")
        try ReductionFile.write(Self.pca, provenance: Sample.provenance, to: path)
        #expect(try ReductionFile.read(path) == Self.pca)
        #expect(try Provenance.read(from: path) == Sample.provenance)
        var timed = Sample.provenance
        timed.seconds = 12.345
        try ReductionFile.write(Self.pca, provenance: timed, to: path)
        #expect(try Provenance.read(from: path) == timed)
    }

    @Test func maskComesBack() throws {
        let path = scratch.path("mask.h5")
        try MaskFile.write(Self.mask, provenance: Sample.provenance, to: path)
        #expect(try MaskFile.read(path) == Self.mask)
        var untested = Self.mask
        (untested.fitnessSplit, untested.test) = (nil, nil)
        untested.front = [
            .init(indices: [0, 2, 70_000], accuracy: 0.875, cost: 12.5), .init(indices: [5], accuracy: 0.5, cost: 0.25),
        ]
        try MaskFile.write(untested, provenance: Sample.provenance, to: path)
        #expect(try MaskFile.read(path) == untested)
    }

    @Test func aMaskThatRepeatsAnIndexIsRefused() throws {
        let path = scratch.path("mask.h5")
        for (indices, part) in [([3, 3], "ascend"), ([], "no column"), ([1, 70_001], "0..<70001")] as [([UInt32], String)] {
            var mask = Self.mask
            mask.indices = indices
            try MaskFile.write(mask, provenance: Sample.provenance, to: path)
            let sentence = Sample.sentence { _ = try MaskFile.read(path) }
            #expect(sentence?.contains(part) == true, "\(indices): \(sentence ?? "no error")")
        }
    }

    @Test func equalContentsAreEqualBytes() throws {
        try MaskFile.write(Self.mask, provenance: Sample.provenance, to: scratch.path("1.h5"))
        // Times in a file would be in whole seconds.
        Thread.sleep(forTimeInterval: 1.1)
        try MaskFile.write(Self.mask, provenance: Sample.provenance, to: scratch.path("2.h5"))
        let bytes = try ["1.h5", "2.h5"].map { try Data(contentsOf: URL(fileURLWithPath: scratch.path($0))) }
        #expect(bytes[0] == bytes[1])
    }

    @Test func anotherKindOfFileIsRefused() throws {
        let path = scratch.path("mask.h5")
        try MaskFile.write(Self.mask, provenance: Sample.provenance, to: path)
        #expect(throws: StorageError.otherSchema(file: path, found: "mask/1", expected: "features/1")) {
            try FeaturesFile.open(path)
        }
        #expect(throws: StorageError.otherSchema(file: path, found: "mask/1", expected: "pca/1")) {
            try ReductionFile.read(path)
        }
        #expect(throws: StorageError.otherSchema(file: path, found: "mask/1", expected: "classifier/1")) {
            try ClassifierFile.read(path)
        }
        let keras = Fixture.path("keras-classifier/functional.h5")
        #expect(throws: StorageError.otherSchema(file: keras, found: nil, expected: "mask/1")) {
            try MaskFile.read(keras)
        }
        let later = scratch.path("later.h5")
        try HDF5File.write(to: later) { root throws(StorageError) in try root.attributes.set("kalon_schema", "mask/2") }
        #expect(throws: StorageError.otherSchema(file: later, found: "mask/2", expected: "mask/1")) {
            try MaskFile.read(later)
        }
        #expect(try Schema.name(of: path) == "mask/1")
        #expect(try Schema.name(of: keras) == nil)
    }

    @Test func filesThatAreNoneAreToldApart() throws {
        #expect(throws: StorageError.missing(path: scratch.path("none.h5"))) {
            try MaskFile.read(scratch.path("none.h5"))
        }
        let text = try scratch.write("hello", to: "text.h5")
        #expect(throws: StorageError.notHDF5(path: text)) { try MaskFile.read(text) }
        #expect(throws: StorageError.cannotOpen(path: scratch.folder, reason: "it is a folder")) {
            try MaskFile.read(scratch.folder)
        }
    }

    @Test(arguments: [0.99, 0.5, 0.1]) func aFileCutOffIsRefused(share: Double) throws {
        let path = scratch.path("pca.h5")
        try ReductionFile.write(Self.pca, provenance: Sample.provenance, to: path)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        try bytes.prefix(Int(share * Double(bytes.count))).write(to: URL(fileURLWithPath: path))
        let sentence = try #require(Sample.sentence { _ = try ReductionFile.read(path) })
        #expect(sentence.hasPrefix("\(path) is a damaged HDF5 file (truncated file"))
    }

    /// Many threads may open, read and fail at once; each sees its own errors.
    @Test func threadsReadAtOnce() async throws {
        let path = scratch.path("mask.h5")
        try MaskFile.write(Self.mask, provenance: Sample.provenance, to: path)
        let missing = scratch.path("none.h5")
        await withTaskGroup(of: Bool.self) { group in
            for index in 0..<40 {
                group.addTask {
                    if index % 2 == 0 { return (try? MaskFile.read(path)) == Self.mask }
                    return Sample.sentence { _ = try MaskFile.read(missing) }?.contains(missing) == true
                }
            }
            for await succeeded in group { #expect(succeeded) }
        }
    }
}
