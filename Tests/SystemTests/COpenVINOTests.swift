import COpenVINO
import Foundation
import TestSupport
import Testing

/// Every function once with success and, where it can fail, once with a failure that it reports as text.
@Suite struct COpenVINOTests {
    // MARK: - The engine

    @Test func theVersionSaysItsYear() throws {
        let version = String(cString: try #require(kalon_engine_version()))
        // Such as 2026.4.1-12345-abcdef.
        let year = try #require(Int(version.prefix(4)))
        #expect(year >= 2022 && version.dropFirst(4).hasPrefix("."))
        #expect(kalon_engine_version() == kalon_engine_version())
    }

    @Test(arguments: ["", "no network", "<net"]) func bytesThatAreNoNetworkAreRefused(text: String) {
        let compiled = answer { kalon_engine_compile(text, text.utf8.count, nil, 0, nil, 0, &$0) }
        #expect(compiled.value == nil && compiled.saysWhy)
        let imported = answer { kalon_engine_import(text, text.utf8.count, nil, 0, &$0) }
        #expect(imported.value == nil && imported.saysWhy)
    }

    @Test func anUnknownPropertyIsRefused() throws {
        let network = SmallNetwork.rectifier
        let compiled = "INFERENCE_PRECISION_HINT".withCString { name in
            "nonsense".withCString { value in
                var property = kalon_property(name: name, value: value)
                return answer { kalon_engine_compile(network, network.utf8.count, nil, 0, &property, 1, &$0) }
            }
        }
        #expect(compiled.value == nil)
        #expect(compiled.message?.contains("nonsense") ?? false)
    }

    @Test func aNetworkRunsAgainAfterItsExport() throws {
        let engine = try Engine(compiling: SmallNetwork.rectifier), scratch = try Scratch()
        let picture = (0..<24).map { Float($0) - 11.5 }, expected = picture.map { max($0, 0) }
        #expect(try engine.features(picture, height: 2, width: 4) == expected)

        let path = scratch.path("network.blob")
        let exported = answer { kalon_engine_export(engine.pointer, path, &$0) }
        #expect(exported.value && exported.message == nil)
        let bytes = try scratch.data("network.blob")
        try bytes.withUnsafeBytes { bytes in
            let imported = answer { kalon_engine_import(bytes.baseAddress, bytes.count, nil, 0, &$0) }
            #expect(imported.message == nil)
            let second = try Engine(owning: imported.value)
            #expect(try second.features(picture, height: 2, width: 4) == expected)
        }
        let failed = answer { kalon_engine_export(engine.pointer, scratch.path("none/network.blob"), &$0) }
        #expect(!failed.value && failed.saysWhy)
    }

    @Test func everyOutputIsAMap() throws {
        let engine = try Engine(compiling: SmallNetwork.rectifierAndNegative)
        let picture = (0..<24).map { Float($0) - 11.5 }
        #expect(
            try engine.maps(picture, height: 2, width: 4, count: 2) == [
                Engine.Map(sides: [2, 4, 3], values: picture.map { max($0, 0) }),
                Engine.Map(sides: [2, 4, 3], values: picture.map { -$0 }),
            ])
    }

    @Test func aRunThatFailsSaysWhy() throws {
        let engine = try Engine(compiling: SmallNetwork.rectifier)
        let picture = [Float](repeating: 0, count: 300)
        #expect(throws: Engine.Failure.self) { try engine.features(picture, height: 10, width: 10) }
        #expect(throws: Engine.Failure.self) { try engine.maps(picture, height: 10, width: 10, count: 1) }
        // There is one output, not two.
        #expect(throws: Engine.Failure.self) { try engine.maps(picture, height: 2, width: 4, count: 2) }
        #expect(try engine.features(picture, height: 2, width: 4) == [Float](repeating: 0, count: 24))
    }

    // MARK: - Networks in files

