import Files
import ForeignFormats
import Foundation
import Graphs
import Networks
import Testing
import TestSupport

/// Loading files with the state of PyTorch networks, right ones and wrong ones.
@Suite struct TorchWeightsTests {
    private let network = Network.resNet18
    private let taps = ["layer1.0"]
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private static let provenance = Provenance(
        command: "test", version: "0", created: Date(timeIntervalSince1970: 0), inputs: [], seed: nil, machine: "",
        threads: 1)

    /// The state that the taps need, with a number of its own in every place.
    private func state() throws -> [NamedTensor] {
        func vector(_ name: String, _ first: Float) -> NamedTensor {
            NamedTensor(name: name, shape: [64], values: (0..<64).map { first + Float($0) })
        }
        func kernel(_ name: String, _ shape: [Int]) -> NamedTensor {
            NamedTensor(name: name, shape: shape, values: (0..<shape.reduce(1, *)).map { Float($0) })
        }
        func normalisation(_ name: String) -> [NamedTensor] {
            [
                vector("\(name).weight", 100), vector("\(name).bias", 200), vector("\(name).running_mean", 300),
                vector("\(name).running_var", 400),
                NamedTensor(name: "\(name).num_batches_tracked", shape: [], values: [5]),
            ]
        }
        return [kernel("conv1.weight", [64, 3, 7, 7])] + normalisation("bn1")
            + [kernel("layer1.0.conv1.weight", [64, 64, 3, 3])] + normalisation("layer1.0.bn1")
            + [kernel("layer1.0.conv2.weight", [64, 64, 3, 3])] + normalisation("layer1.0.bn2")
            + [kernel("fc.weight", [10, 4]), kernel("fc.bias", [10])]
    }

    private func load(_ tensors: [NamedTensor]) throws -> WeightedNetwork {
        let path = scratch.path("w.safetensors")
        try SafetensorsFile.write(to: path, tensors: tensors, provenance: Self.provenance)
        return try network.weighted(.file(path), taps: taps)
    }

    @Test func theClassifierIsLeftAsideAndNamed() throws {
        #expect(try load(state()).leftAside == ["fc"])
    }

    /// A variance just below zero, as sums of squares come out, is carried by the epsilon; one further below is none.
    @Test(arguments: [(Float(-5e-6), true), (-1e-5, false), (-1, false), (.nan, false)])
    func aVarianceHasARoot(_ variance: Float, _ isFine: Bool) throws {
        var tensors = try state()
        let place = try #require(tensors.firstIndex { $0.name == "layer1.0.bn1.running_var" })
        tensors[place].values[3] = variance
        if isFine {
            _ = try load(tensors)
            return
        }
        let error = #expect(throws: NetworksError.self) { try load(tensors) }
        #expect(error?.sentence.contains("w.safetensors") == true)
        #expect(error?.sentence.contains("layer1.0.bn1.running_var") == true)
    }

    @Test func everyValueComesToItsPlace() throws {
        let loaded = try load(state())
        let tensors = loaded.tensorsByName
        let kernel = try #require(tensors[TensorName(layer: "conv1", role: .kernel)])
        for (filter, channel, row, column) in [(0, 0, 0, 0), (63, 2, 6, 6), (5, 1, 2, 4)] {
            let place = ((row * 7 + column) * 3 + channel) * 64 + filter
            #expect(kernel[place] == Float(((filter * 3 + channel) * 7 + row) * 7 + column))
        }
        let firsts: [(TensorRole, Float)] = [(.gamma, 100), (.beta, 200), (.movingMean, 300), (.movingVariance, 400)]
        for (role, first) in firsts {
            let values = try #require(tensors[TensorName(layer: "layer1.0.bn2", role: role)])
            #expect(values == (0..<64).map { first + Float($0) })
        }
        #expect(loaded.weightsDigest == (try FileDigest.sha256(of: scratch.path("w.safetensors"))))
    }

    /// Wrapped for several processors, a module has names with `module.` before them.
    @Test func aWrappedModuleHasTheSameWeights() throws {
        let plain = try load(state())
        let wrapped = try load(state().map { .init(name: "module.\($0.name)", shape: $0.shape, values: $0.values) })
        #expect(wrapped.tensorsByName == plain.tensorsByName && wrapped.leftAside == ["fc"])
        var tensors = try state().map { NamedTensor(name: "module.\($0.name)", shape: $0.shape, values: $0.values) }
        tensors[0].name = "module.conv1.bias"
        let error = #expect(throws: NetworksError.self) { try load(tensors) }
        #expect(error?.sentence.contains("'module.conv1.bias'") == true)
    }

