import Foundation
import Graphs
import Testing

@Suite struct GraphCheckTests {
    private static let picture = Graph.Layer("input", .input(.maps(channels: 3, size: nil)), inputs: [])

    private static func convolution(_ name: String, filters: Int, groups: Int = 1, kernel: Int = 3, _ input: Int = 0)
        -> Graph.Layer
    {
        .init(name, .convolution(Convolution(filters: filters, window: Window(Extent(kernel)), groups: groups)), inputs: [input])
    }

    @Test func shapesComeFromAllInputs() throws {
        let graph = try Graph(
            layers: [
                Self.picture, Self.convolution("a", filters: 4), Self.convolution("b", filters: 6),
                .init("joined", .concatenation, inputs: [1, 2]), .init("pooled", .globalAveragePooling, inputs: [3]),
                .init("columns", .flatten, inputs: [4]), .init("chosen", .selection([9, 0, 3]), inputs: [5]),
                .init("units", .dense(units: 2, hasBias: true), inputs: [6]), .init("answer", .softmax, inputs: [7]),
            ], outputs: [.init("probabilities", node: 8)])
        #expect(graph.nodes[3].shape == .maps(channels: 10, size: nil))
        #expect(graph.nodes[5].shape == .vector(10) && graph.nodes[6].shape == .vector(3))
        #expect(graph.parameters.map(\.name.description) == ["a/kernel", "b/kernel", "units/kernel", "units/bias"])
        #expect(graph.parameters.map(\.shape) == [[3, 3, 3, 4], [3, 3, 3, 6], [3, 2], [2]])
        let bound = try graph.bound(to: [Extent(height: 20, width: 30)])
        #expect(bound.nodes[3].shape == .maps(channels: 10, size: Extent(height: 18, width: 28)))
        #expect(bound.floatingPointOperations == 2 * 27 * 10 * 18 * 28 + 2 * 3 * 2)
        #expect(graph.index(ofOutput: "probabilities") == 8 && graph.inputs == [0])
    }

    @Test(
        arguments: [
            ([picture, picture], "two layers or two outputs named 'input'"),
            ([picture, convolution("a", filters: 2, 1)], "does not come before it"),
            ([picture, convolution("a", filters: 2, -1)], "does not come before it"),
            (
                [picture, convolution("a", filters: 4, groups: 2)],
                "the layer 'a' (convolution) takes channels that 2 groups divide"
            ),
            ([picture, convolution("a", filters: 0)], "number of filters of 0"),
            ([picture, convolution("a", filters: 1, kernel: 0)], "a window or stride of 0"),
            (
                [picture, .init("units", .dense(units: 2, hasBias: false), inputs: [0])],
                "takes a vector, but its inputs are [3, height, width]"
            ),
            ([picture, .init("columns", .flatten, inputs: [0])], "maps of a known size"),
            ([picture, .init("chosen", .selection([0, 3]), inputs: [0])], "at least 4 channels"),
            ([picture, .init("slice", .channelSlice(first: 2, count: 2), inputs: [0])], "at least 4 channels"),
            ([picture, .init("slice", .channelSlice(first: 2, count: 0), inputs: [0])], "channels"),
            ([picture, .init("shuffle", .channelShuffle(groups: 2), inputs: [0])], "channels that 2 groups divide"),
            ([picture, .init("dropped", .dropout(rate: 1), inputs: [0])], "a rate of 1"),
            ([picture, .init("joined", .concatenation, inputs: [])], "has 0 inputs; it takes 1 or more"),
            ([picture, .init("sum", .sum(scale: 1), inputs: [0])], "has 1 inputs; it takes 2"),
            ([picture, .init("normal", .batchNormalisation(epsilon: 0, hasScale: true), inputs: [0])], "epsilon of 0"),
            (
                [picture, convolution("a", filters: 4), .init("sum", .sum(scale: 1), inputs: [0, 1])],
                "but its inputs are [3, height, width] and [4, height, width]"
            ),
            (
                [picture, .init("columns", .input(.vector(3)), inputs: []), .init("sum", .sum(scale: 1), inputs: [0, 1])],
                "two inputs of one shape"
            ),
        ] as [([Graph.Layer], String)])
    func layersThatDoNotFitAreRefused(layers: [Graph.Layer], reason: String) {
        let error = #expect(throws: GraphError.self) { try Graph(layers: layers) }
        #expect(error?.sentence.contains(reason) == true, "\(error?.sentence ?? "")")
    }

