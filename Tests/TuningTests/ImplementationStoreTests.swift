import Foundation
import TestSupport
import Testing
import Tuning

/// Choices of convolutions that go from run to run.
@Suite struct ImplementationStoreTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func store(_ notice: @escaping @Sendable (String) -> Void = { Issue.record("\($0)") }) -> ImplementationStore {
        ImplementationStore(folder: scratch.path("convolutions"), notice: notice)
    }

    @Test func whatWasChosenFirstStays() throws {
        #expect(store().choices(threads: 2).isEmpty)
        store().keep([[0, 3, 3]: "jit", [1, 3, 3]: "brg"], threads: 2)
        store().keep([[0, 3, 3]: "other", [2, 3, 3]: "brg"], threads: 2)
        #expect(store().choices(threads: 2) == [[0, 3, 3]: "jit", [1, 3, 3]: "brg", [2, 3, 3]: "brg"])
        #expect(store().choices(threads: 1).isEmpty)
    }

    @Test func damageIsSaidAndForgotten() throws {
        store().keep([[0]: "jit"], threads: 1)
        let folder = scratch.path("convolutions")
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
        let said = Said()
        #expect(store { said.add($0) }.choices(threads: 1).isEmpty)
        #expect(said.sentences.count == 1 && said.sentences[0].contains("were damaged"), "\(said.sentences)")
        #expect(store().choices(threads: 1).isEmpty)
    }

    @Test func aFolderThatCannotBeMadeIsSaid() throws {
        try scratch.write("a file", to: "convolutions")
        let said = Said()
        store { said.add($0) }.keep([[0]: "jit"], threads: 1)
        #expect(said.sentences.count == 1 && said.sentences[0].contains("are not kept"), "\(said.sentences)")
    }

    /// What a run has chosen is what the next one starts from.
    @Test func aTrainingKeepsItsChoices() throws {
        let trial = try Trial()
        let first = try trial.start(Trial.configuration([TuningPhase(.all, epochs: 1, rate: 1e-3)]), store: store())
        _ = try first.nextEpoch { false }
        let kept = store().choices(threads: 1)
        #expect(!kept.isEmpty)
        let second = try trial.start(Trial.configuration([TuningPhase(.all, epochs: 1, rate: 1e-3)]), store: store())
        _ = try second.nextEpoch { false }
        #expect(store().choices(threads: 1) == kept)
        #expect(try first.numbers == second.numbers)
    }
}

private final class Said: @unchecked Sendable {
    private let lock = NSLock()
    private var all: [String] = []

    var sentences: [String] { lock.withLock { all } }

    func add(_ sentence: String) { lock.withLock { all.append(sentence) } }
}
