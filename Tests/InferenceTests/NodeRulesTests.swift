import Foundation
import Imaging
import Inference
import Testing
import TestSupport

/// Nodes of ONNX that OpenVINO computes otherwise than the standard says: what takes their place gives what the standard
/// says, computed here by plain loops.
@Suite struct NodeRulesTests {
    private let scratch: Scratch
    private let picture = somePicture(width: 6, height: 8)

    init() throws {
        scratch = try Scratch()
    }

    @Test("softmax of versions 11 and 12 is over the axis and all behind it", arguments: [11, 12], [1, 2, -2])
    func softmax(operatorSet: Int, axis: Int) throws {
        var model = SmallONNX(operatorSet: operatorSet)
        model.add("Softmax", ["image"], ["y"], [ONNXAttribute("axis", axis)])
        model.finish("y", count: 144)
        let values = picture.channelsFirst
        let row = axis == 1 ? 144 : 48
        let expected = stride(from: 0, to: 144, by: row).flatMap { start -> [Float] in
            let powers = values[start..<start + row].map { exp($0) }
            let sum = powers.reduce(0, +)
            return powers.map { $0 / sum }
        }
        try expectClose(model.features(picture, in: scratch), expected, tolerance: 1e-5, "axis \(axis)")
    }

    @Test func aNodeInABranchIsReplacedToo() throws {
        let branch = { (kind: String) in
            SmallONNX.graph(
                [ONNXNode(kind: kind, inputs: ["image"], outputs: ["z"], attributes: [ONNXAttribute("axis", 1)])], outputs: ["z"])
        }
        var model = SmallONNX(operatorSet: 11)
        model.add("ReduceMax", ["image"], ["m"], [ONNXAttribute("keepdims", 0)])
        model.add("Cast", ["m"], ["whole"], [ONNXAttribute("to", 6)])
        model.add("Cast", ["whole"], ["is"], [ONNXAttribute("to", 9)])
        model.add(
            "If", ["is"], ["y"],
            [ONNXAttribute("then_branch", graph: branch("LogSoftmax")), ONNXAttribute("else_branch", graph: branch("Softmax"))])
        model.finish("y", count: 144)
        let powers = picture.channelsFirst.map { exp($0) }
        let sum = powers.reduce(0, +)
        try expectClose(model.features(picture, in: scratch), powers.map { $0 / sum }, tolerance: 1e-5, "else")
    }

    @Test("axes of sums", arguments: ["ReduceL1", "ReduceLogSum", "ReduceLogSumExp"], [13, 17])
    func reductions(kind: String, operatorSet: Int) throws {
        var model = SmallONNX(operatorSet: operatorSet)
        model.add(kind, ["image"], ["y"], [ONNXAttribute("axes", [3]), ONNXAttribute("keepdims", 0)])
        model.finish("y", count: 24)
        let expected = (0..<24).map { row -> Float in
            let values = (0..<6).map { picture.value(row / 8, row % 8, $0) }
            switch kind {
            case "ReduceL1": return values.reduce(0) { $0 + abs($1) }
            case "ReduceLogSum": return log(values.reduce(0, +))
            default: return log(values.reduce(0) { $0 + exp($1) })
            }
        }
        try expectClose(model.features(picture, in: scratch), expected, tolerance: 1e-5, kind)
    }

    @Test func anAverageCountsPaddingAndNothingBeyondIt() throws {
        var model = SmallONNX()
        model.add(
            "AveragePool", ["image"], ["y"],
            [
                ONNXAttribute("kernel_shape", [3, 3]), ONNXAttribute("strides", [2, 2]), ONNXAttribute("pads", [1, 1, 1, 1]),
                ONNXAttribute("ceil_mode", 1), ONNXAttribute("count_include_pad", 1),
            ])
        model.finish("y", count: 3 * 5 * 4)
        var expected: [Float] = []
        for channel in 0..<3 {
            for row in stride(from: -1, through: 7, by: 2) {
                for column in stride(from: -1, through: 5, by: 2) {
                    // Padding reaches to row 8 and column 6.
                    let rows = row...min(row + 2, 8), columns = column...min(column + 2, 6)
                    var sum: Float = 0
                    for y in rows where (0..<8).contains(y) {
                        for x in columns where (0..<6).contains(x) { sum += picture.value(channel, y, x) }
                    }
                    expected.append(sum / Float(rows.count * columns.count))
                }
            }
        }
        try expectClose(model.features(picture, in: scratch), expected, tolerance: 1e-5, "averages")
    }

    @Test func noMaximumBeginsBehindThePicture() throws {
        var model = SmallONNX()
        model.add(
            "MaxPool", ["image"], ["y"],
            [ONNXAttribute("kernel_shape", [2, 2]), ONNXAttribute("strides", [3, 3]), ONNXAttribute("ceil_mode", 1)])
        // Columns 0 and 3; a third window would begin at column 6, which there is not.
        model.finish("y", count: 3 * 3 * 2)
        let expected = (0..<3).flatMap { channel in
            [0, 3, 6].flatMap { row in
                [0, 3].map { column -> Float in
                    let pixels = (row..<min(row + 2, 8)).flatMap { y in
                        (column..<column + 2).map { picture.value(channel, y, $0) }
                    }
                    return pixels.max() ?? .nan
                }
            }
        }
        try expectClose(model.features(picture, in: scratch), expected, tolerance: 1e-6, "maxima")
    }