    @Test func windowsAreHeldAgainstTheSizeOfTheirMaps() throws {
        let graph = try Graph(layers: [Self.picture, Self.convolution("a", filters: 1, kernel: 5)])
        #expect(throws: GraphError.window(node: "a", size: Extent(5), map: Extent(height: 9, width: 4))) {
            try graph.bound(to: [Extent(height: 9, width: 4)])
        }
        #expect(try graph.bound(to: [Extent(5)]).nodes[1].shape.size == Extent(1))
        #expect(throws: GraphError.sizeCount(found: 0, expected: 1)) { try graph.bound(to: []) }
        let fixed = try graph.bound(to: [Extent(8)])
        #expect(throws: GraphError.inputSize(node: "input", found: Extent(9), expected: Extent(8))) {
            try fixed.bound(to: [Extent(9)])
        }
    }

    @Test func sizesThatMeetMustAgree() throws {
        let strided = Graph.Layer(
            "half", .convolution(Convolution(filters: 3, window: Window(Extent(1), stride: Extent(2)))), inputs: [0])
        let graph = try Graph(layers: [Self.picture, strided, .init("sum", .sum(scale: 1), inputs: [0, 1])])
        let error = #expect(throws: GraphError.self) { try graph.bound(to: [Extent(8)]) }
        #expect(error?.sentence.contains("[3, 8, 8] and [3, 4, 4]") == true)
    }

    @Test func outputsAreChecked() {
        #expect(throws: GraphError.outputWithoutNode("answer")) {
            try Graph(layers: [Self.picture], outputs: [.init("answer", node: 1)])
        }
        #expect(throws: GraphError.repeatedName("answer")) {
            try Graph(layers: [Self.picture], outputs: [.init("answer", node: 0), .init("answer", node: 0)])
        }
    }

    @Test func tapsArePooledAndConcatenatedOutputs() throws {
        let graph = try Graph(layers: [Self.picture, Self.convolution("a", filters: 4), Self.convolution("b", filters: 6, 1)])
        let tapped = try graph.tapped(at: [1, 0])
        #expect(tapped.nodes.map(\.name) == ["input", "a", "a/pooled", "a/columns", "input/pooled", "input/columns", "features"])
        #expect(tapped.outputs == [.init("features", node: 6)] && tapped.nodes[6].shape == .vector(7))
    }

    @Test func aGraphIsWrittenAndReadAndHasADigest() throws {
        let graph = try Graph(
            layers: [Self.picture, Self.convolution("a", filters: 4), .init("relu", .activation(.relu6), inputs: [1])],
            outputs: [.init("maps", node: 2)])
        let text = try JSONEncoder().encode(graph)
        #expect(try JSONDecoder().decode(Graph.self, from: text) == graph)
        let other = try Graph(layers: [Self.picture, Self.convolution("a", filters: 5)])
        #expect(try graph.digest() == graph.digest() && graph.digest() != other.digest())
    }
}

@Suite struct ModelTests {
    private func model() throws -> Model {
        let graph = try Graph(
            layers: [
                .init("input", .input(.maps(channels: 2, size: Extent(3))), inputs: []),
                .init("a", .convolution(Convolution(filters: 2, window: Window(Extent(1)))), inputs: [0]),
                .init("bn", .batchNormalisation(epsilon: 1e-3, hasScale: true), inputs: [1]),
                .init("sum", .sum(scale: 0.5), inputs: [0, 2]),
            ], outputs: [.init("out", node: 3)])
        var next: Float = 0
        return try Model(
            graph,
            parameters: Parameters(of: graph) { specification in
                (0..<specification.count).map { _ in
                    next += 1
                    return next
                }
            })
    }

    @Test func parametersAreFoundByName() throws {
        let model = try model()
        #expect(model.parameters[TensorName(layer: "a", role: .kernel)] == [1, 2, 3, 4])
        #expect(model.parameters[TensorName(layer: "bn", role: .movingVariance)] == [11, 12])
        #expect(model.parameters[TensorName(layer: "a", role: .bias)] == nil)
        #expect(throws: GraphError.tensor(TensorName(layer: "a", role: .kernel), found: 1, expected: 4)) {
            try Parameters(of: model.graph) { _ in [0] }
        }
    }

    @Test func foldingKeepsNamesAndTakesInWhatFollows() throws {
        let folded = try model().folding()
        #expect(folded.graph.nodes.map(\.name) == ["input", "bn", "sum"])
        #expect(folded.graph.nodes[2].operation == .sum(scale: 1) && folded.graph.nodes[2].inputs == [0, 1])
        let kernel = try #require(folded.parameters[TensorName(layer: "bn", role: .kernel)])
        // gamma 5, 6 over the roots of 11.001 and 12.001, halved.
        let expected: [Double] = [2.5 / Double(11.001).squareRoot(), 6 / Double(12.001).squareRoot()]
        #expect(abs(Double(kernel[kernel.startIndex]) - expected[0]) < 1e-6)
        #expect(abs(Double(kernel[kernel.startIndex + 1]) - expected[1]) < 1e-6)
        #expect(try model().foldingDraft([]).model() == model())
    }

    @Test func roundedReadingsGoThroughANodeOfTheirOwn() throws {
        let rounded = try model().foldingDraft().rounding(
            ["bn": RoundedKernel(values: [1, -2, 3, 127], steps: [0.5, 0.25], bias: [0, 1])],
            roundings: ["input": Rounding(limit: 255, isSigned: false)], readings: [Reading(source: "input", reader: "bn")]
        ).model()
        #expect(rounded.graph.nodes.map(\.name) == ["input", "input/rounded", "bn", "sum"])
        #expect(rounded.graph.nodes[2].inputs == [1] && rounded.graph.nodes[3].inputs == [0, 2])
        #expect(rounded.parameters[TensorName(layer: "bn", role: .kernel)] == [1, 3, -2, 127])
        let corrected = try rounded.adding([1, 2], toOutput: "out")
        #expect(corrected.graph.outputs == [.init("out", node: 4)] && corrected.graph.nodes[4].operation == .shift)
    }
}
