import Foundation
import Imaging
import Inference
import Testing
import TestSupport

/// Networks that give no features to rely on, and are refused with the node and the reason.
@Suite struct NodeRefusalTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    private func refusal(_ model: SmallONNX) throws -> String {
        let path = try scratch.write(model.content, to: "network.onnx")
        return refusal(ofFile: path)
    }

    private func refusal(ofFile path: String) -> String {
        do {
            _ = try SmallONNX.extractor(ofFile: path)
            return "nothing"
        } catch let error as ModelFileError {
            #expect([.badData, .missingInput].contains(error.kind))
            return error.sentence
        } catch {
            return "another error: \(error)"
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let operatorSet: Int
        let kind: String
        let inputs: [String]
        let attributes: @Sendable () -> [ONNXAttribute]
        let facts: [String]

        init(
            _ what: String, _ kind: String, operatorSet: Int = 17, inputs: [String] = ["image"],
            _ attributes: @autoclosure @escaping @Sendable () -> [ONNXAttribute] = [], _ facts: String...
        ) {
            testDescription = what
            self.kind = kind
            self.operatorSet = operatorSet
            self.inputs = inputs
            self.attributes = attributes
            self.facts = facts
        }
    }

    static let cases = [
        Case("random", "RandomNormalLike", [], "every run"),
        Case("random numbers of a seed", "RandomUniformLike", [ONNXAttribute("seed", Float(1))], "every run"),
        Case("Bernoulli", "Bernoulli", [], "every run"),
        Case("dropout in training", "Dropout", inputs: ["image", "", "yes"], [], "training mode"),
        Case("dropout of old", "Dropout", operatorSet: 6, [], "training mode"),
        Case(
            "batch normalisation in training", "BatchNormalization", inputs: ["image", "c", "c", "c", "c"],
            [ONNXAttribute("training_mode", 1)], "training mode"),
        Case(
            "norms of windows", "LpPool", operatorSet: 18,
            [ONNXAttribute("kernel_shape", [2, 2]), ONNXAttribute("ceil_mode", 1)], "ceil_mode"),
        Case(
            "dilated padding", "MaxPool",
            [
                ONNXAttribute("kernel_shape", [2, 2]), ONNXAttribute("dilations", [2, 2]),
                ONNXAttribute("auto_pad", "SAME_UPPER"),
            ],
            "dilations", "auto_pad"),
        Case(
            "kept aspect", "Resize", operatorSet: 18, inputs: ["image", "", "", "sizes"],
            [ONNXAttribute("axes", [2, 3]), ONNXAttribute("keep_aspect_ratio_policy", "not_larger")], "keep_aspect_ratio_policy"),
        Case(
            "antialiased nearest", "Resize", operatorSet: 18, inputs: ["image", "", "", "sizes"],
            [ONNXAttribute("axes", [2, 3]), ONNXAttribute("mode", "nearest"), ONNXAttribute("antialias", 1)], "antialias"),
        Case("even size", "LRN", [ONNXAttribute("size", 2)], "even size"),
        Case("largest of equals", "Hardmax", [], "equally large"),
        Case("recurrent", "RNN", [], "recurrent"),
        Case("gated", "GRU", [], "recurrent"),
        Case("long memory", "LSTM", [], "recurrent"),
    ]

    @Test("refused by name", arguments: cases)
    func named(_ example: Case) throws {
        var model = SmallONNX(operatorSet: example.operatorSet)
        model.constant("yes", kind: 9, sides: [], raw: [1])
        model.constant("c", [1, 1, 1], sides: [3])
        model.constant("sizes", [4, 4])
        model.add(example.kind, example.inputs, ["y"], example.attributes())
        model.finish("y", count: 144)
        let sentence = try refusal(model)
        for fact in ["network.onnx", "the-\(example.kind)", example.kind] + example.facts {
            #expect(sentence.contains(fact), "\(fact) in: \(sentence)")
        }
    }

    @Test func aRandomNodeInABranchIsFound() throws {
        let branch = SmallONNX.graph(
            [ONNXNode(kind: "RandomNormalLike", inputs: ["image"], outputs: ["z"])], outputs: ["z"])
        var model = SmallONNX()
        model.constant("is", kind: 9, sides: [], raw: [1])
        model.add(
            "If", ["is"], ["y"], [ONNXAttribute("then_branch", graph: branch), ONNXAttribute("else_branch", graph: branch)])
        model.finish("y", count: 144)
        #expect(try refusal(model).contains("RandomNormalLike"))
    }

    /// OpenVINO's own format has random nodes, too, and other formats are read into it.
    @Test func aRandomNodeOfOpenVINOIsFound() throws {
        let path = try scratch.copy(Fixture.path("model-files/random.xml"), to: "random.xml")
        try scratch.copy(Fixture.path("model-files/random.bin"), to: "random.bin")
        let sentence = refusal(ofFile: path)
        #expect(sentence.contains("RandomUniform") && sentence.contains("every run"), "\(sentence)")
    }

    @Test("what is not a number must not become one", arguments: ["Relu", "Clip", "Max", "MaxPool", "HardSigmoid"])
    func hidden(kind: String) throws {
        var model = SmallONNX()
        model.constant("low", [-0.3], sides: [])
        model.add("Add", ["image", "low"], ["shifted"])
        model.add("Log", ["shifted"], ["log"])
        let inputs = kind == "Clip" || kind == "Max" ? ["log", "low"] : ["log"]
        let pool = [ONNXAttribute("kernel_shape", [1, 1])]
        model.add(kind, inputs, ["y"], kind == "MaxPool" ? pool : [])
        model.finish("y", count: 144)
        let sentence = try refusal(model)
        #expect(sentence.contains("NaN") && sentence.contains("network.onnx"), "\(sentence)")
    }

    @Test func aLogarithmOfWhatIsPositiveIsFine() throws {
        var model = SmallONNX()
        model.constant("one", [1], sides: [])
        model.add("Add", ["image", "one"], ["shifted"])
        model.add("Log", ["shifted"], ["log"])
        model.add("Relu", ["log"], ["y"])
        model.finish("y", count: 144)
        let picture = somePicture(width: 6, height: 8)
        let expected = picture.channelsFirst.map { log($0 + 1) }
        try expectClose(model.features(picture, in: scratch), expected, tolerance: 1e-5, "logarithms")
    }

    @Test func bytesThatBeginAnewAreRefused() throws {
        var model = SmallONNX()
        model.add("Cast", ["image"], ["bytes"], [ONNXAttribute("to", 2)])
        model.add("Add", ["bytes", "bytes"], ["sum"])
        model.add("Cast", ["sum"], ["y"], [ONNXAttribute("to", 1)])
        model.finish("y", count: 144)
        let sentence = try refusal(model)
        #expect(sentence.contains("the-Add") && sentence.contains("one or two bytes"), "\(sentence)")
    }

    @Test func anOperatorThatOpenVINODoesNotHaveIsNamed() throws {
        var model = SmallONNX()
        model.add("Slice", ["image", "first", "last", "axis"], ["square"])
        for (name, value) in [("first", 0), ("last", 6), ("axis", 2)] { model.constant(name, [value]) }
        model.nodes[0].name = "cut"
        model.add("Det", ["square"], ["y"])
        model.finish("y", count: 3)
        let sentence = try refusal(model)
        #expect(sentence.contains("OpenVINO has no operator Det"), "\(sentence)")
        #expect(!sentence.contains(".cpp") && !sentence.contains("https"), "\(sentence)")
    }

    @Test func whatOpenVINOSaysIsBroughtToTheNodeAndTheReason() {
        let said: [Substring] = [
            "Check 'a == b' failed at src/core/node.cpp:12:", "FrontEnd API failed with OpConversionFailure:",
            "Model wasn't fully converted. Failed operations detailed log:",
            "-- While validating ONNX node '<Node(Resize): up1>': half_pixel_symmetric is not supported", "Summary:",
        ]
        #expect(
            EngineReason.text(said) == "While validating ONNX node up1 (Resize): half_pixel_symmetric is not supported")
    }

    @Test func wholeNumbersAreNoFeatures() throws {
        var model = SmallONNX()
        model.add("ArgMax", ["image"], ["places"], [ONNXAttribute("axis", 1)])
        model.finish("places", count: 48)
        #expect(try refusal(model).contains("whole numbers"))
    }
}
