import Files
import Foundation
import Imaging
import Inference
import Networks
import Synchronization
import Testing
import TestSupport

@Suite struct EngineCacheTests {
    private let scratch: Scratch
    private let notices = Notices()

    init() throws { scratch = try Scratch() }

    /// What a cache has said.
    private final class Notices: Sendable {
        private let texts = Mutex<[String]>([])
        func add(_ text: String) { texts.withLock { $0.append(text) } }
        var all: [String] { texts.withLock { $0 } }
    }

    private var folder: String { scratch.path("networks") }

    private var entries: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).map { "\(folder)/\($0)" }.sorted()
    }

    private func cache() -> EngineCache {
        let notices = notices
        return EngineCache(folder: folder) { notices.add($0) }
    }

    private func request(seed: UInt64 = 1) -> ExtractorRequest {
        var request = ExtractorRequest(network: .mobileNetV1(width: 0.1), weights: .seeded(seed))
        request.taps = ["conv_pw_13_relu", "conv_pw_2_relu"]
        return request
    }

    private func features(_ request: ExtractorRequest, _ cache: EngineCache?, threads: Int = 1) throws -> [Float] {
        let extractor = try FeatureExtractor(request, threads: threads, cache: cache)
        return try extractor.features(of: somePicture(width: 48, height: 40))
    }

    @Test(arguments: Precision.allCases)
    func aKeptNetworkGivesTheSameFeaturesAndDescription(precision: Precision) throws {
        var request = request()
        request.precision = precision
        let plain = try FeatureExtractor(request, threads: 1, cache: nil)
        let first = try FeatureExtractor(request, threads: 1, cache: cache())
        #expect(entries.count == 1)
        let second = try FeatureExtractor(request, threads: 1, cache: cache())
        #expect(first.configuration == plain.configuration && second.configuration == plain.configuration)
        #expect(second.minimumSide == plain.minimumSide)
        for (width, height) in [(48, 40), (40, 48), (48, 40)] {
            let picture = somePicture(width: width, height: height)
            let expected = try plain.features(of: picture)
            #expect(try first.features(of: picture) == expected)
            #expect(try second.features(of: picture) == expected)
        }
        #expect(entries.count == 1 && notices.all.isEmpty)
    }

    @Test func anotherNetworkHasAnotherEntry() throws {
        var others = [request(), request(seed: 2), request(), request(), request()]
        others[2].precision = .bfloat16
        others[3].taps = ["conv_pw_2_relu", "conv_pw_13_relu"]
        others[4] = ExtractorRequest(network: .mobileNetV1(width: 0.2), weights: .seeded(1))
        for (number, other) in others.enumerated() {
            let expected = try features(other, nil)
            #expect(try features(other, cache()) == expected, "request \(number)")
            #expect(entries.count == number + 1, "request \(number)")
            #expect(try features(other, cache()) == expected, "request \(number) again")
        }
        #expect(entries.count == others.count && notices.all.isEmpty)
    }

    @Test func whatDoesNotChangeTheNetworkSharesItsEntry() throws {
        _ = try features(request(), cache())
        var other = request()
        other.fit = .crop
        other.side = 40
        other.values = .byte
        let extractor = try FeatureExtractor(other, threads: 2, cache: cache())
        #expect(
            extractor.configuration.input == InputDescription(geometry: .crop(side: 40), values: .byte, orientation: .applied))
        let again = try FeatureExtractor(extractor.configuration, weights: nil, threads: 1, cache: cache())
        #expect(again.configuration == extractor.configuration)
        let picture = somePicture(width: 40, height: 40)
        #expect(try again.features(of: picture) == extractor.features(of: picture), "whatever the number of threads")
        #expect(entries.count == 1)
    }

    @Test func aFileOfOtherContentHasAnotherEntry() throws {
        let path = scratch.path("weights.h5")
        for seed: UInt64 in [1, 2, 1] {
            let network = try WeightedNetwork(
                .mobileNetV1(width: 0.1), taps: nil, weights: .seeded(seed), downsampling: .keras)
            let provenance = Provenance(
                command: "", version: "", created: Date(), inputs: [], seed: nil, machine: "", threads: 1)
            try network.writeWeights(to: path, provenance: provenance)
            let request = ExtractorRequest(network: .mobileNetV1(width: 0.1), weights: .file(path))
            let expected = try features(request, nil)
            #expect(try features(request, cache()) == expected, "seed \(seed)")
            #expect(try features(request, cache()) == expected, "seed \(seed) again")
        }
        #expect(notices.all.isEmpty)
    }

    @Test func aNetworkInAFileIsKeptWithItsInput() throws {
        let file = ModelFileRequest(try ModelFile(path: Fixture.path("model-files/maps.onnx")))
        var request = ExtractorRequest(source: .file(file))
        request.fit = .stretch
        request.side = 48
        request.values = .unit
        let plain = try FeatureExtractor(request, threads: 1, cache: nil)
        let first = try FeatureExtractor(request, threads: 1, cache: cache())
        let second = try FeatureExtractor(request, threads: 1, cache: cache())
        #expect(first.configuration == plain.configuration && second.configuration == plain.configuration)
        let picture = somePicture(width: 48, height: 48)
        #expect(try second.features(of: picture) == plain.features(of: picture))
        #expect(entries.count == 1)
    }

    @Test(arguments: ["shortened", "emptied", "a byte changed", "other text"])
    func aDamagedEntryIsMadeAgain(damage: String) throws {
        let expected = try features(request(), cache())
        let entry = try #require(entries.first)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: entry))
        switch damage {
        case "shortened": bytes.removeLast(bytes.count / 3)
        case "emptied": bytes.removeAll()
        case "a byte changed": bytes[bytes.count / 2] ^= 4
        default: bytes = Data("nothing of the kind".utf8)
        }
        try bytes.write(to: URL(fileURLWithPath: entry))
        #expect(try features(request(), cache()) == expected)
        #expect(notices.all.count == 1 && notices.all.allSatisfy { $0.contains("damaged") }, "\(notices.all)")
        #expect(try features(request(), cache()) == expected)
        #expect(notices.all.count == 1)
    }

    @Test func aFolderThatCannotBeWrittenIsSaidAndStopsNothing() throws {
        try scratch.write("a file", to: "networks")
        #expect(try features(request(), cache()) == features(request(), nil))
        #expect(notices.all.count == 1 && notices.all.allSatisfy { $0.contains("not kept") }, "\(notices.all)")
    }

    /// What a network looks like decides its key; how its weights are written does not, and has a number of its own.
    @Test func theRevisionStandsForTheseBytes() throws {
        let network = try WeightedNetwork(
            .mobileNetV1(width: 0.1), taps: ["conv_pw_1_relu"], weights: .seeded(1), downsampling: .keras)
        let digest = try network.onnx().withUnsafeBytes { FileDigest.sha256(of: $0) }
        #expect(
            digest == "2f70041c41fa5496bfde9d8fa334a69e072d58b7e2f885dc66857a7991c016ed",
            "where equal weights give another network than before, raise EngineCache.revision and put the digest here")
    }
}
