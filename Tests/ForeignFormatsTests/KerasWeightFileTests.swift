import Files
import ForeignFormats
import Foundation
import HDF5
import Testing
import TestSupport

@Suite struct KerasWeightFileTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func namedTensorsAreReadInTheFilesOrder() throws {
        let file = try KerasWeightFile.open(Fixture.path("keras-classifier/functional.h5"))
        #expect(file.namesKnown)
        #expect(file.layers.map(\.name) == ["features", "dense", "batch_normalization", "dropout", "dense_1"])
        let normalization = try #require(file.layer(named: "batch_normalization"))
        #expect(normalization.tensors.map(\.name) == ["gamma", "beta", "moving_mean", "moving_variance"])
        #expect(file.layer(named: "dense")?.tensor(named: "kernel")?.shape == [5, 4])
        #expect(file.layer(named: "none") == nil)
    }

    @Test func numberedTensorsAreTheSameAsTheNamedOnes() throws {
        let named = try KerasWeightFile.open(Fixture.path("keras-classifier/functional.h5"))
        let numbered = try KerasWeightFile.open(Fixture.path("keras-classifier/numbered.weights.h5"))
        #expect(!numbered.namesKnown)
        #expect(numbered.layers.map(\.name) == ["batch_normalization", "dense", "dense_1"])
        for layer in numbered.layers {
            #expect(layer.tensors.map(\.name) == layer.tensors.indices.map(String.init))
            let other = try #require(named.layer(named: layer.name))
            try #require(layer.tensors.count == other.tensors.count)
            for (a, b) in zip(layer.tensors, other.tensors) {
                #expect(a.shape == b.shape)
                #expect(try a.read() == b.read())
            }
        }
    }

    @Test func writtenWeightsComeBack() throws {
        let path = scratch.path("w.h5")
        let layers = [
            KerasLayerWeights(
                name: "conv",
                tensors: [.init(name: "kernel", shape: [1, 1, 2, 3], values: [1, 2, 3, 4, 5, 6])]),
            KerasLayerWeights(name: "relu", tensors: []),
            KerasLayerWeights(name: "norm", tensors: [.init(name: "count", shape: [], values: [7])]),
        ]
        try KerasWeightFile.write(to: path, layers: layers, provenance: Sample.provenance)
        let file = try KerasWeightFile.open(path)
        let read = try file.layers.map { layer in
            KerasLayerWeights(
                name: layer.name,
                tensors: try layer.tensors.map { .init(name: $0.name, shape: $0.shape, values: try $0.read()) })
        }
        #expect(read == layers)
    }

    /// A model inside a model keeps all its weights in one group; they are told apart by their folders.
    @Test func nestedModelsAreTakenApart() throws {
        let path = scratch.path("nested.h5")
        try HDF5File.write(to: path) { root throws(StorageError) in
            try root.attributes.set("layer_names0", ["base"])
            try root.attributes.set("layer_names1", ["top"])
            let base = try root.createGroup("base")
            try base.attributes.set("weight_names", ["conv1/kernel:0", "bn/gamma:0", "conv1/bias:0"])
            try base.write("conv1/kernel:0", [Float](repeating: 1, count: 2))
            try base.write("bn/gamma:0", [Float](repeating: 2, count: 2))
            try base.write("conv1/bias:0", [Float](repeating: 3, count: 2))
            let top = try root.createGroup("top")
            try top.attributes.set("weight_names", ["top/kernel:0"])
            try top.write("top/kernel:0", [Int64](repeating: 4, count: 2))
        }
        let file = try KerasWeightFile.open(path)
        #expect(file.layers.map(\.name) == ["conv1", "bn", "top"])
        #expect(file.layers[0].tensors.map(\.name) == ["kernel", "bias"])
        #expect(try file.layers[2].tensors[0].read() == [4, 4])
    }

    @Test func aFileWithoutWeightsIsRefused() throws {
        let path = scratch.path("mask.h5")
        try HDF5File.write(to: path) { root throws(StorageError) in try root.write("indices", [Int64(1)]) }
        let sentence = Sample.sentence { _ = try KerasWeightFile.open(path) }
        #expect(sentence?.contains("has no Keras weights") == true)
    }
}
