import Graphs
import Networks
import Reference
import Testing

@Suite struct NetworkTests {
    @Test(arguments: [
        ("multigap", Network.multiGAP), ("vgg16", .vgg16), ("shufflenet-v2", .shuffleNetV2(.x10)),
        ("mobilenet-v2@1.4", .mobileNetV2(width: 1.4)), ("efficientnet-b0", .efficientNet(.b0)),
        ("efficientnet-b7", .efficientNet(.b7)), ("efficientnet-lite2", .efficientNetLite(.lite2)),
        ("shufflenet-v2-student", .shuffleNetV2Student(.none)),
        ("shufflenet-v2-student-shuffled", .shuffleNetV2Student(.standard)),
        ("mobilenet-v1", .mobileNetV1(width: 1)), ("mobilenet-v1@0.5", .mobileNetV1(width: 0.5)),
        ("mobilenet-v1@4.0", .mobileNetV1(width: 4)),
    ])
    func namesAndNetworksBelongTogether(name: String, network: Network) throws {
        #expect(try Network(named: name) == network)
        #expect(network.name == name)
    }

    @Test func everyKnownNameIsUnderstood() throws {
        for network in Network.known { #expect(try Network(named: network.name) == network) }
        #expect(Set(Network.known.map(\.name)).count == Network.known.count)
        #expect(try Network(named: "mobilenet-v1@1").name == "mobilenet-v1")
    }

    @Test(arguments: ["", "MultiGAP", "multigap@2", "efficientnet", "efficientnet-b8", "vgg19", "resnet-50@0.5"])
    func anUnknownNameListsTheKnownOnes(name: String) {
        let error = #expect(throws: NetworksError.self) { try Network(named: name) }
        #expect(error == .unknownNetwork(name, known: Network.known.map(\.name)))
        #expect(error?.kind == .usage)
        #expect(error?.sentence.contains("efficientnet-b7") == true)
    }

    @Test(arguments: ["", "0", "-1", "4.5", "nan", "inf", "half", "0.5@2"])
    func aWidthThatIsNoneIsAnError(width: String) {
        for (name, expected) in [("mobilenet-v1", "a number above 0 and at most 4"), ("shufflenet-v2", "0.5, 1, 1.5 or 2")] {
            #expect(throws: NetworksError.invalidWidth(width, network: name, expected: expected)) {
                try Network(named: "\(name)@\(width)")
            }
        }
    }

    @Test(arguments: [
        ("seeded:0", WeightsReference.seeded(0)), ("seeded:18446744073709551615", .seeded(.max)),
        ("weights.h5", .file("weights.h5")), ("/seeded:1", .file("/seeded:1")),
    ])
    func referencesToWeightsAreReadAndWritten(text: String, reference: WeightsReference) throws {
        #expect(try WeightsReference(text) == reference)
        #expect(reference.description == text)
    }

    @Test(arguments: ["seeded:", "seeded:-1", "seeded:1.5", "seeded:one", "seeded:18446744073709551616"])
    func aSeedThatIsNoneIsAnError(text: String) {
        #expect(throws: NetworksError.invalidSeed(text)) { try WeightsReference(text) }
    }
}

@Suite struct GraphTests {
    @Test(arguments: [
        ("multigap", 16928), ("efficientnet-b0", 1280), ("efficientnet-b1", 1280), ("efficientnet-b2", 1408),
        ("efficientnet-b3", 1536), ("efficientnet-b4", 1792), ("efficientnet-b5", 2048), ("efficientnet-b6", 2304),
        ("efficientnet-b7", 2560), ("mobilenet-v1", 1024), ("mobilenet-v1@0.5", 512), ("mobilenet-v1@0.1", 102),
        ("mobilenet-v2", 1280), ("mobilenet-v2@0.35", 1280), ("mobilenet-v2@1.4", 1792), ("inception-v1", 1024),
        ("inception-v3", 2048), ("resnet-18", 512), ("resnet-50", 2048), ("resnet-50-v1.5", 2048), ("vgg16", 512),
        ("shufflenet-v2@0.5", 1024), ("shufflenet-v2", 1024), ("shufflenet-v2@1.5", 1024), ("shufflenet-v2@2.0", 2048),
        ("efficientnet-lite0", 1280), ("efficientnet-lite1", 1280), ("efficientnet-lite2", 1280),
        ("shufflenet-v2-student", 256), ("shufflenet-v2-student-shuffled", 256),
    ])
    func columnsAreThoseOfTheStandardTaps(name: String, columns: Int) throws {
        let network = try Network(named: name)
        let graph = try network.wholeGraph
        let widths = try graph.positions(ofTaps: network.standardTaps).map { graph.nodes[$0].channels }
        #expect(widths.reduce(0, +) == columns)
    }

