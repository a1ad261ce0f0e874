import Imaging
import TestSupport
import Testing

/// A small picture, and what other libraries make of it at another size.
struct ResizeCase: Decodable, CustomTestStringConvertible {
    let name: String
    let width: Int
    let height: Int
    let targetWidth: Int
    let targetHeight: Int
    let pixels: [UInt8]
    let bilinear: [Float]
    let antialiasedBilinear: [Float]
    let antialiasedBicubic: [Float]

    var testDescription: String { name }
    var picture: Picture { Picture(width: width, height: height, pixels: pixels) }

    static let all: [ResizeCase] = {
        struct File: Decodable { let cases: [ResizeCase] }
        return (try? Fixture.json("resize/cases.json", as: File.self))?.cases ?? []
    }()
}

@Test func thereAreResizeCases() {
    #expect(ResizeCase.all.count == 9)
}