    @Test func aFileThatIsNotThereIsNotRead() {
        let read = answer { kalon_graph_read("/none/network.onnx", &$0) }
        #expect(read.value == nil && read.saysWhy)
    }

    /// Nothing at all is a network of ONNX without nodes.
    @Test(arguments: ["no network", "<net"]) func piecesThatAreNoNetworkAreNotRead(text: String) {
        let read = text.withCString { start in
            answer { message in
                var part = kalon_part(first: start, count: text.utf8.count)
                return kalon_graph_read_parts("none.onnx", &part, 1, &message)
            }
        }
        #expect(read.value == nil && read.saysWhy)
    }

    @Test func tensorsAreListed() throws {
        let graph = try Graph(readingFixture: "maps.onnx")
        let inputs = graph.list(kalon_graph_inputs)
        #expect(inputs.map(\.name) == ["image"] && inputs.map(\.type) == ["f32"])
        #expect(inputs.map(\.sides) == [[-1, 3, -1, -1]] && inputs.map(\.number) == [0])
        let outputs = graph.list(kalon_graph_outputs)
        #expect(outputs.map(\.name) == ["features"] && outputs.map(\.sides) == [[-1, 6]])
        let all = graph.list(kalon_graph_all)
        // In the order of computation, each tensor with a number of its own.
        let names = ["conv", "relu", "map", "pooled", "features"]
        let listed = all.filter { names.contains($0.name) }
        #expect(listed.map(\.name) == names)
        #expect(zip(listed, listed.dropFirst()).allSatisfy { $0.number < $1.number })
    }

    @Test func piecesOfMemoryAreOneFile() throws {
        let bytes = try bytes(of: Fixture.path("model-files/maps.onnx"))
        let pieces = [Array(bytes[..<1]), [], Array(bytes[1..<700]), Array(bytes[700...])]
        let blocks = pieces.map { FencedMemory($0, fence: 0xA5) }
        let parts = zip(blocks, pieces).map { kalon_part(first: $0.start, count: $1.count) }
        let read = answer { kalon_graph_read_parts("maps.onnx", parts, parts.count, &$0) }
        #expect(blocks.allSatisfy { $0.isIntact } && blocks.flatMap { $0.values } == bytes)
        let (graph, whole) = (try Graph(owning: read), try Graph(readingFixture: "maps.onnx"))
        #expect(graph.list(kalon_graph_all) == whole.list(kalon_graph_all))
        #expect(try graph.features() == whole.features())
    }

    @Test func sidesAreGivenOrRefused() throws {
        let graph = try Graph(readingFixture: "maps.onnx")
        let given = answer { kalon_graph_reshape(graph.pointer, [1, 3, 32, -1], &$0) }
        #expect(given.value && given.message == nil)
        #expect(graph.list(kalon_graph_inputs).map(\.sides) == [[1, 3, 32, -1]])
        #expect(graph.list(kalon_graph_all).first { $0.name == "map" }?.sides == [1, 6, 8, -1])
        let refused = answer { kalon_graph_reshape(graph.pointer, [1, 5, 32, 32], &$0) }
        #expect(!refused.value && refused.saysWhy)
        #expect(graph.list(kalon_graph_inputs).map(\.sides) == [[1, 3, 32, -1]])
    }

    @Test func aGraphIsCutAndWritten() throws {
        let graph = try Graph(readingFixture: "maps.onnx")
        let taps = [
            ("map", KALON_POOLING_CHANNELS_FIRST), ("pooled", KALON_POOLING_CHANNELS_FIRST), ("features", KALON_POOLING_NONE),
        ]
        // The network's own features are the averages of its last map.
        let features = try graph.features(taps)
        #expect(features.count == 18 && features.contains { $0 != 0 })
        expectClose(features[0..<6], features[12..<18], tolerance: 1e-5)
        expectClose(features[6..<12], features[12..<18], tolerance: 1e-5)
        #expect(graph.list(kalon_graph_inputs).map(\.name) == ["image"])
        #expect(graph.list(kalon_graph_inputs).map(\.sides) == [[-1, -1, -1, 3]])
        #expect(graph.list(kalon_graph_outputs).map(\.name) == ["features"])
    }

