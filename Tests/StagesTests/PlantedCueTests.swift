import Foundation
import Imaging
import Matrices
import Records
import StageSupport
import TestSupport
import Testing

/// A judge that was trained on photographs to see one thing: whether a red disc of 40 pixels is in the picture.
///
/// An explanation of its verdicts must point at the disc. One of a judge with random weights must not, nor one that draws random
/// numbers (Adebayo et al. 2018, arXiv:1810.03292).
@Suite struct PlantedCueTests {
    private static let side = 96
    private static let diameter = 40
    private static let explained = [1, 3, 5, 7]
    private let scratch: Scratch
    /// The centres of the discs of the explained pictures, by number.
    private let centres: [Int: (x: Int, y: Int)]

    init() throws {
        scratch = try Scratch()
        centres = try Self.makePictures(in: scratch)
    }

    /// Grey ramps with a little noise; every other picture has a red disc, and half of the others a disc of another colour.
    private static func makePictures(in scratch: Scratch) throws -> [Int: (x: Int, y: Int)] {
        var stream = RandomStream(seed: 7, name: "planted cue")
        var centres: [Int: (x: Int, y: Int)] = [:]
        let others: [[UInt8]] = [[20, 20, 230], [20, 200, 20], [230, 230, 230], [20, 20, 20]]
        var lines = ["path,label"]
        try scratch.makeFolder("set")
        for number in 0..<240 {
            let centre = centre(&stream)
            let colour = number % 2 == 1 ? [230, 20, 20] : number % 4 == 0 ? others[number / 4 % 4] : nil
            let picture = picture(disc: centre, of: colour, &stream)
            try picture.write(to: scratch.path("set/\(number).png"), as: .png)
            lines.append("set/\(number).png,\(number % 2)")
            if explained.contains(number) { centres[number] = centre }
        }
        try scratch.write(lines.joined(separator: "\n") + "\n", to: "set.csv")
        return centres
    }

    /// Trains the judge: a layer that sees single pixels and their neighbours, and a head on its means.
    private func tune(_ model: String, _ phase: String) throws {
        try scratch.run(
            "tune",
            [
                "set.csv", "--network", "mobilenet-v1@0.25", "--taps", "conv_pw_1_relu", "--weights", "seeded:1", "--size",
                String(Self.side), "--head", "classes", "--phase", phase, "--output", model,
            ]
        ).expectDone()
    }

    private static func centre(_ stream: inout RandomStream) -> (x: Int, y: Int) {
        let range = diameter / 2...side - diameter / 2
        return (Int.random(in: range, using: &stream), Int.random(in: range, using: &stream))
    }

    private static func isInside(_ pixel: Int, _ centre: (x: Int, y: Int)) -> Bool {
        let (x, y) = (pixel % side - centre.x, pixel / side - centre.y)
        return 4 * (x * x + y * y) <= diameter * diameter
    }

    private static func picture(disc: (x: Int, y: Int), of colour: [UInt8]?, _ stream: inout RandomStream) -> Picture {
        let (level, across, down) = (stream.uniform(in: 60...190), stream.uniform(in: -0.3...0.3), stream.uniform(in: -0.3...0.3))
        var pixels: [UInt8] = []
        for pixel in 0..<side * side {
            let ramp = across * Double(pixel % side - side / 2) + down * Double(pixel / side - side / 2)
            let grey = UInt8(min(max(level + ramp + stream.uniform(in: -8...8), 0), 255))
            pixels += isInside(pixel, disc) ? colour ?? [grey, grey, grey] : [grey, grey, grey]
        }
        return Picture(width: side, height: side, pixels: pixels)
    }

    /// The share of the positive attribution of each method that lies on the disc, as the mean over the explained pictures.
    private func shares(by model: String) throws -> [String: Double] {
        let methods = [
            "lime", "shap", "shapley", "gradients", "smoothgrad", "integrated-gradients", "expected-gradients", "lrp", "cam",
            "grad-cam", "random",
        ]
        let photographs = Self.explained.map { "set/\($0).png" }
        let options = ["--hide", "blur", "--baseline", "blur", "--noise", "0.05"]
        try scratch.run(
            "explain", photographs + ["--model", model, "--output", "why", "--method"] + methods + options
        ).expectDone()
        var sums: [String: Double] = [:]
        for (number, centre) in centres {
            let record = try ExplanationFile.read(scratch.path("why/\(number).h5"))
            #expect(record.width == Self.side && record.height == Self.side)
            let isInside = (0..<record.pixels).map { Self.isInside($0, centre) }
            for method in record.methods {
                let share = record.attribution(of: method).positiveShare(inside: isInside) ?? 0
                sums[method.name, default: 0] += share / Double(centres.count)
            }
        }
        #expect(sums.count == methods.count)
        return sums
    }

    @Test func everyMethodPointsAtTheDisc() throws {
        try tune("c.h5", "all:epochs=30,rate=3e-3,decay=1e-2")
        let shares = try shares(by: "c.h5")
        for (method, share) in shares where method != "random" {
            // The slope at a picture says less than the way to it.
            #expect(share > (method == "gradients" ? 0.7 : 0.8), "\(method): \(share) of the positive attribution is on the disc")
        }
        #expect(try #require(shares["random"]) < 0.3)
    }

    /// With random weights, no method finds the disc: what they show of a trained judge comes from what it has learned.
    @Test func withRandomWeightsNoMethodPointsAtTheDisc() throws {
        try tune("r.h5", "all:epochs=1,rate=1e-12")
        for (method, share) in try shares(by: "r.h5") {
            #expect(share < 0.6, "\(method): \(share) of the positive attribution is on the disc")
        }
    }
}
