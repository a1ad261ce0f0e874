import Explanation
import Files
import Foundation
import Graphs
import Imaging
import Inference
import Judging
import Learning
import Matrices
import Networks
import Records
import TestSupport
import Testing

/// Methods that go through the layers of a judge of two networks, one of which puts borders around photographs.
@Suite struct JudgeLayersTests {
    private let layers: JudgeLayers
    private let picture: Picture
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        let networks = [
            try WeightedNetwork(
                .mobileNetV1(width: 0.1), taps: ["conv_pw_3_relu", "conv1"], weights: .seeded(1), downsampling: .keras),
            try WeightedNetwork(.shuffleNetV2(.x05), taps: ["maxpool"], weights: .seeded(1), downsampling: .keras),
        ]
        let geometries: [Geometry] = [.longestSide(maximum: 40, enlarge: false), .border(side: 36)]
        let configurations = zip(networks, geometries).map { network, geometry in
            ExtractorConfiguration(
                of: network, weights: .seeded(1), input: InputDescription(geometry: geometry, values: network.network.values),
                downsampling: .keras, precision: .float32)
        }
        let judge = try JudgeModel(
            Self.classifier(networks, configurations, at: scratch.path("c.h5")), networks: networks.map(\.model))
        layers = try JudgeLayers(judge, threads: 1)
        let pixels: [UInt8] = (0..<40 * 30 * 3).map { UInt8($0 * 7919 % 251) }
        picture = Picture(width: 40, height: 30, pixels: pixels)
    }

    private static func classifier(
        _ networks: [WeightedNetwork], _ configurations: [ExtractorConfiguration], at path: String
    ) throws -> Classifier {
        let width = networks.reduce(0) { $0 + $1.columns }
        let mask = (0..<width).filter { $0 % 3 != 1 }
        let architecture = try NetworkArchitecture(hiddenWidths: [5], activation: .relu, classes: 2)
        let trained = try TrainedNetwork(
            architecture: architecture, inputs: mask.count,
            parameters: Initialisation.parameters(of: architecture, inputs: mask.count, seed: 4),
            inputScaling: InputScaling(mean: mask.map { Float($0) / 50 }, deviation: mask.map { 0.5 + Float($0) / 90 }))
        var first = 0
        let blocks = networks.map { network in
            defer { first += network.columns }
            return ColumnBlock(extractor: network.network.name, firstColumn: first, width: network.columns)
        }
        let application = ClassifierApplication(
            extractors: try configurations.map { try ExtractorConfiguration.json([$0]) }, blocks: blocks, reductions: [],
            mask: mask.map(UInt32.init),
            scaling: .init(mean: trained.inputScaling?.mean ?? [], deviation: trained.inputScaling?.deviation ?? []),
            output: .classes, classNames: ["0", "1"], threshold: 0.5)
        let provenance = Provenance(
            command: "test", version: "0", created: Date(timeIntervalSince1970: 0), inputs: [], seed: nil, machine: "", threads: 1
        )
        try ClassifierFile.write(
            ClassifierContent(inputWidth: mask.count, layers: trained.classifierLayers, application: application),
            provenance: provenance, to: path)
        return try Classifier(path: path)
    }

    /// A number that no method that goes through the layers asks for.
    private final class Unasked: PictureFunction {
        func values(of pictures: [Picture]) throws -> [Double] { pictures.map { _ in .nan } }
        var batchSize: Int { 1 }
    }

    private func explain(_ method: any ExplanationMethod, seed: UInt64 = 1) throws -> Attribution {
        let found = try method.explain(picture, of: Unasked(), seed: seed, progress: ExplanationProgress())
        #expect(found.method == method.name && found.width == 40 && found.height == 30)
        #expect(found.values.allSatisfy(\.isFinite) && found.values.contains { $0 != 0 })
        return found
    }

    @Test func integratedGradientsAddUpToTheDifferenceOfVerdicts() throws {
        let found = try explain(IntegratedGradients(layers))
        let sum = try #require(found.sum)
        #expect(abs(sum.gap) <= 0.01 * max(abs(sum.expected), 1e-3))
        // Borders are black in the baseline, too, and have no part in it.
        expectClose(found.values.reduce(0.0) { $0 + Double($1) }, sum.found, tolerance: 1e-4, "sum over the picture")
        #expect((0...1).contains(found.explained))
    }

    @Test func theSameSeedGivesTheSameBytes() throws {
        for method: any ExplanationMethod in [PlainGradients(smooth: layers, samples: 3), expected()] {
            #expect(try explain(method).values == explain(method).values)
            #expect(try explain(method).values != explain(method, seed: 2).values)
        }
    }

    private func expected() -> ExpectedGradients {
        var method = ExpectedGradients(layers)
        method.samples = 6
        return method
    }

    @Test func smoothingWithoutNoiseGivesTheGradientItself() throws {
        let smooth = try explain(PlainGradients(smooth: layers, samples: 2, noise: 0))
        expectClose(smooth.values, try explain(PlainGradients(layers)).values, tolerance: 1e-4, scale: .ofLargest, "gradients")
    }

    @Test func relevanceIsReportedByColumnTapAndBlock() throws {
        let method = LayerwiseRelevance(layers, rules: .uniform(.epsilon(1e-6), box: false))
        let (attribution, report) = try method.relevance(of: picture)
        #expect(report.taps.map { $0.map(\.name) } == [["conv_pw_3_relu", "conv1"], ["maxpool"]])
        let (columns, taps) = (report.columns.joined().reduce(0, +), report.taps.joined().reduce(0) { $0 + $1.relevance })
        expectClose(taps, columns, tolerance: 1e-6 * max(1, abs(columns)), "relevance of all taps")
        let outside = attribution.figures.first { $0.name == "on the borders of inputs" }?.value ?? 0
        let inside = attribution.values.reduce(0.0) { $0 + Double($1) }
        let size = attribution.values.reduce(0.0) { $0 + Double(abs($1)) }
        expectClose(inside + outside, report.reached, tolerance: 1e-3 * size, "relevance at the pixels")
        #expect(!report.layers.isEmpty)
    }

    @Test func everyWayOfShowingActivationsGivesAMap() throws {
        _ = try explain(ClassActivation(layers))
        _ = try explain(RatingActivation(layers))
        _ = try explain(GradientActivation(layers))
        let maps = try RatingActivation(layers).maps(of: picture)
        #expect(maps.count == 3)
        for map in maps { #expect(map.low.values.count == map.low.width * map.low.height && map.low != map.high) }
    }
}