    @Test func tokensArePooled() throws {
        func features(_ poolings: [kalon_pooling]) throws -> [Float] {
            try Graph(readingFixture: "tokens.onnx").features(poolings.map { ("tokens", $0) }, height: 32, width: 32)
        }
        let pooled = try features([KALON_POOLING_FIRST_TOKEN, KALON_POOLING_ALL_TOKENS, KALON_POOLING_OTHER_TOKENS])
        #expect(pooled.count == 15)
        // A class token and 16 others.
        let averages: [Float] = zip(pooled[0..<5], pooled[10..<15]).map { first, other in (first + 16 * other) / 17 }
        expectClose(pooled[5..<10], averages, tolerance: 1e-5)
        #expect(pooled[0..<5] != pooled[10..<15])
        // Of tokens by features, as if they were rows by columns.
        #expect(throws: Engine.Failure.self) { try features([KALON_POOLING_CHANNELS_LAST]) }
    }

    @Test func channelsMayComeLast() throws {
        let graph = try Graph(readingFixture: "bytes.onnx")
        #expect(try graph.features([("features", KALON_POOLING_NONE)], channelsFirst: false, height: 32, width: 32).count == 4)
    }

    @Test func aTensorThatIsNotThereIsNoTap() throws {
        let graph = try Graph(readingFixture: "maps.onnx")
        #expect(throws: Engine.Failure(message: "there is no tensor none")) {
            try graph.features([("none", KALON_POOLING_NONE)])
        }
        #expect(graph.list(kalon_graph_outputs).map(\.name) == ["features"])
    }

    @Test func randomNodesAreFound() throws {
        let sound = try Graph(readingFixture: "maps.onnx").finding { kalon_graph_inspect($0, &$1, &$2, &$3) }
        #expect(sound == Graph.Finding(kind: KALON_NODE_SOUND, node: ""))
        let random = try Graph(readingFixture: "random.xml").finding { kalon_graph_inspect($0, &$1, &$2, &$3) }
        #expect(random == Graph.Finding(kind: KALON_NODE_RANDOM, node: "RandomUniform_8 (RandomUniform)"))
    }

    @Test func nodesThatComputeWithBytesAreFound() throws {
        let scratch = try Scratch()
        let path = try scratch.write(SmallNetwork.sumOfBytes, to: "bytes.xml")
        let narrow = try Graph(reading: path).finding { kalon_graph_inspect($0, &$1, &$2, &$3) }
        #expect(narrow == Graph.Finding(kind: KALON_NODE_NARROW, node: "sum (Add)"))
    }

    @Test func nodesThatHideNotANumberAreFound() throws {
        let graph = try Graph(readingFixture: "maps.onnx")
        _ = try graph.features()
        func probe(_ picture: [Float]) throws -> Graph.Finding {
            try graph.finding { kalon_graph_probe($0, picture, 2, 32, 32, &$1, &$2, &$3) }
        }
        var pictures = [Float](repeating: 0.5, count: 2 * 32 * 32 * 3)
        #expect(try probe(pictures).kind == KALON_NODE_SOUND)
        // In the second picture.
        pictures[4000] = .nan
        let hidden = try probe(pictures)
        #expect(hidden.kind == KALON_NODE_HIDES && hidden.node?.hasSuffix("(Relu)") ?? false)
        #expect(throws: Engine.Failure.self) {
            try graph.finding { kalon_graph_probe($0, pictures, 1, 0, 0, &$1, &$2, &$3) }
        }
    }

    @Test func nothingNeedsNoFreeing() {
        kalon_engine_free(nil)
        kalon_request_free(nil)
        kalon_graph_free(nil)
        kalon_bytes_free(nil)
        kalon_text_free(nil)
    }
}
