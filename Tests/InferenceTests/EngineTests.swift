import Graphs
import Imaging
import Inference
import Networks
import TestSupport
import Testing

/// A network small enough for plain loops, and the pictures that it is tried on.
struct SmallNetwork: Sendable, CustomTestStringConvertible {
    let network: Network
    let taps: [String]?
    var downsampling = EfficientNet.Downsampling.keras
    let sides: [(width: Int, height: Int)]

    var testDescription: String { "\(network.name) \(taps ?? []) \(downsampling)" }

    func weighted() throws -> WeightedNetwork {
        try WeightedNetwork(network, taps: taps, weights: .seeded(1), downsampling: downsampling)
    }

    static let all = [
        SmallNetwork(network: .mobileNetV1(width: 0.25), taps: nil, sides: [(64, 41), (47, 96)]),
        SmallNetwork(
            network: .mobileNetV1(width: 0.1), taps: ["conv1", "conv_dw_2", "conv_pw_13_bn"], sides: [(33, 64)]),
        SmallNetwork(network: .efficientNet(.b0), taps: nil, sides: [(64, 41), (47, 64)]),
        SmallNetwork(
            network: .efficientNet(.b0), taps: ["normalization", "block2b_add", "block4a_se_excite"],
            downsampling: .same, sides: [(47, 33)]),
        SmallNetwork(network: .multiGAP, taps: ["mixed_5b", "block35_1_mixed", "mixed_6a"], sides: [(101, 76)]),
        SmallNetwork(network: .inceptionV1, taps: nil, sides: [(65, 42)]),
        SmallNetwork(network: .inceptionV3, taps: ["mixed0", "mixed3"], sides: [(76, 101)]),
        SmallNetwork(network: .mobileNetV2(width: 0.1), taps: nil, sides: [(64, 41), (47, 64)]),
        SmallNetwork(network: .resNet18, taps: nil, sides: [(65, 42)]),
        SmallNetwork(network: .resNet50, taps: ["conv3_block2_out"], sides: [(47, 64)]),
        SmallNetwork(network: .resNet50Version15, taps: ["layer2.1"], sides: [(47, 64)]),
        SmallNetwork(network: .vgg16, taps: ["block1_conv2", "block2_pool"], sides: [(41, 32)]),
        SmallNetwork(network: .shuffleNetV2(.x05), taps: nil, sides: [(65, 42)]),
    ]
}

extension Graphs.Operation {
    /// What the operation does, without its numbers.
    fileprivate var kind: String {
        switch self {
        case .convolution(let convolution) where convolution.groups > 1: "depthwise convolution"
        case .convolution(let convolution): convolution.hasBias ? "convolution with bias" : "convolution"
        case .batchNormalisation(_, _, let hasScale):
            hasScale ? "batch normalisation" : "batch normalisation without scale"
        case .activation(let function): "\(function)"
        case .maximumPooling(let window): "maximum pooling\(window.padding == .ceiling ? " rounded up" : "")"
        case .sum(let scale): scale == 1 ? "sum" : "residual"
        default: String("\(self)".prefix { $0 != "(" })
        }
    }
}

@Suite struct EngineTests {
    /// One compiled network serves pictures of every shape.
    @Test(arguments: SmallNetwork.all)
    func theEngineComputesWhatPlainLoopsCompute(_ small: SmallNetwork) throws {
        let network = try small.weighted()
        let engine = try engine(network)
        #expect(engine.columns == network.columns)
        for (width, height) in small.sides {
            let picture = somePicture(width: width, height: height, values: small.network.values)
            let found = try engine.features(of: picture)
            expectClose(found, interpreted(network, picture), tolerance: 1e-4, scale: .ofLargest, "\(width) x \(height)")
        }
    }

    @Test func everyKindOfOperationIsTried() throws {
        func kinds(_ graphs: [Graph]) -> Set<String> { Set(graphs.flatMap { $0.nodes.map(\.operation.kind) }) }
        let all = try Network.known.map { network in
            let whole = try network.graph(downsampling: .keras)
            return try whole.tapped(at: whole.positions(ofTaps: network.standardTaps))
        }
        #expect(kinds(try SmallNetwork.all.map { try $0.weighted().graph }) == kinds(all))
    }