    /// Counts of the twins' networks without their classifiers, running statistics included.
    @Test(arguments: [
        ("inception-v3", 21_802_784), ("resnet-50", 23_587_712), ("vgg16", 14_714_688), ("mobilenet-v2", 2_257_984),
        ("mobilenet-v2@0.35", 410_208), ("mobilenet-v2@1.4", 4_363_712), ("inception-v1", 5_614_464),
        ("resnet-18", 11_186_112), ("resnet-50-v1.5", 23_561_152), ("shufflenet-v2@0.5", 349_744),
        ("shufflenet-v2", 1_269_784), ("shufflenet-v2@1.5", 2_502_064), ("shufflenet-v2@2.0", 5_378_712),
        ("efficientnet-lite0", 3_413_024), ("efficientnet-lite1", 4_189_344), ("efficientnet-lite2", 4_869_168),
        ("shufflenet-v2-student", 36_542), ("shufflenet-v2-student-shuffled", 36_542),
    ])
    func parametersAreAsManyAsInTheTwin(name: String, count: Int) throws {
        #expect(try Network(named: name).wholeGraph.parameterCount == count)
    }

    /// Multiplications and additions as their papers and torchvision's tables count them, halved.
    @Test(arguments: [
        ("vgg16", 15.35), ("resnet-18", 1.814), ("resnet-50-v1.5", 4.089), ("shufflenet-v2", 0.145),
        ("mobilenet-v2", 0.300), ("inception-v1", 1.498),
    ])
    func productsAreAsManyAsPublished(name: String, billions: Double) throws {
        let graph = try Network(named: name).wholeGraph
        let found = Double(try graph.bound(to: [Extent(224)]).floatingPointOperations) / 2e9
        #expect(abs(found / billions - 1) < 0.02, "\(found)")
    }

    @Test func theMapsOfAnInputHaveTheSidesThatLoopsGive() throws {
        let graph = try Network.inceptionV1.wholeGraph
        let last = try #require(graph.index(named: "inception5b"))
        let ones = [Float](repeating: 1, count: 3 * 47 * 66)
        let maps = GraphInterpreter.run(
            graph, on: [FeatureMaps(channels: 3, pictures: 1, height: 47, width: 66, values: ones)], outputs: [last]
        ) { tensor, _ in [Float](repeating: 1, count: tensor.count) }
        let bound = try graph.bound(to: [Extent(height: 47, width: 66)])
        #expect(maps.map { Extent(height: $0.height, width: $0.width) } == [bound.nodes[last].shape.size])
    }

    /// Keras reports these counts for the networks without classifier.
    ///
    /// They lack the one value that counts what a normalisation saw. `conv_7b` and its normalisation are in
    /// InceptionResNetV2's.
    @Test(arguments: [
        ("multigap", 54_336_736), ("efficientnet-b0", 4_049_570), ("efficientnet-b1", 6_575_238),
        ("efficientnet-b2", 7_768_568), ("efficientnet-b3", 10_783_534), ("efficientnet-b4", 17_673_822),
        ("efficientnet-b5", 28_513_526), ("efficientnet-b6", 40_960_142), ("efficientnet-b7", 64_097_686),
        ("mobilenet-v1", 3_228_864), ("mobilenet-v1@0.5", 829_536),
    ])
    func parametersAreAsManyAsInKeras(name: String, count: Int) throws {
        #expect(try Network(named: name).wholeGraph.parameterCount == count)
    }

