import Foundation
import Imaging
import Matrices
import Records
import StageSupport
import TestSupport
import Testing

/// A judge that was trained to see one thing: whether a red disc of 40 pixels is in the picture.
///
/// An explanation of its verdicts must point at the disc, and one that draws random numbers must not.
@Suite struct PlantedCueTests {
    private static let side = 96
    private static let diameter = 40
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try makePictures()
        let extraction = [
            "set", "--extractor", "mobilenet-v1@0.25", "--weights", "seeded:1", "--size", String(Self.side), "--taps",
            "conv_pw_1_relu,conv_pw_3_relu", "--output", "f.h5",
        ]
        try scratch.run("extract", extraction).expectDone()
        try scratch.run("train", ["f.h5", "--head", "linear", "--output", "c.h5"]).expectDone()
    }

    /// Grey noise in blocks of eight pixels, half of the pictures with a disc at a random place.
    private func makePictures() throws {
        var stream = RandomStream(seed: 7, name: "planted cue")
        for number in 0..<40 {
            let hasDisc = number % 2 == 0
            let folder = hasDisc ? "set/aesthetic" : "set/not-aesthetic"
            try FileManager.default.createDirectory(atPath: scratch.path(folder), withIntermediateDirectories: true)
            let centre = hasDisc ? Self.centre(&stream) : nil
            let picture = Self.picture(disc: centre, &stream)
            try picture.write(to: scratch.path("\(folder)/\(number).png"), as: .png)
            if number == 0, let centre { try scratch.write("\(centre.x) \(centre.y)", to: "centre") }
        }
    }

    private static func centre(_ stream: inout RandomStream) -> (x: Int, y: Int) {
        let range = diameter / 2...side - diameter / 2
        return (Int.random(in: range, using: &stream), Int.random(in: range, using: &stream))
    }

    private static func isInside(_ pixel: Int, _ centre: (x: Int, y: Int)) -> Bool {
        let (x, y) = (pixel % side - centre.x, pixel / side - centre.y)
        return 4 * (x * x + y * y) <= diameter * diameter
    }

    private static func picture(disc: (x: Int, y: Int)?, _ stream: inout RandomStream) -> Picture {
        let blocks = (0..<144).map { _ in UInt8(stream.uniform(in: 60...190)) }
        var pixels: [UInt8] = []
        for pixel in 0..<side * side {
            let grey = blocks[pixel / side / 8 * 12 + pixel % side / 8]
            let isRed = disc.map { isInside(pixel, $0) } ?? false
            pixels += isRed ? [230, 20, 20] : [grey, grey, grey]
        }
        return Picture(width: side, height: side, pixels: pixels)
    }

    /// The share of the positive attribution of each method that lies on the disc of the first picture.
    private func shares(_ methods: [String], _ arguments: [String]) throws -> [String: Double] {
        let words = try String(decoding: scratch.data("centre"), as: UTF8.self).split(separator: " ").compactMap { Int($0) }
        let centre = (x: words[0], y: words[1])
        let outcome = try scratch.run(
            "explain",
            ["set/aesthetic/0.png", "--model", "c.h5", "--output", "why", "--method"] + methods + arguments)
        outcome.expectDone()
        let record = try ExplanationFile.read(scratch.path("why/0.h5"))
        #expect(record.width == Self.side && record.height == Self.side && record.isAesthetic)
        let isInside = (0..<record.pixels).map { Self.isInside($0, centre) }
        return Dictionary(
            uniqueKeysWithValues: record.methods.map { method in
                (method.name, record.attribution(of: method).positiveShare(inside: isInside) ?? 0)
            })
    }

    @Test func randomAttributionsDoNotPointAtTheDisc() throws {
        let share = try #require(try shares(["random"], [])["random"])
        #expect(share < 0.5, "\(share) of the positive attribution is on the disc")
    }
}
