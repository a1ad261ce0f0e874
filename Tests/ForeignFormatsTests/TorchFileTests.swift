import Files
import ForeignFormats
import Foundation
import Testing
import TestSupport

/// Files that `torch.save` wrote, and files that only look like them: see Tests/Fixtures/torch-files.
@Suite struct TorchFileTests {
    private struct Expected: Decodable {
        let shape: [Int]
        let values: [Float]
    }

    private static func path(_ file: String) -> String { Fixture.path("torch-files/" + file) }

    private static func sentence(_ path: String) -> String? {
        Sample.sentence {
            let state = try TorchFile.open(path)
            for position in state.outlines.indices { _ = try state.values(at: position) }
        }
    }

    @Test(arguments: [
        "state.pth", "deflated.pth", "large-numbers.pth", "legacy.pth", "checkpoint.pth", "legacy-checkpoint.pth",
    ])
    func everyTypeAndEveryViewIsRead(file: String) throws {
        let expected: [String: Expected] = try Fixture.json("torch-files/expected.json")
        let state = try TorchFile.open(Self.path(file))
        #expect(state.outlines.map(\.name) == expected.keys.sorted())
        for (position, outline) in state.outlines.enumerated() {
            let tensor = try #require(expected[outline.name])
            #expect(outline.shape == tensor.shape, "\(outline.name)")
            #expect(try state.values(at: position) == tensor.values, "\(outline.name)")
        }
    }

    /// A dictionary that is its own `state_dict` still holds its tensor.
    @Test func aDictionaryMayContainItself() throws {
        let state = try TorchFile.open(Self.path("cycle.pth"))
        #expect(state.outlines.map(\.name) == ["w"])
        #expect(try state.values(at: 0) == [1, 2, 3, 4])
    }

    @Test(arguments: [
        ("expanded", "the tensor w of shape [1099511627776]"), ("beyond", "does not fit its storage of 4 values"),
        ("negative-offset", "does not fit"), ("negative-stride", "does not fit"), ("negative-side", "does not fit"),
        ("huge-sides", "does not fit"), ("huge-stride", "does not fit"), ("few-strides", "does not fit"),
        ("huge-storage", "but it has 16 bytes"), ("storage-too-long", "should hold 5 values of 4 bytes"),
        ("no-storage", "the storage 0 of the tensor w is missing"), ("big-endian", "big-endian"),
        ("two-pickles", "two entries state/data.pkl"), ("not-a-dictionary", "not hold a dictionary of tensors"),
        ("no-tensors", "keys: epoch, model"), ("calls", "posix.system"),
        ("whole-module", "torch.nn.modules.linear.Linear, which no state"), ("other-storages", "about the storage 0"),
        ("cycle", "keys: state_dict"), ("deep-dictionaries", "keys: d"), ("deep-tuples", "nested more than 100 deep"),
        ("deep-lists", "dictionary of tensors"), ("many-instructions", "more than 500000 instructions"),
        ("zeros", "cannot come out"),
    ])
    func whatCannotBeIsRefused(file: String, fact: String) {
        let path = Self.path("hostile/\(file).pth")
        let sentence = Self.sentence(path) ?? "no error"
        #expect(sentence.contains(fact) && sentence.contains("\(file).pth"), "\(sentence)")
    }

    @Test func otherFilesAreRefused() throws {
        let scratch = try Scratch()
        for content in ["", "words", "PK"] {
            let sentence = Self.sentence(try scratch.write(content, to: "w.pth"))
            #expect(sentence?.contains("w.pth") == true, "\(sentence ?? "no error")")
        }
        #expect(Self.sentence(scratch.path("none.pth"))?.contains("none.pth") == true)
    }

    /// Every shorter file is refused, and none of them crashes the reader.
    @Test(arguments: ["state.pth", "deflated.pth", "large-numbers.pth", "legacy.pth"])
    func filesCutShortAreRefused(file: String) throws {
        let scratch = try Scratch()
        let whole = try Data(contentsOf: URL(fileURLWithPath: Self.path(file)))
        for length in Array(stride(from: 0, to: whole.count, by: 23)) + [whole.count - 1] {
            let path = try scratch.write(whole.prefix(length), to: "cut")
            #expect(Self.sentence(path) != nil, "\(length)")
        }
    }

    /// A byte changed anywhere gives a sentence, or tensors whose values are as many as their shapes say.
    @Test(arguments: ["state.pth", "deflated.pth", "large-numbers.pth", "legacy.pth"], [UInt8(0xA5), 0xFF, 0x01])
    func damagedFilesAreRefusedOrGiveWholeTensors(file: String, change: UInt8) throws {
        let scratch = try Scratch()
        let whole = try Data(contentsOf: URL(fileURLWithPath: Self.path(file)))
        for place in stride(from: 0, to: whole.count, by: 7) {
            var damaged = whole
            damaged[place] ^= change
            let path = try scratch.write(damaged, to: "damaged")
            do {
                let state = try TorchFile.open(path)
                for (position, outline) in state.outlines.enumerated() {
                    #expect(try state.values(at: position).count == outline.shape.reduce(1, *), "byte \(place)")
                }
            } catch {
                #expect("\(error)".contains("damaged"), "byte \(place): \(error)")
            }
        }
    }
}
