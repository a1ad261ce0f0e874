import Imaging
import Testing

struct GeometryCase: CustomTestStringConvertible, Sendable {
    let name: String
    let geometry: Geometry
    let width: Int
    let height: Int
    let resized: Placement.Size
    let canvas: Placement.Size
    let left: Int
    let top: Int

    var testDescription: String { name }

    /// `offset` is what is cut off before the picture, or the black before it.
    init(
        _ name: String, _ geometry: Geometry, _ from: (Int, Int), to resized: (Int, Int), on canvas: (Int, Int)? = nil,
        offset: (Int, Int) = (0, 0)
    ) {
        self.name = name
        self.geometry = geometry
        (width, height) = from
        self.resized = .init(width: resized.0, height: resized.1)
        let canvas = canvas ?? resized
        self.canvas = .init(width: canvas.0, height: canvas.1)
        (left, top) = offset
    }

    static let all: [GeometryCase] = [
        .init("portrait, longest side", .longestSide(maximum: 996, enlarge: false), (1333, 2000), to: (663, 996)),
        .init("landscape, longest side", .longestSide(maximum: 996, enlarge: false), (2000, 1333), to: (996, 663)),
        .init("square, longest side", .longestSide(maximum: 996, enlarge: false), (3000, 3000), to: (996, 996)),
        .init("small, not enlarged", .longestSide(maximum: 996, enlarge: false), (640, 480), to: (640, 480)),
        .init("small, enlarged", .longestSide(maximum: 996, enlarge: true), (640, 480), to: (996, 747)),
        .init("just the maximum", .longestSide(maximum: 996, enlarge: false), (996, 664), to: (996, 664)),
        .init("small square, enlarged", .longestSide(maximum: 996, enlarge: true), (50, 50), to: (996, 996)),
        .init("portrait on black", .border(side: 600), (400, 500), to: (480, 600), on: (600, 600), offset: (60, 0)),
        .init("landscape on black", .border(side: 600), (500, 400), to: (600, 480), on: (600, 600), offset: (0, 60)),
        .init("square on black", .border(side: 600), (700, 700), to: (600, 600)),
        .init("square that rounding shortens by a row", .border(side: 600), (281, 281), to: (600, 599), on: (600, 600)),
        .init("odd border, landscape", .border(side: 600), (1601, 1000), to: (600, 374), on: (600, 600), offset: (0, 113)),
        .init("odd border, smaller part first", .border(side: 224), (333, 500), to: (149, 224), on: (224, 224), offset: (37, 0)),
        .init("landscape, middle cut out", .crop(side: 224), (500, 400), to: (280, 224), on: (224, 224), offset: (28, 0)),
        .init("portrait, middle cut out", .crop(side: 224), (400, 500), to: (224, 280), on: (224, 224), offset: (0, 28)),
        .init("odd cut, smaller part first", .crop(side: 224), (100, 71), to: (315, 224), on: (224, 224), offset: (45, 0)),
        .init("square, nothing cut", .crop(side: 600), (281, 281), to: (600, 600)),
        .init("extreme, middle cut out", .crop(side: 224), (4000, 10), to: (89600, 224), on: (224, 224), offset: (44688, 0)),
        .init(
            "landscape, reduced and cut", .resizedCrop(shorterSide: 256, side: 224), (500, 400), to: (320, 256),
            on: (224, 224), offset: (48, 16)),
        .init(
            "portrait, odd cut", .resizedCrop(shorterSide: 232, side: 224), (301, 400), to: (232, 308), on: (224, 224),
            offset: (4, 42)),
        .init(
            "square, reduced and cut", .resizedCrop(shorterSide: 256, side: 224), (281, 281), to: (256, 256),
            on: (224, 224), offset: (16, 16)),
        .init("stretched", .stretch(width: 30, height: 20), (100, 71), to: (30, 20)),
        .init(
            "resized, then cut", .resizedCrop(shorterSide: 256, side: 224), (750, 500), to: (384, 256),
            on: (224, 224), offset: (80, 16)),
        .init(
            "resized, odd cut", .resizedCrop(shorterSide: 256, side: 224), (643, 427), to: (385, 256),
            on: (224, 224), offset: (80, 16)),
        .init(
            "resized, other odd cut", .resizedCrop(shorterSide: 256, side: 224), (650, 429), to: (387, 256),
            on: (224, 224), offset: (82, 16)),
        .init("as it is", .asIs, (123, 45), to: (123, 45)),
    ]
}

@Test("another side") func anotherSide() {
    let geometry = Geometry.resizedCrop(shorterSide: 256, side: 224)
    #expect(geometry.with(side: 224, enlarge: true) == geometry)
    #expect(geometry.with(side: 448, enlarge: false) == .resizedCrop(shorterSide: 512, side: 448))
    #expect(Geometry.border(side: 7).with(side: 9, enlarge: true) == .border(side: 9))
    #expect(
        Geometry.longestSide(maximum: 7, enlarge: false).with(side: 9, enlarge: true)
            == .longestSide(maximum: 9, enlarge: true))
}

@Test("geometry", arguments: GeometryCase.all)
func placement(_ example: GeometryCase) throws {
    let placement = try example.geometry.placement(width: example.width, height: example.height)
    #expect(placement.resized == example.resized)
    #expect(placement.canvas == example.canvas)
    #expect(max(placement.cutLeft, placement.padLeft) == example.left)
    #expect(max(placement.cutTop, placement.padTop) == example.top)
}

@Test(
    "a side that would vanish is refused with the sizes",
    arguments: [
        (Geometry.longestSide(maximum: 996, enlarge: false), 997, 1, 996, 0), (.border(side: 600), 10, 6001, 0, 600),
        (.longestSide(maximum: 996, enlarge: true), 1000, 1, 996, 0),
    ])
func vanishing(_ geometry: Geometry, _ width: Int, _ height: Int, _ resizedWidth: Int, _ resizedHeight: Int) throws {
    let error = #expect(throws: ImagingError.self) { try geometry.placement(width: width, height: height) }
    #expect(error == .vanishingSide(width: width, height: height, resizedWidth: resizedWidth, resizedHeight: resizedHeight))
    #expect(error?.sentence.contains("\(width) x \(height)") == true)
}
