import Foundation
import Inference
import Testing
import TestSupport

/// Networks that would keep OpenVINO busy for hours, and files that are none.
@Suite struct ModelBoundsTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    private func refusal(_ content: some Sequence<UInt8>) throws -> String {
        let path = try scratch.write(content, to: "network.onnx")
        do {
            _ = try ONNXPreparation(ModelFile(path: path))
            return "nothing"
        } catch let error as ModelFileError {
            #expect(error.kind == .badData)
            return error.sentence
        }
    }

    private func loop(turns: Int, body: [ONNXNode]) -> (node: ONNXNode, constant: ONNXNode) {
        let graph = SmallONNX.graph(
            [ONNXNode(kind: "Identity", inputs: ["go"], outputs: ["on"])] + body,
            inputs: [
                SmallONNX.value("turn", kind: 7, sides: []), SmallONNX.value("go", kind: 9, sides: []),
                SmallONNX.value("v", kind: 1, sides: nil),
            ], outputs: ["on", "w"])
        let turns = ONNXNode(
            kind: "Constant", inputs: [], outputs: ["turns"],
            attributes: [ONNXAttribute("value", tensor: ONNXTensor.encoded(single: turns))])
        return (
            ONNXNode(
                kind: "Loop", inputs: ["turns", "", "image"], outputs: ["w"], attributes: [ONNXAttribute("body", graph: graph)]),
            turns
        )
    }

    @Test("turns of a loop", arguments: [(1000, true), (1 << 16, true), (1 << 16 + 1, false), (1 << 62, false)])
    func loops(turns: Int, isTaken: Bool) throws {
        var model = SmallONNX()
        let (node, constant) = loop(turns: turns, body: [ONNXNode(kind: "Relu", inputs: ["v"], outputs: ["w"])])
        model.nodes = [constant, node]
        let sentence = try refusal(model.content)
        #expect(isTaken ? sentence == "nothing" : sentence.contains("(Loop) runs its body up to \(turns) times"), "\(sentence)")
    }

    @Test func loopsInLoopsMultiply() throws {
        var inside = loop(turns: 1000, body: [ONNXNode(kind: "Relu", inputs: ["v"], outputs: ["w"])])
        inside.node.inputs[2] = "v"
        let outside = loop(turns: 1000, body: [inside.constant, inside.node])
        var model = SmallONNX()
        model.nodes = [outside.constant, outside.node]
        #expect(try refusal(model.content).contains("runs its body 1000000 times"))
    }

    @Test(
        "nodes in a row", arguments: [("Relu", 300, true), ("Relu", 301, false), ("Conv", 4000, true), ("Conv", 20_000, false)])
    func rows(kind: String, count: Int, isTaken: Bool) throws {
        var model = SmallONNX()
        model.nodes = (0..<count).map { index in
            ONNXNode(kind: kind, inputs: [index == 0 ? "image" : "t\(index)"], outputs: ["t\(index + 1)"])
        }
        let sentence = try refusal(model.content)
        #expect(isTaken ? sentence == "nothing" : sentence.contains("in a row"), "\(sentence)")
    }

    @Test("graphs in graphs", arguments: [(6, true), (20, false)])
    func depth(_ depth: Int, isTaken: Bool) throws {
        var node = ONNXNode(kind: "Relu", inputs: ["image"], outputs: ["y"])
        for _ in 0..<depth {
            let branch = ONNXAttribute("then_branch", graph: SmallONNX.graph([node], outputs: ["y"]))
            node = ONNXNode(kind: "If", inputs: ["c"], outputs: ["y"], attributes: [branch])
        }
        var model = SmallONNX()
        model.nodes = [node]
        let sentence = try refusal(model.content)
        #expect(isTaken ? sentence == "nothing" : sentence.contains("graphs nested"), "\(sentence)")
    }

    @Test("damaged files", arguments: [0, 1, 20, 100, 300])
    func cut(at length: Int) throws {
        var model = SmallONNX()
        model.add(
            "Relu", ["image"], ["features"],
            [ONNXAttribute("what", "a text that makes it longer, so that there is more to cut off")])
        let content = model.content
        let sentence = try refusal(content.prefix(min(length, content.count - 1)))
        #expect(sentence.contains("ONNX"), "\(sentence)")
    }

    @Test func onlyRegularFilesAreRead() throws {
        for (name, target) in [("zero.onnx", "/dev/zero"), ("null.tflite", "/dev/null")] {
            try FileManager.default.createSymbolicLink(atPath: scratch.path(name), withDestinationPath: target)
            #expect(throws: ModelFileError.notAFile(path: scratch.path(name), companion: nil)) {
                try ModelFile(path: scratch.path(name))
            }
        }
        #expect(mkfifo(scratch.path("pipe.onnx"), 0o600) == 0)
        #expect(throws: ModelFileError.notAFile(path: scratch.path("pipe.onnx"), companion: nil)) {
            try ModelFile(path: scratch.path("pipe.onnx"))
        }
    }

    @Test("weights outside", arguments: ["../outside.bin", "link.bin", "zero.bin", "folder.bin"])
    func outside(location: String) throws {
        try scratch.write([UInt8](repeating: 0, count: 64), to: "outside.bin")
        try scratch.makeFolder("model/folder.bin")
        for (name, target) in [("link.bin", "../outside.bin"), ("zero.bin", "/dev/zero"), ("own.bin", "folder.bin/inside.bin")] {
            try FileManager.default.createSymbolicLink(atPath: scratch.path("model/" + name), withDestinationPath: target)
        }
        try scratch.write([UInt8](repeating: 0, count: 64), to: "model/folder.bin/inside.bin")
        for (name, isTaken) in [(location, false), ("own.bin", true), ("folder.bin/inside.bin", true)] {
            var entry = WireParts.field(1, "location")
            entry.append(.field(2, name))
            var model = SmallONNX()
            model.constants.append(("weights", entry.asField(13)))
            let file = try ModelFile(path: scratch.write(model.content, to: "model/network.onnx"))
            if isTaken {
                _ = try file.digest()
            } else {
                #expect(throws: ModelFileError.self, "\(name)") { try file.digest() }
            }
        }
    }

    @Test func aSavedModelWithADeviceInItIsRefused() throws {
        try scratch.write("x", to: "saved/saved_model.pb")
        try FileManager.default.createSymbolicLink(atPath: scratch.path("saved/variables"), withDestinationPath: "/dev/zero")
        let file = try ModelFile(path: scratch.path("saved"))
        #expect(throws: ModelFileError.notAFile(path: file.path, companion: file.path + "/variables")) { try file.digest() }
    }
}