    @Test func theColumnsOfMultiGAPAreWhereThePublishedOnesAre() throws {
        let graph = try Network.multiGAP.wholeGraph
        let taps = try graph.positions(ofTaps: ["*mixed*"]).map { graph.nodes[$0] }
        #expect(taps.count == 43)
        var offsets: [String: Int] = [:]
        var offset = 0
        for tap in taps {
            offsets[tap.name] = offset
            offset += tap.channels
        }
        let expected = [
            "mixed_5b": 0, "block35_1_mixed": 320, "block35_10_mixed": 1472, "mixed_6a": 1600, "block17_1_mixed": 2688,
            "block17_20_mixed": 9984, "mixed_7a": 10368, "block8_1_mixed": 12448, "block8_10_mixed": 16480,
        ]
        for (name, offset) in expected { #expect(offsets[name] == offset, "\(name)") }
    }

    @Test(arguments: Network.known.map(\.name))
    func everyNodeFollowsItsInputsAndHasANameOfItsOwn(name: String) throws {
        let graph = try Network(named: name).wholeGraph
        #expect(Set(graph.nodes.map(\.name)).count == graph.nodes.count)
        for (index, node) in graph.nodes.enumerated() {
            #expect(node.inputs.allSatisfy { $0 < index }, "\(node.name)")
            #expect(node.inputs.isEmpty == (index == 0), "\(node.name)")
        }
    }

    @Test func aPrunedGraphKeepsWhatItsOutputsNeed() throws {
        let whole = try Network.multiGAP.wholeGraph
        let outputs = try whole.positions(ofTaps: ["mixed_5b"])
        let pruned = whole.pruned(to: outputs)
        #expect(pruned.nodes.last?.name == "mixed_5b")
        #expect(pruned.nodes == Array(whole.nodes[0...outputs[0]]))
        // One branch of four: its three units, and the stem's five units and two poolings.
        let branch = try whole.positions(ofTaps: ["activation_10"])
        #expect(whole.pruned(to: branch).nodes.count == 1 + 5 * 3 + 2 + 3 * 3)
        #expect(whole.pruned(to: [whole.nodes.count - 1]) == whole)
        #expect(whole.pruned(to: []).nodes.isEmpty)
    }

    @Test func pruningKeepsConnections() throws {
        let whole = try Network.efficientNet(.b0).wholeGraph
        let pruned = whole.pruned(to: try whole.positions(ofTaps: ["block2b_add", "block3a_se_excite"]))
        for node in pruned.nodes {
            let original = try #require(whole.index(named: node.name))
            #expect(node.operation == whole.nodes[original].operation)
            #expect(
                node.inputs.map { pruned.nodes[$0].name } == whole.nodes[original].inputs.map { whole.nodes[$0].name })
        }
        #expect(pruned.index(named: "block3a_project_conv") == nil)
    }
}

@Suite struct TapsTests {
    private let graph: Graph

    init() throws { graph = try Network.multiGAP.wholeGraph }

    private func names(_ taps: String...) throws -> [String] {
        try graph.positions(ofTaps: taps).map { graph.nodes[$0].name }
    }

    @Test func tapsComeInTheOrderInWhichTheyAreNamed() throws {
        #expect(try names("mixed_7a", "mixed_5b", "conv_7b_ac") == ["mixed_7a", "mixed_5b", "conv_7b_ac"])
    }

    @Test func aPatternGivesItsMatchesInGraphOrder() throws {
        #expect(try names("mixed_*") == ["mixed_5b", "mixed_6a", "mixed_7a"])
        #expect(try names("block35_*_mixed") == (1...10).map { "block35_\($0)_mixed" })
        #expect(try names("*17_2*ed") == ["block17_2_mixed", "block17_20_mixed"])
        #expect(try names("block8*10*mixed", "mixed_5b*") == ["block8_10_mixed", "mixed_5b"])
        #expect(try names("*").count == graph.nodes.count)
    }

    @Test func aPatternDoesNotUseALetterTwice() {
        #expect(throws: NetworksError.self) { try graph.positions(ofTaps: ["mixed*xed_5b"]) }
        #expect(throws: NetworksError.self) { try graph.positions(ofTaps: ["mixed_5b*b"]) }
    }

    @Test func anUnknownTapListsNearOnes() {
        let error = #expect(throws: NetworksError.self) { try graph.positions(ofTaps: ["mixed_5b", "mixed_5c"]) }
        guard case .unknownTap("mixed_5c", let near)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(near.count == 5)
        #expect(near.first == "mixed_5b")
        #expect(near.contains("mixed_6a") && near.contains("mixed_7a"))
        #expect(error?.kind == .usage)
    }

    @Test(arguments: [["mixed_5b", "mixed_5b"], ["*mixed*", "mixed_5b"], ["mixed_5b", "mixed_*"]])
    func aTapThatIsNamedTwiceIsAnError(taps: [String]) {
        #expect(throws: NetworksError.repeatedTap("mixed_5b")) { try graph.positions(ofTaps: taps) }
    }
}
