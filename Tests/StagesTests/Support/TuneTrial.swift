import Foundation
import Learning
import Networks
import Records
import TestSupport
import Testing

/// Photographs of coloured noise with a manifest, and a network that is trained on them in seconds.
struct TuneTrial {
    static let network = "mobilenet-v1@0.1"
    static let settings = ["--network", network, "--weights", "seeded:1", "--size", "32", "--batch", "8", "--threads", "1"]
    static let head = ["--head", "classes", "--phase", "head:epochs=3,rate=1e-2"]
    static let all = ["--phase", "all:epochs=2,rate=1e-3"]

    let scratch: Scratch
    let names: [String]

    init(count: Int = 24) throws {
        scratch = try Scratch()
        names = try scratch.writeColouredNoise(count, to: "set").map { "set/" + $0 }
        try writeManifest("set.csv", ["path,label,split"] + rows)
    }

    /// The manifest's rows: every fourth pair of photographs chooses the epoch.
    var rows: [String] {
        names.enumerated().map { number, name in
            "\(name),\(ColouredNoise.label(number)),\(number / 2 % 4 == 0 ? "validation" : "train")"
        }
    }

    func writeManifest(_ name: String, _ lines: [String]) throws {
        try scratch.write(lines.joined(separator: "\n") + "\n", to: name)
    }

    func arguments(_ more: [String], to output: String = "o.h5", from manifest: String = "set.csv") -> [String] {
        [manifest, "--output", output] + Self.settings + more
    }

    func tune(_ more: [String], to output: String = "o.h5", from manifest: String = "set.csv") throws -> Outcome {
        try scratch.run("tune", arguments(more, to: output, from: manifest))
    }

    /// What a training wrote, without times and machines.
    func result(_ output: String = "o.h5") throws -> TuneResult {
        let stem = String(output.dropLast(3))
        let content = try ClassifierFile.read(scratch.path(output))
        let weights = try WeightedNetwork(
            Network(named: Self.network), taps: nil, weights: .file(scratch.path(stem + ".weights.h5")), downsampling: .keras)
        return TuneResult(
            layers: content.layers, history: try #require(content.application).history,
            weights: weights.model.parameters.tensors)
    }
}

struct TuneResult: Equatable {
    let layers: [ClassifierLayer]
    let history: [HistorySeries]
    let weights: [[Float]]

    /// The numbers of a series, such as `validation_loss`.
    func series(_ name: String) throws -> [Double] {
        guard case .reals(let values) = try #require(history.first { $0.name == name }).values else { return [] }
        return values
    }
}