    @Test func shapesMayAlternate() throws {
        let network = try SmallNetwork.all[1].weighted()
        let engine = try engine(network)
        let pictures = [(32, 32), (75, 33), (33, 75), (32, 200)].map {
            somePicture(width: $0.0, height: $0.1, values: .signed)
        }
        let first = try pictures.map { try engine.features(of: $0) }
        for (features, picture) in zip(first, pictures) {
            let what = "\(picture.width) x \(picture.height)"
            expectClose(features, interpreted(network, picture), tolerance: 1e-4, scale: .ofLargest, what)
            #expect(try engine.features(of: picture) == features, "\(what), the second time")
        }
    }

    /// Rounding to 8 bits adds up over layers.
    ///
    /// It makes a few per cent at the tenth, and twice that at the end of networks whose weights were never trained. Single
    /// columns may be further off.
    @Test(
        arguments: [(SmallNetwork.all[0], 0.15), (SmallNetwork.all[2], 0.15), (SmallNetwork.all[4], 0.03)]
            as [(SmallNetwork, Float)])
    func bfloat16IsNearFloat32(_ small: SmallNetwork, tolerance: Float) throws {
        let network = try small.weighted()
        let picture = somePicture(width: 160, height: 121, values: small.network.values)
        let exact = try engine(network).features(of: picture)
        let short = try engine(network, precision: .bfloat16).features(of: picture)
        let difference = zip(short, exact).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
        let size = exact.reduce(0) { $0 + $1 * $1 }.squareRoot()
        #expect(difference / size < tolerance, "\(difference / size)")
    }

    /// The two ways of padding are the same on even maps and differ on odd ones.
    @Test func paddingsDifferWhereTheyShould() throws {
        func features(_ downsampling: EfficientNet.Downsampling, width: Int, height: Int) throws -> [Float] {
            let network = try WeightedNetwork(
                .efficientNet(.b0), taps: ["stem_conv"], weights: .seeded(1), downsampling: downsampling)
            return try engine(network).features(of: somePicture(width: width, height: height))
        }
        #expect(try features(.same, width: 64, height: 48) == features(.keras, width: 64, height: 48))
        let (same, keras) = (try features(.same, width: 63, height: 47), try features(.keras, width: 63, height: 47))
        #expect(zip(same, keras).contains { abs($0 - $1) > 1e-3 })
    }

    @Test func aPictureThatIsTooSmallIsAnErrorOfTheEngine() throws {
        let network = try SmallNetwork.all[4].weighted()
        let engine = try engine(network)
        let error = #expect(throws: InferenceError.self) { try engine.features(of: somePicture(width: 20, height: 20)) }
        guard case .engine? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        // The next picture is served as if nothing had happened.
        #expect(try engine.features(of: somePicture(width: 101, height: 76)).count == network.columns)
    }

    @Test func anotherWidthThanDeclaredIsAnError() throws {
        let network = try SmallNetwork.all[1].weighted()
        let engine = try InferenceEngine(
            model: EngineModel(onnx: network.onnx()), columns: 7, EngineSettings(precision: .float32, threads: 1, pictures: 1))
        #expect(throws: InferenceError.outputShape(found: [network.columns], expectedColumns: 7)) {
            try engine.features(of: somePicture(width: 40, height: 40))
        }
    }

    @Test func whatIsNoNetworkIsAnError() {
        let error = #expect(throws: InferenceError.self) {
            try InferenceEngine(
                model: EngineModel(onnx: .init("nothing".utf8)), columns: 1,
                EngineSettings(precision: .float32, threads: 1, pictures: 1))
        }
        #expect(error?.kind == .ours)
        #expect(error?.sentence.hasPrefix("OpenVINO could not compile the network: ") == true)
        #expect(error?.sentence.contains("\n") == false)
    }

    @Test func aPictureThatIsNotFiniteIsAnError() throws {
        let engine = try engine(try SmallNetwork.all[1].weighted())
        let picture = ImageTensor(width: 40, height: 40, values: [Float](repeating: .infinity, count: 4800))
        let error = #expect(throws: InferenceError.self) { try engine.features(of: picture) }
        #expect(error?.kind == .badData)
    }
}