    /// The same state as `torch.save` and as safetensors writes it: see Tests/Fixtures/networks.
    @Test func savedStatesAreRead() throws {
        let student = Network.shuffleNetV2Student(.none)
        let saved = try student.weighted(.file(Fixture.path("networks/student.pth")))
        #expect(saved.weightsDigest == (try FileDigest.sha256(of: Fixture.path("networks/student.pth"))))
        let bias = try #require(saved.tensorsByName[TensorName(layer: "blocks.0.units.1.3.layer", role: .bias)])
        #expect(bias.count == 15 && bias.contains { $0 != 0 })
        try saved.writeWeights(to: scratch.path("s.safetensors"), provenance: Self.provenance)
        #expect(try student.weighted(.file(scratch.path("s.safetensors"))).tensorsByName == saved.tensorsByName)
        let error = #expect(throws: NetworksError.self) {
            try Network.efficientNetLite(.lite0).weighted(.file(Fixture.path("networks/student.pth")))
        }
        #expect(error?.sentence.contains("student.pth") == true && error?.sentence.contains("efficientnet-lite0") == true)
    }

    @Test(arguments: ["shufflenet-v2@0.5", "inception-v1", "shufflenet-v2-student", "efficientnet-lite0"])
    func writtenWeightsAreRead(name: String) throws {
        let network = try Network(named: name)
        let seeded = try network.weighted()
        try seeded.writeWeights(to: scratch.path("s.safetensors"), provenance: Self.provenance)
        let loaded = try network.weighted(.file(scratch.path("s.safetensors")))
        #expect(loaded.tensorsByName == seeded.tensorsByName)
    }

    @Test func errorsSpeakInTheFilesOwnTerms() throws {
        let path = scratch.path("w.safetensors")
        func error(change: (inout [NamedTensor]) throws -> Void) throws -> NetworksError? {
            var tensors = try state()
            try change(&tensors)
            return #expect(throws: NetworksError.self) { try load(tensors) }
        }
        #expect(
            try error { $0.removeAll { $0.name == "layer1.0.bn1.running_var" } }
                == .missingTensor(file: path, tensor: "layer1.0.bn1.running_var", shape: [64]))
        let zeros = [Float](repeating: 0, count: 64 * 3 * 7 * 6)
        #expect(
            try error { $0[0] = .init(name: "conv1.weight", shape: [64, 3, 7, 6], values: zeros) }
                == .tensorShape(file: path, tensor: "conv1.weight", found: [64, 3, 7, 6], expected: [64, 3, 7, 7]))
        #expect(
            try error { $0[1].values[3] = .infinity } == .nonFiniteTensor(file: path, tensor: "bn1.weight"))
        for name in ["conv1.bias", "layer4.2.conv1.weight", "fcx.weight", "fc1", "relu.num_batches_tracked"] {
            let found = try error { $0.append(.init(name: name, shape: [1], values: [0])) }
            guard case .unknownLayer(path, name, "resnet-18", let near)? = found else {
                Issue.record("\(name): \(String(describing: found))")
                continue
            }
            #expect(near.count == 5)
        }
    }

    /// Two networks that are both called ResNet-50 do not take each other's files.
    @Test func theFormatsAreNotMixed() throws {
        let torch = scratch.path("t.safetensors")
        let keras = scratch.path("k.h5")
        try Network.resNet50Version15.weighted(taps: ["relu"]).writeWeights(to: torch, provenance: Self.provenance)
        try Network.resNet50.weighted(taps: ["conv1_relu"]).writeWeights(to: keras, provenance: Self.provenance)
        #expect(throws: StorageError.otherFormat(path: torch, found: .safetensors, expected: FileKind.hdf5.name)) {
            try Network.resNet50.weighted(.file(torch))
        }
        let error = #expect(throws: StorageError.self) { try Network.resNet50Version15.weighted(.file(keras)) }
        #expect(error?.sentence.contains("a safetensors file was expected") == true)
    }
}
