import Foundation
import Imaging
import StageSupport
import TestSupport
import Testing

/// What becomes of a photograph that is stored on its side, from its features to a verdict and a thumbnail.
@Suite struct OrientationTests {
    let scratch: Scratch
    let gallery: Gallery

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
        try scratch.copy(Fixture.path("pictures/turned-6.jpg"), to: "set/turned.jpg")
        let picture = try PictureDecoder().decode(path: scratch.path("set/turned.jpg"))
        try picture.upright.write(to: scratch.path("set/upright.png"), as: .png)
        try Picture(width: picture.width, height: picture.height, pixels: picture.pixels)
            .write(to: scratch.path("set/stored.png"), as: .png)
    }

    private struct Line: Decodable {
        let path: String
        let aesthetic: Double?

        private enum CodingKeys: String, CodingKey {
            case path
            case aesthetic = "probability_aesthetic"
        }
    }

    /// How aesthetic a classifier finds each of the three, by name, that was trained on pictures oriented in this way.
    private func probabilities(trained orientation: [String]) throws -> (byName: [String: Double], messages: String) {
        try scratch.run("extract", [gallery.pictures, "--output", "f.h5"] + Gallery.firstExtractor + orientation).expectDone()
        try scratch.run("train", ["f.h5", "--output", "c.h5"] + Gallery.training).expectDone()
        let outcome = try scratch.run("predict", ["set", "--model", "c.h5", "--format", "jsonl"])
        outcome.expectDone()
        let lines = try outcome.lines.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
        return (
            Dictionary(
                uniqueKeysWithValues: try lines.map { (($0.path as NSString).lastPathComponent, try #require($0.aesthetic)) }),
            outcome.error
        )
    }

    @Test func aClassifierJudgesAsItsFeaturesWereMade() throws {
        let upright = try probabilities(trained: [])
        #expect(upright.byName["turned.jpg"] == upright.byName["upright.png"])
        #expect(upright.byName["turned.jpg"] != upright.byName["stored.png"])
        #expect(upright.messages.contains("1 photograph was not stored upright: turned upright"))
        let stored = try probabilities(trained: ["--orient", "none"])
        #expect(stored.byName["turned.jpg"] == stored.byName["stored.png"])
        #expect(stored.byName["turned.jpg"] != stored.byName["upright.png"])
        #expect(stored.messages.contains("1 photograph was not stored upright: taken as stored"))
    }

    @Test func thumbnailsAreUprightWhateverTheFeaturesAre() throws {
        let thumbnails = try ["turned.jpg", "upright.png"].map { name in
            try #require(Thumbnail.picture(of: scratch.path("set/" + name), side: 240, PictureDecoder()))
        }
        #expect(thumbnails[0].pixels == thumbnails[1].pixels && thumbnails[0].width == thumbnails[1].width)
        #expect(thumbnails[0].width < thumbnails[0].height)
    }
}
