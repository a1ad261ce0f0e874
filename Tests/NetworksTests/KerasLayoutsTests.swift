import ForeignFormats
import Graphs
import HDF5
import Networks
import Testing
import TestSupport

/// The ways in which Keras numbers layers without a name of their own, and tensors within a layer.
@Suite struct KerasLayoutsTests {
    private let scratch: Scratch
    private let tapped = ["mixed_5b"]

    init() throws { scratch = try Scratch() }

    /// Layers of InceptionResNetV2 up to the first tap with their weights, and the others with one value a tensor,
    /// which nothing reads.
    private func inceptionLayers() throws -> [KerasLayerWeights] {
        let needed = try Network.multiGAP.weighted(taps: tapped).kerasLayers
        let known = Set(needed.map(\.name))
        let others = Dictionary(grouping: try Network.multiGAP.wholeGraph.parameters, by: \.name.layer)
            .filter { !known.contains($0.key) }
            .map { layer, tensors in
                KerasLayerWeights(
                    name: layer, tensors: tensors.map { .init(name: $0.name.role.rawValue, shape: [1], values: [0]) })
            }
        return needed + others.sorted { $0.name < $1.name }
    }

    /// `conv2d_12` for `conv2d_7` and a shift of 5; other names stay.
    private static func shifted(_ name: String, by shift: Int) -> String {
        for family in ["conv2d", "batch_normalization"] where name == family || name.hasPrefix(family + "_") {
            let number = name == family ? 0 : Int(name.dropFirst(family.count + 1))
            guard let number else { continue }
            return number + shift == 0 ? family : "\(family)_\(number + shift)"
        }
        return name
    }

    /// A network that is made second in a program has higher numbers; Keras before 2.4 began at 1.
    @Test(arguments: [0, 1, 95, 203])
    func numbersMayStartAnywhere(shift: Int) throws {
        let layers = try inceptionLayers().map { layer in
            KerasLayerWeights(name: Self.shifted(layer.name, by: shift), tensors: layer.tensors)
        }
        let loaded = try Network.multiGAP.weighted(.file(try scratch.write(layers.reversed())), taps: tapped)
        #expect(loaded.kerasLayers == (try Network.multiGAP.weighted(taps: tapped)).kerasLayers)
    }

    @Test(arguments: [("conv2d", "conv2d_40"), ("batch_normalization", "batch_normalization_202")])
    func anotherNumberOfNumberedLayersIsAnError(family: String, lost: String) throws {
        let path = try scratch.write(try inceptionLayers().filter { $0.name != lost })
        let count = try Network.multiGAP.wholeGraph.nodes.filter { node in
            node.name == family || node.name.hasPrefix(family + "_")
        }.count
        let error = #expect(throws: NetworksError.self) { try Network.multiGAP.weighted(.file(path), taps: tapped) }
        #expect(
            error == .layerCount(file: path, family: family, found: count - 1, expected: count, network: "multigap"))
        #expect(error?.sentence.contains("it has \(count - 1) layers named \(family)") == true)
    }

    /// Keras 3 numbers tensors instead of naming them, keeps a layer's name beside them, and groups layers by class.
    private func writeNumbered(_ layers: [KerasLayerWeights], to name: String = "numbered.weights.h5") throws -> String {
        let file = try HDF5File.create(scratch.path(name), reportedAs: name)
        for (position, layer) in layers.enumerated() {
            let variables = try file.root.createGroup("layers/layer_\(position)/vars")
            try variables.attributes.set("name", layer.name)
            for (number, tensor) in layer.tensors.enumerated() {
                try variables.write("\(number)", tensor.values, shape: tensor.shape)
            }
        }
        _ = try file.root.createGroup("layers/dropout/vars")
        try file.close()
        return scratch.path(name)
    }

    @Test(arguments: [
        ("mobilenet-v1@0.1", ["conv_pw_13_relu"]), ("efficientnet-b0", ["block2b_add"]), ("multigap", ["mixed_5b"]),
    ])
    func numberedTensorsAreLoaded(name: String, taps: [String]) throws {
        let network = try Network(named: name)
        let seeded = try network.weighted(taps: taps)
        var layers = network == .multiGAP ? try inceptionLayers() : seeded.kerasLayers
        if let index = layers.firstIndex(where: { $0.name == "normalization" }) {
            layers[index].tensors.append(.init(name: "count", shape: [], values: [0]))
        }
        let loaded = try network.weighted(.file(try writeNumbered(layers)), taps: taps)
        #expect(loaded.kerasLayers == seeded.kerasLayers)
    }

    @Test func numberedTensorsAreCheckedLikeNamedOnes() throws {
        let network = Network.mobileNetV1(width: 0.1)
        let layers = try network.weighted().kerasLayers
        func error(_ name: String, change: (inout KerasLayerWeights) -> Void) throws -> NetworksError? {
            var changed = layers
            change(&changed[try #require(layers.firstIndex { $0.name == name })])
            let path = try writeNumbered(changed)
            return #expect(throws: NetworksError.self) { try network.weighted(.file(path)) }
        }
        let path = scratch.path("numbered.weights.h5")
        #expect(
            try error("conv1") { $0.tensors.append(.init(name: "bias", shape: [3], values: [0, 0, 0])) }
                == .unknownTensor(file: path, layer: "conv1", tensor: "1", expected: ["kernel"]))
        #expect(
            try error("conv_dw_2") { $0.tensors.removeAll() }
                == .missingTensor(
                    file: path, tensor: "conv_dw_2/depthwise_kernel", shape: [3, 3, 6, 1]))
        #expect(
            try error("conv_pw_1_bn") { $0.tensors[2] = .init(name: "moving_mean", shape: [1], values: [0]) }
                == .tensorShape(
                    file: path, tensor: "conv_pw_1_bn/moving_mean", found: [1], expected: [6])
        )
        #expect(
            try error("conv_pw_1") { $0.tensors[0].values[3] = .nan }
                == .nonFiniteTensor(file: path, tensor: "conv_pw_1/kernel"))
    }

    /// In Keras 3's Keras-2 files a depthwise kernel is called `kernel`.
    @Test func aDepthwiseKernelMayBeCalledKernel() throws {
        let network = Network.mobileNetV1(width: 0.1)
        var layers = try network.weighted().kerasLayers
        for layer in layers.indices {
            for tensor in layers[layer].tensors.indices where layers[layer].tensors[tensor].name == "depthwise_kernel" {
                layers[layer].tensors[tensor].name = "kernel"
            }
        }
        let loaded = try network.weighted(.file(try scratch.write(layers)))
        #expect(loaded.kerasLayers == (try network.weighted()).kerasLayers)
    }
}
