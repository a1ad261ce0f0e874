import Foundation
import Networks
import Testing

/// A protocol-buffer message taken apart by the wire format alone, so that the model is read by other code than
/// wrote it.
private struct Message {
    private var numbers: [Int: [UInt64]] = [:]
    private var blocks: [Int: [Data]] = [:]

    struct Malformed: Error {}

    init(_ data: Data) throws {
        var rest = data[...]
        while !rest.isEmpty {
            let key = try Self.number(&rest)
            let field = Int(key >> 3)
            switch key & 7 {
            case 0: numbers[field, default: []].append(try Self.number(&rest))
            case 2: blocks[field, default: []].append(try Self.bytes(&rest, count: Int(try Self.number(&rest))))
            case 5: _ = try Self.bytes(&rest, count: 4)
            case 1: _ = try Self.bytes(&rest, count: 8)
            default: throw Malformed()
            }
        }
    }

    private static func number(_ rest: inout Data.SubSequence) throws -> UInt64 {
        var (value, shift) = (UInt64(0), UInt64(0))
        while let byte = rest.popFirst() {
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw Malformed()
    }

    private static func bytes(_ rest: inout Data.SubSequence, count: Int) throws -> Data {
        guard rest.count >= count else { throw Malformed() }
        defer { rest = rest.dropFirst(count) }
        return Data(rest.prefix(count))
    }

    func number(_ field: Int) -> Int? { numbers[field]?.first.map { Int($0) } }

    /// Repeated numbers, packed into one block or not.
    func list(_ field: Int) throws -> [Int] {
        var values = (numbers[field] ?? []).map { Int($0) }
        for block in blocks[field] ?? [] {
            var rest = block[...]
            while !rest.isEmpty { values.append(Int(try Self.number(&rest))) }
        }
        return values
    }

    func data(_ field: Int) -> Data { blocks[field]?.first ?? Data() }
    func text(_ field: Int) -> String { String(decoding: data(field), as: UTF8.self) }
    func texts(_ field: Int) -> [String] { (blocks[field] ?? []).map { String(decoding: $0, as: UTF8.self) } }
    func message(_ field: Int) throws -> Message { try Message(data(field)) }
    func messages(_ field: Int) throws -> [Message] { try (blocks[field] ?? []).map { try Message($0) } }

    /// The sides of a `ValueInfo`: numbers as text, free sides by their name.
    func sides() throws -> [String] {
        try message(2).message(1).message(2).messages(1).map { $0.number(1).map(String.init) ?? $0.text(2) }
    }
}

@Suite struct ONNXTests {
    @Test(arguments: [
        ("mobilenet-v1@0.1", nil as [String]?, 102), ("efficientnet-b0", ["block2b_add", "stem_conv"], 56),
        ("multigap", ["mixed_5b"], 320), ("shufflenet-v2@0.5", ["stage2.1"], 48), ("inception-v1", ["maxpool1"], 64),
    ])
    func theModelIsWellFormed(name: String, taps: [String]?, columns: Int) throws {
        let network = try Network(named: name).weighted(taps: taps)
        let model = try Message(try network.onnx())
        #expect(model.number(1) == 8)
        #expect(model.text(2) == "kalon")
        #expect(try model.messages(8).map { $0.number(2) } == [17])
        let graph = try model.message(7)
        #expect(graph.text(2) == name)
        let (inputs, outputs) = (try graph.messages(11), try graph.messages(12))
        #expect(inputs.map { $0.text(1) } == ["image"])
        #expect(try inputs[0].sides() == ["1", "height", "width", "3"])
        #expect(outputs.map { $0.text(1) } == ["features"])
        #expect(try outputs[0].sides() == ["1", "\(columns)"])
        try expectConnected(graph)
    }

    /// Every input of a node is there before it, no name is given twice, and every tensor is used and full.
    private func expectConnected(_ graph: Message) throws {
        let initializers = try graph.messages(5)
        var known = Set(["image"])
        for tensor in initializers {
            #expect(known.insert(tensor.text(8)).inserted, "\(tensor.text(8))")
            // Reals of four bytes, or whole numbers of eight.
            let size = try #require([1: 4, 7: 8][tensor.number(2) ?? 0])
            #expect(try tensor.data(9).count == size * tensor.list(1).reduce(1, *), "\(tensor.text(8))")
        }
        var used = Set<String>()
        for node in try graph.messages(1) {
            #expect(node.texts(1).allSatisfy(known.contains), "\(node.text(3)) takes \(node.texts(1))")
            #expect(node.texts(2).allSatisfy { known.insert($0).inserted }, "\(node.text(3))")
            used.formUnion(node.texts(1))
        }
        #expect(known.contains("features"))
        #expect(initializers.allSatisfy { used.contains($0.text(8)) })
    }

    @Test func theSameWeightsGiveTheSameBytes() throws {
        let network = Network.mobileNetV1(width: 0.1)
        #expect(try network.weighted().onnx() == network.weighted().onnx())
        #expect(try network.weighted().onnx() != network.weighted(.seeded(2)).onnx())
    }
}
