import Files
import ForeignFormats
import Foundation
import Records
import Testing
import TestSupport

/// Files that are met in the place of others.
@Suite struct FileKindTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private static let torch = Data([0x50, 0x4B, 3, 4]) + Data(count: 26) + Data("archive/data.pkl".utf8) + Data(count: 200)
    private static let keras = Data([0x50, 0x4B, 3, 4]) + Data(count: 9000) + Data("model.weights.h5".utf8) + Data(count: 200)
    private static let foreign: [(content: Data, kind: FileKind)] = [
        (Data(), .empty), (torch, .torch), (keras, .kerasArchive), (Data([0x50, 0x4B, 3, 4]) + Data(count: 50), .zip),
        (Data([0x50, 0x4B, 3, 4]) + Data("mean.npy".utf8), .numPyArchive), (Data([0x80, 4, 0x95, 0]), .pickle),
        (Data([0x80, 2, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A]), .torch),
        (Data([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]), .hdf5), (Data([8, 8, 0x12, 7]) + Data("pytorch".utf8), .onnx),
        (Data([0x20, 0, 0, 0]) + Data("TFL3".utf8), .tensorFlowLite), (Data([0xFF, 0xD8, 0xFF, 0xE0]), .picture),
        (Data([0x89, 0x50, 0x4E, 0x47, 0x0D]), .picture), (Data([2, 0, 0, 0, 0, 0, 0, 0]) + Data("{} ".utf8), .safetensors),
        (Data("<!DOCTYPE html><html>".utf8), .page), (Data("version https://git-lfs.github.com/spec/v1".utf8), .gitPointer),
        (Data([0x1F, 0x8B, 8]), .gzip), (Data("\u{93}NUMPY".unicodeScalars.map { UInt8($0.value) }), .numPyArray),
    ]

    @Test func firstBytesTell() throws {
        for (content, kind) in Self.foreign {
            #expect(FileKind(of: try scratch.write(content, to: "file")) == kind, "\(kind)")
        }
        for text in ["hello", "path,label\na.jpg,1\n", "\u{1}\u{2}\u{3}"] {
            #expect(FileKind(of: try scratch.write(text, to: "file")) == nil, "\(text)")
        }
        #expect(FileKind(of: scratch.path("none")) == nil && FileKind(of: scratch.folder) == nil)
    }

    /// The sentence names the file, and what it is in the place of what was expected.
    @Test func readersSayWhatTheyMet() throws {
        for (content, kind) in Self.foreign where kind != .hdf5 && kind != .safetensors {
            let path = try scratch.write(content, to: "weights")
            for read in [{ _ = try KerasWeightFile.open(path) }, { _ = try SafetensorsFile.open(path) }] as [() throws -> Void] {
                let sentence = Sample.sentence(read) ?? "no error"
                #expect(sentence.contains(path) && sentence.contains(kind.name) && sentence.contains("expected"), "\(sentence)")
            }
        }
        let path = try scratch.write(Self.torch, to: "weights.pth")
        #expect(Sample.sentence { _ = try SafetensorsFile.open(path) }?.contains("PyTorch networks as .pth") == true)
        let archive = try scratch.write(Self.keras, to: "model.keras")
        #expect(Sample.sentence { _ = try ClassifierFile.read(archive) }?.contains("save_weights") == true)
    }
}
