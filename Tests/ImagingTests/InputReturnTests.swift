import Imaging
import Testing
import TestSupport

/// From inputs back to pictures.
@Suite struct InputReturnTests {
    private static let geometries: [Geometry] = [
        .asIs, .longestSide(maximum: 20, enlarge: false), .longestSide(maximum: 60, enlarge: true), .border(side: 32),
        .crop(side: 16),
        .resizedCrop(shorterSide: 20, side: 16), .stretch(width: 17, height: 23),
    ]

    @Test(arguments: geometries, Resampling.allCases)
    func whatIsOnThePictureIsKept(geometry: Geometry, resampling: Resampling) throws {
        let description = InputDescription(geometry: geometry, values: .unit, resampling: resampling)
        let back = try InputReturn(description, width: 40, height: 30)
        let canvas = back.placement.canvas
        let map: [Float] = (0..<canvas.width * canvas.height).map { Float($0 % 7) - 2.5 }
        let (values, outside) = back.shared(map)
        let sum = map.reduce(0.0) { $0 + Double($1) }
        let found = values.reduce(outside) { $0 + Double($1) }
        expectClose(found, sum, tolerance: 1e-4 * Double(map.count), "sum")
        #expect((outside != 0) == (geometry == .border(side: 32)))
    }

    /// The way back is the transpose of the way there: of a picture p and a map m, `m . A p = A' m . p`.
    @Test(arguments: geometries)
    func theWayBackIsTheTransposeOfTheWayThere(geometry: Geometry) throws {
        let description = InputDescription(geometry: geometry, values: .byte)
        let grey: [Int] = (0..<40 * 30).map { $0 * 37 % 251 }
        let pixels: [UInt8] = grey.flatMap { level in [UInt8](repeating: UInt8(level), count: 3) }
        let tensor = try description.tensor(from: Picture(width: 40, height: 30, pixels: pixels))
        let back = try InputReturn(description, width: 40, height: 30)
        let map: [Float] = (0..<tensor.width * tensor.height).map { Float($0 * 13 % 11 - 4) }
        let values = back.shared(map).values
        var (there, here, scale) = (0.0, 0.0, 0.0)
        for (index, number) in map.enumerated() {
            there += Double(number) * Double(tensor.values[3 * index])
            scale += Double(abs(number)) * 128
        }
        for (value, level) in zip(values, grey) { here += Double(value) * Double(level) }
        expectClose(here, there, tolerance: 1e-4 * scale, "product")
    }

    @Test func aCoarseMapIsEnlargedBetweenItsCentres() throws {
        let back = try InputReturn(InputDescription(geometry: .asIs, values: .unit), width: 8, height: 4)
        let values = back.enlarged([0, 4], mapWidth: 2, mapHeight: 1)
        expectClose(values.prefix(8), [0, 0, 0.5, 1.5, 2.5, 3.5, 4, 4], tolerance: 1e-6, "first row")
        expectClose(values.suffix(8), [0, 0, 0.5, 1.5, 2.5, 3.5, 4, 4], tolerance: 1e-6, "last row")
    }
}
