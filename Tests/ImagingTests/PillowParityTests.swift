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

    @Test func everyKindHasPillowsPixels() throws {
        let golden: Golden = try Fixture.json("pictures/golden.json")
        #expect(golden.pictures.count > 60)
        for (name, entry) in golden.pictures.sorted(by: { $0.key < $1.key }) {
            let picture = try PictureDecoder().decode(path: Fixture.path("pictures/" + name))
            if Self.departures.contains(name) {
                #expect(Self.described(picture) != entry.asStored, "\(name) is no departure any more")
            } else {
                #expect(Self.described(picture) == entry.asStored, "\(name)")
                #expect(Self.described(picture.upright) == entry.upright ?? entry.asStored, "\(name), upright")
            }
        }
    }
}
