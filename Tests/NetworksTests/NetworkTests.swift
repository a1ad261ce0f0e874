import Networks
import Testing

@Suite struct NetworkTests {
    @Test(arguments: [
        ("multigap", Network.multiGAP), ("efficientnet-b0", .efficientNet(.b0)),
        ("efficientnet-b7", .efficientNet(.b7)),
        ("mobilenet-v1", .mobileNetV1(width: 1)), ("mobilenet-v1@0.5", .mobileNetV1(width: 0.5)),
        ("mobilenet-v1@4.0", .mobileNetV1(width: 4)),
    ])
    func namesAndNetworksBelongTogether(name: String, network: Network) throws {
        #expect(try Network(named: name) == network)
        #expect(network.name == name)
    }

    @Test func everyKnownNameIsUnderstood() throws {
        for name in Network.knownNames { #expect(try Network(named: name).name == name) }
        #expect(try Network(named: "mobilenet-v1@1").name == "mobilenet-v1")
    }

    @Test(arguments: ["", "MultiGAP", "multigap@2", "efficientnet", "efficientnet-b8", "mobilenet", "mobilenet-v2@0.5"])
    func anUnknownNameListsTheKnownOnes(name: String) {
        let error = #expect(throws: NetworksError.self) { try Network(named: name) }
        #expect(error == .unknownNetwork(name, known: Network.knownNames))
        #expect(error?.kind == .usage)
        #expect(error?.sentence.contains("efficientnet-b7") == true)
    }

    @Test(arguments: ["", "0", "-1", "4.5", "nan", "inf", "half", "0.5@2"])
    func aWidthThatIsNoneIsAnError(width: String) {
        #expect(throws: NetworksError.invalidWidth(width)) { try Network(named: "mobilenet-v1@\(width)") }
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
    ])
    func columnsAreThoseOfTheStandardTaps(name: String, columns: Int) throws {
        let network = try Network(named: name)
        let graph = network.wholeGraph
        let widths = try graph.positions(ofTaps: network.standardTaps).map { graph.nodes[$0].channels }
        #expect(widths.reduce(0, +) == columns)
    }

    /// Counts that Keras reports for the networks without classifier, less the one value that counts what a
    /// normalisation saw. `conv_7b` and its normalisation are in InceptionResNetV2's.
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
        let graph = Network.multiGAP.wholeGraph
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

    @Test(arguments: Network.knownNames)
    func everyNodeFollowsItsInputsAndHasANameOfItsOwn(name: String) throws {
        let graph = try Network(named: name).wholeGraph
        #expect(Set(graph.nodes.map(\.name)).count == graph.nodes.count)
        for (index, node) in graph.nodes.enumerated() {
            #expect(node.inputs.allSatisfy { $0 < index }, "\(node.name)")
            #expect(node.inputs.isEmpty == (node.operation == .input), "\(node.name)")
        }
    }

    @Test func aPrunedGraphKeepsWhatItsOutputsNeed() throws {
        let whole = Network.multiGAP.wholeGraph
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
        let whole = Network.efficientNet(.b0).wholeGraph
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
    private let graph = Network.multiGAP.wholeGraph

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
