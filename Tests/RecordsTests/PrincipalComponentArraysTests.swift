import Foundation
import Records
import Testing
import TestSupport

private struct Expected: Decodable {
    let mean, components, explainedVariance, explainedVarianceRatio: [Double]
    let samples: Int
}

/// PCAs that scikit-learn saved: see Tests/Fixtures/pca-scikit-learn.
@Suite struct PrincipalComponentArraysTests {
    private let expected: Expected

    init() throws {
        expected = try Fixture.json("pca-scikit-learn/expected.json")
    }

    @Test(arguments: ["protocol2.pkl", "protocol4.pkl", "protocol5.pkl", "arrays.npz", "compressed.npz"])
    func savedFitsAreRead(file: String) throws {
        let arrays = try PrincipalComponentArrays.read(Fixture.path("pca-scikit-learn/" + file))
        #expect(arrays.mean == expected.mean && arrays.explainedVariance == expected.explainedVariance)
        #expect(arrays.components.elements == expected.components.map { Float($0) })
        #expect(arrays.components.rows == 3 && arrays.components.columns == 256)
        let isPickle = file.hasSuffix(".pkl")
        #expect(arrays.explainedVarianceRatio == (isPickle ? expected.explainedVarianceRatio : nil))
        #expect(arrays.samples == (isPickle ? expected.samples : nil) && arrays.whitens == isPickle)
    }

    @Test(arguments: [
        ("calls.pkl", "posix.system"), ("other.pkl", "does not hold a scikit-learn PCA"), ("README.md", "not a pickle"),
    ])
    func everythingElseIsRefusedByName(file: String, fact: String) {
        let path = Fixture.path("pca-scikit-learn/" + file)
        let sentence = Sample.sentence { _ = try PrincipalComponentArrays.read(path) }
        #expect(sentence?.contains(fact) == true && sentence?.contains(file) == true, "\(sentence ?? "")")
    }

    /// Numbers without meaning, and little that claims to be much.
    @Test(arguments: [
        ("samples-nan.npz", "samples"), ("samples-huge.npz", "samples"), ("samples-negative.npz", "samples"),
        ("samples-empty.npz", "samples"), ("whiten-nan.npz", "whiten"), ("whiten-zero-variance.npz", "whitening"),
        ("no-components.npz", "components"), ("more-components-than-columns.npz", "no more rows than columns"),
        ("ratio-nan.npz", "explained_variance_ratio"), ("long-header.npz", "header"), ("shape-of-many-digits.npz", "mean"),
        ("zeros.npz", "cannot come out"), ("one-stream.npz", "shares its bytes"), ("joblib.pkl", "saved by joblib"),
        ("encode.pkl", "more bytes than it holds"),
    ])
    func whatCannotBeIsRefused(file: String, fact: String) {
        let path = Fixture.path("pca-scikit-learn/hostile/" + file)
        let sentence = Sample.sentence { _ = try PrincipalComponentArrays.read(path) }
        #expect(sentence?.contains(fact) == true && sentence?.contains(file) == true, "\(sentence ?? "no error")")
    }

    /// Every shorter file is refused, and none of them crashes the reader.
    @Test(arguments: ["protocol2.pkl", "protocol5.pkl", "arrays.npz", "compressed.npz"])
    func filesCutShortAreRefused(file: String) throws {
        let scratch = try Scratch()
        let whole = try Data(contentsOf: URL(fileURLWithPath: Fixture.path("pca-scikit-learn/" + file)))
        for length in Array(stride(from: 0, to: whole.count, by: 97)) + [whole.count - 1] {
            try scratch.write(whole.prefix(length), to: "cut")
            #expect(Sample.sentence { _ = try PrincipalComponentArrays.read(scratch.path("cut")) } != nil, "\(length)")
        }
    }

    /// Values that lie in one another a million deep, as many values, and one that nobody needs.
    @Test func picklesWithoutMeasureDoNotCrash() throws {
        let scratch = try Scratch()
        try scratch.write(Data([0x80, 4, 0x29] + [UInt8](repeating: 0x85, count: 1_000_000) + [0x2E]), to: "deep")
        let sentence = Sample.sentence { _ = try PrincipalComponentArrays.read(scratch.path("deep")) }
        #expect(sentence?.contains("nested more than 100 deep") == true, "\(sentence ?? "")")
        // An empty set.
        try scratch.write(Data([0x80, 4, 0x8F, 0x2E]), to: "set")
        let set = Sample.sentence { _ = try PrincipalComponentArrays.read(scratch.path("set")) }
        #expect(set?.contains("instruction 0x8f") == true, "\(set ?? "")")
        try scratch.write(Data([0x80, 4] + [UInt8](repeating: 0x4E, count: 1_000_000) + [0x2E]), to: "long")
        let other = Sample.sentence { _ = try PrincipalComponentArrays.read(scratch.path("long")) }
        #expect(other?.contains("more than 10000 instructions") == true, "\(other ?? "")")
    }

    /// A byte changed anywhere gives a sentence, or arrays of the same sizes, but never a crash.
    ///
    /// An archive notices every change of its contents by their checksums; a pickle has none.
    @Test(arguments: [("protocol4.pkl", 0.05), ("compressed.npz", 0.5)])
    func damagedFilesAreRefusedOrGiveWholeArrays(file: String, leastRefused: Double) throws {
        let scratch = try Scratch()
        let whole = try Data(contentsOf: URL(fileURLWithPath: Fixture.path("pca-scikit-learn/" + file)))
        let places = Array(stride(from: 0, to: whole.count, by: 13))
        var refused = 0
        for place in places {
            var damaged = whole
            damaged[place] ^= 0xA5
            let path = try scratch.write(damaged, to: "damaged")
            do {
                let arrays = try PrincipalComponentArrays.read(path)
                #expect(arrays.components.elements.count == arrays.components.rows * arrays.components.columns)
                #expect(arrays.mean.count == arrays.components.columns, "byte \(place)")
                #expect(arrays.explainedVariance.count == arrays.components.rows, "byte \(place)")
            } catch {
                refused += 1
                #expect("\(error)".contains("damaged"), "byte \(place): \(error)")
            }
        }
        #expect(Double(refused) >= leastRefused * Double(places.count), "\(refused) of \(places.count)")
    }
}