    @Test func antialiasingWeighsAllThatAPixelCovers() throws {
        var model = SmallONNX(operatorSet: 18)
        model.constant("scales", [1, 1, 0.5, 1], sides: [4])
        model.add(
            "Resize", ["image", "", "scales"], ["y"], [ONNXAttribute("mode", "linear"), ONNXAttribute("antialias", 1)])
        model.finish("y", count: 3 * 4 * 6)
        let expected = (0..<3 * 4 * 6).map { index -> Float in
            let (channel, row, column) = (index / 24, index / 6 % 4, index % 6)
            // A triangle of two pixels to each side of the middle between two rows.
            return zip(-1...2, [0.125, 0.375, 0.375, 0.125] as [Float]).reduce(0) { sum, tap in
                sum + tap.1 * picture.value(channel, min(max(2 * row + tap.0, 0), 7), column)
            }
        }
        try expectClose(model.features(picture, in: scratch), expected, tolerance: 1e-5, "half the rows")
    }

    @Test func responsesAreDividedByTheirBias() throws {
        var model = SmallONNX()
        model.add(
            "LRN", ["image"], ["y"],
            [
                ONNXAttribute("size", 3), ONNXAttribute("alpha", Float(0.9)), ONNXAttribute("beta", Float(0.5)),
                ONNXAttribute("bias", Float(2)),
            ])
        model.finish("y", count: 144)
        let expected = (0..<144).map { index -> Float in
            let (channel, row, column) = (index / 48, index / 6 % 8, index % 6)
            let squares = (max(channel - 1, 0)...min(channel + 1, 2)).reduce(Float(0)) {
                $0 + picture.value($1, row, column) * picture.value($1, row, column)
            }
            return picture.value(channel, row, column) / (2 + 0.3 * squares).squareRoot()
        }
        try expectClose(model.features(picture, in: scratch), expected, tolerance: 1e-5, "responses")
    }

    @Test func quantisedKernelsMayHaveAScaleEach() throws {
        var model = SmallONNX()
        model.constant("scale", [1 / 128], sides: [])
        model.constant("zero", kind: 2, sides: [], raw: [0])
        model.add("QuantizeLinear", ["image", "scale", "zero"], ["codes"])
        // The first kernel takes the red alone, the second twice the blue; their scales make both 1 and 1/2.
        model.constant("kernels", kind: 3, sides: [2, 3, 1, 1], raw: [100, 0, 0, 0, 0, 50])
        model.constant("kernel scales", [0.01, 0.01], sides: [2])
        model.constant("kernel zeros", kind: 3, sides: [2], raw: [0, 0])
        model.add(
            "QLinearConv",
            ["codes", "scale", "zero", "kernels", "kernel scales", "kernel zeros", "scale", "zero"], ["sums"])
        model.add("DequantizeLinear", ["sums", "scale", "zero"], ["y"])
        model.finish("y", count: 96)
        let expected = (0..<96).map { index -> Float in
            let code = (picture.value(index < 48 ? 0 : 2, index / 6 % 8, index % 6) * 128).rounded(.toNearestOrEven)
            return (index < 48 ? code : (code / 2).rounded(.toNearestOrEven)) / 128
        }
        let found = try model.features(picture, in: scratch)
        // One code of 128 is the most that a sum between two may be rounded otherwise.
        try #require(found.count == expected.count)
        #expect(zip(found, expected).allSatisfy { abs($0 - $1) <= 1.001 / 128 })
        #expect(zip(found, expected).filter { abs($0 - $1) > 1e-4 }.count < 10)
    }

    @Test func aNetworkWithWeightsBesideItIsReplacedWithoutThem() throws {
        var model = SmallONNX(operatorSet: 11)
        var tensor = WireParts()
        for side in [1, 3, 8, 6] { tensor.append(.field(1, side)) }
        tensor.append(.field(2, 1))
        for (key, value) in [("location", "beside.bin"), ("offset", "0"), ("length", "576")] {
            var entry = WireParts.field(1, key)
            entry.append(.field(2, value))
            tensor.append(entry.asField(13))
        }
        tensor.append(.field(14, 1))
        model.constants.append(("beside", tensor))
        model.add("Add", ["image", "beside"], ["sum"])
        model.add("Softmax", ["sum"], ["y"], [ONNXAttribute("axis", 1)])
        model.finish("y", count: 144)
        let added = (0..<144).map { Float($0 % 7) }
        try scratch.write(added.withUnsafeBytes { Array($0) }, to: "beside.bin")
        let powers = zip(picture.channelsFirst, added).map { exp($0 + $1) }
        let sum = powers.reduce(0, +)
        try expectClose(model.features(picture, in: scratch), powers.map { $0 / sum }, tolerance: 1e-5, "beside")
    }

    @Test func aNetworkWithoutSuchNodesIsReadFromItsFile() throws {
        let path = Fixture.path("model-files/maps.onnx")
        #expect(try ONNXPreparation(ModelFile(path: path)).parts == nil)
    }
}
