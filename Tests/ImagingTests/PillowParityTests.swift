import Imaging
import Matrices
import TestSupport
import Testing

/// Pixels against Pillow's, for pictures of every kind (Tests/Fixtures/pictures).
@Suite struct PillowParityTests {
    private struct Golden: Decodable {
        struct Pixels: Decodable, Equatable, CustomStringConvertible {
            let width: Int
            let height: Int
            let pixels: String

            var description: String { "\(width) x \(height), \(pixels)" }
        }

        struct Entry: Decodable {
            let width: Int
            let height: Int
            let pixels: String
            /// Turned as EXIF says, where that makes a difference.
            let upright: Pixels?

            var asStored: Pixels { Pixels(width: width, height: height, pixels: pixels) }
        }

        let pictures: [String: Entry]
    }

    /// Kinds on which Kalon means to differ; Documentation/departures.md and `PictureDecoder` say why.
    private static let departures: Set = ["png-grey-16.png", "png-grey-16-interlaced.png"]

    private static func described(_ picture: Picture) -> Golden.Pixels {
        var hash = StableHash()
        picture.pixels.withUnsafeBytes { hash.combine($0) }
        let digits = String(hash.value, radix: 16)
        return Golden.Pixels(
            width: picture.width, height: picture.height,
            pixels: String(repeating: "0", count: 16 - digits.count) + digits)
    }

    /// The container has boxes that turn these pictures, and their decoder has done so already.
    ///
    /// The pixels depend on its version.
    @Test(arguments: 2...8)
    func turnedAVIFComesUpright(_ orientation: Int) throws {
        let original = try PictureDecoder().decode(path: Fixture.path("pictures/png-rgb-8.png"))
        let expected = Picture(
            width: original.width, height: original.height, pixels: original.pixels,
            orientation: try #require(ExifOrientation(rawValue: orientation))
        ).upright
        let found = try PictureDecoder().decode(path: Fixture.path("pictures/avif-turned-\(orientation).avif")).upright
        #expect(found.width == expected.width && found.height == expected.height)
        let total = zip(found.pixels, expected.pixels).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
        #expect(found.pixels.count == expected.pixels.count && Double(total) / Double(expected.pixels.count) < 6)
    }

    @Test func everyKindHasPillowsPixels() throws {
        let golden: Golden = try Fixture.json("pictures/golden.json")
        #expect(golden.pictures.count > 60)
        for (name, entry) in golden.pictures.sorted(by: { $0.key < $1.key }) {
            let picture = try PictureDecoder().decode(path: Fixture.path("pictures/" + name))
            // Pillow turns TIFF pictures upright by itself.
            if name == "turned-6.tif" {
                #expect(picture.orientation == .rightTop && Self.described(picture.upright) == entry.asStored, "\(name)")
                continue
            }
            if Self.departures.contains(name) {
                #expect(Self.described(picture) != entry.asStored, "\(name) is no departure any more")
            } else {
                #expect(Self.described(picture) == entry.asStored, "\(name)")
                #expect(Self.described(picture.upright) == entry.upright ?? entry.asStored, "\(name), upright")
            }
        }
    }
}
