import Files
import Foundation
import HDF5
import Records
import Testing
import TestSupport

@Suite struct HDF5Tests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func contentsCanBeListed() throws {
        let path = scratch.path("f.h5")
        try HDF5File.write(to: path) { root throws(StorageError) in
            try root.write("b", ["x", "", "ü"])
            try root.write("a/deep/values", [UInt32](0..<6), shape: [2, 3])
            try root.attributes.set("text", "hello")
            try root.attributes.set("texts", ["one", "two"])
            try root.attributes.set("none", [String]())
            try root.attributes.set("count", -3)
            try root.attributes.set("rate", 0.1)
        }
        let root = try HDF5File.open(path).root
        #expect(try root.children().map(\.name) == ["a", "b"])
        #expect(try root.children().map(\.isGroup) == [true, false])
        #expect(try root.dataset("a/deep/values").shape == [2, 3])
        #expect(try root.dataset("a/deep/values").kind == .integer)
        #expect(try root.dataset("b").readTexts() == ["x", "", "ü"])
        #expect(try root.attributes.names() == ["count", "none", "rate", "text", "texts"])
        #expect(try root.attributes.value("texts") == .texts(["one", "two"]))
        #expect(try root.attributes.texts("none") == [])
        #expect(try root.attributes.integer("count") == -3)
        #expect(try root.attributes.real("rate") == 0.1)
        #expect(!(try root.contains("a/none/values")))
    }

    /// What other programs write: texts of fixed length, reals of other widths, attributes without values.
    @Test func othersTypesAreRead() throws {
        let root = try HDF5File.open(Fixture.path("hdf5-types/types.h5")).root
        for name in ["variable", "fixed", "fixed_ascii", "padded"] {
            #expect(try root.dataset(name).readTexts() == ["one", name.hasPrefix("fixed_") ? "" : "zw\u{F6}lf"], "\(name)")
        }
        #expect(try root.attributes.texts("fixed") == ["dense", "dense_1"])
        #expect(try root.attributes.text("fixed_scalar") == "2.4.0")
        #expect(try root.attributes.texts("none") == [])
        #expect(try root.attributes.texts("null") == [])
        for name in ["half", "single", "double", "big_endian"] {
            #expect(try root.dataset(name).read(Float.self) == [1, -0.5, 1024], "\(name)")
        }
        #expect(try root.dataset("bytes").read(Int64.self) == [1, 2, 255])
        #expect(try root.children().map(\.name).contains("dangling") == false)
    }

    @Test func longTextsFitIntoAttributes() throws {
        let path = scratch.path("f.h5")
        let text = String(repeating: "0123456789", count: 100_000)
        try HDF5File.write(to: path) { root throws(StorageError) in try root.attributes.set("text", text) }
        #expect(try HDF5File.open(path).root.attributes.text("text") == text)
    }

    @Test func wrongTypesAndShapesAreNamed() throws {
        let path = scratch.path("f.h5")
        try HDF5File.write(to: path) { root throws(StorageError) in try root.write("a", ["x"]) }
        let root = try HDF5File.open(path).root
        #expect(
            throws: StorageError.wrongType(file: path, object: "/a", found: "text", expected: "real numbers")
        ) { try root.dataset("a").read(Float.self) }
        #expect(throws: StorageError.wrongType(file: path, object: "/a", found: "a dataset", expected: "a group")) {
            try root.group("a")
        }
        #expect(throws: StorageError.missingObject(file: path, object: "/b")) { try root.dataset("b") }
        #expect(throws: StorageError.wrongShape(file: path, object: "/a", found: [1], expected: "[r, c]")) {
            try root.dataset("a").requireRank(2, "[r, c]")
        }
    }

    @Test func aTextWithANulIsRefused() throws {
        let path = scratch.path("f.h5")
        let sentence = Sample.sentence {
            try HDF5File.write(to: path) { root throws(StorageError) in try root.write("a", ["x\0y"]) }
        }
        #expect(sentence?.contains("NUL") == true)
        #expect(try scratch.names.isEmpty)
    }

    @Test func digestsAreTheKnownOnes() throws {
        let path = try scratch.write("abc", to: "abc.txt")
        #expect(
            try FileDigest.sha256(of: path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        let large = try scratch.write(String(repeating: "a", count: 3_000_000), to: "large.txt")
        #expect(
            try FileDigest.sha256(of: large) == "2a152c894398719c0570f83fac34ac03a0f6e8e474b995c2403aa5434f7b9dd4")
    }
}
