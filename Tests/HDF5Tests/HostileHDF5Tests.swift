import Files
import ForeignFormats
import Foundation
import HDF5
import Records
import Testing
import TestSupport

/// Valid files that lead elsewhere, or claim more than they hold.
@Suite struct HostileHDF5Tests {
    private func root(_ name: String) throws -> HDF5Group {
        try HDF5File.open(Fixture.path("hdf5-hostile/\(name).h5")).root
    }

    @Test(arguments: ["outside", "behind", "raw", "virtual"]) func nothingOfOtherFilesIsRead(_ name: String) throws {
        let root = try root("links")
        let sentence = try #require(Sample.sentence { _ = try root.dataset(name).read(Float.self) })
        #expect(sentence.contains("links.h5") && sentence.contains("/" + name) && sentence.contains("not followed"))
    }

    @Test func linksInsideTheFileAreFollowed() throws {
        let root = try root("links")
        #expect(try root.dataset("inside").read(Float.self) == [0, 1, 2])
        #expect(try root.dataset("/inside").shape == [3])
        let sentence = try #require(Sample.sentence { _ = try root.dataset("circle") })
        #expect(sentence.contains("links.h5") && sentence.contains("endless loop"))
    }

    @Test func listsTellWhatLeadsOutside() throws {
        let kinds = Dictionary(uniqueKeysWithValues: try root("links").children().map { ($0.name, $0.kind) })
        #expect(kinds["here"] == .dataset && kinds["inside"] == .dataset)
        #expect(kinds["outside"] == .outside && kinds["behind"] == .outside)
        #expect(try root("cycles").children().map(\.kind) == [.group])
    }

    /// Groups that hold themselves, or one above them.
    @Test func cyclesEnd() throws {
        let file = try KerasWeightFile.open(Fixture.path("hdf5-hostile/cycles.h5"))
        #expect(file.layers.count == 1)
        #expect(try file.layers.first?.tensors.first?.read() == [1, 1, 1, 1])
    }

    /// A few kilobytes that would take more memory than any machine has, or much of nothing but zeros.
    @Test(arguments: ["wide", "long", "beyond", "zeros", "part"]) func whatTheFileCannotHoldIsRefused(_ name: String) throws {
        let root = try root("claims")
        let sentence = try #require(Sample.sentence { _ = try root.dataset(name).read(Float.self) })
        #expect(sentence.contains("claims.h5") && sentence.contains("/" + name), "\(sentence)")
    }

    @Test func textsAreBoundedToo() throws {
        let root = try root("claims")
        let sentence = try #require(Sample.sentence { _ = try root.dataset("texts").readTexts() })
        #expect(sentence.contains("claims.h5") && sentence.contains("/texts"), "\(sentence)")
    }

    /// Many attributes and groups are listed in one pass each.
    @Test func longListsComeBack() throws {
        let scratch = try Scratch()
        let path = scratch.path("f.h5")
        let names = (0..<3000).map { "a\($0)" }
        try HDF5File.write(to: path) { root throws(StorageError) in
            for name in names {
                try root.attributes.set(name, 1)
                _ = try root.createGroup(name)
            }
        }
        let root = try HDF5File.open(path).root
        #expect(try root.attributes.names() == names.sorted())
        #expect(try root.children().map(\.name) == names.sorted())
    }

    @Test func devicesAreNoInputs() {
        for (path, reason) in [("/dev/zero", "not a regular file"), ("/tmp", "it is a folder")] {
            let sentences = [
                Sample.sentence { _ = try HDF5File.open(path) }, Sample.sentence { _ = try SafetensorsFile.open(path) },
                Sample.sentence { _ = try FileDigest.sha256(of: path) },
                Sample.sentence { _ = try PrincipalComponentArrays.read(path) },
            ]
            for sentence in sentences { #expect(sentence?.contains(path) == true && sentence?.contains(reason) == true) }
        }
    }
}
