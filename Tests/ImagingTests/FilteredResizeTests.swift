import Imaging
import Testing

@Test("antialiased resizing equals Pillow's", arguments: ResizeCase.all)
func antialiased(_ example: ResizeCase) throws {
    let picture = example.picture
    let geometry = Geometry.stretch(width: example.targetWidth, height: example.targetHeight)
    for (resampling, expected) in [
        (Resampling.antialiasedBilinear, example.antialiasedBilinear),
        (.antialiasedBicubic, example.antialiasedBicubic),
    ] {
        let tensor = try InputDescription(geometry: geometry, values: .byte, resampling: resampling).tensor(from: picture)
        try #require(tensor.values.count == expected.count && !expected.isEmpty)
        let different = zip(tensor.values, expected).count { $0 != $1 }
        #expect(different == 0, "\(resampling.rawValue): \(different) of \(expected.count) differ")
    }
}

@Test func onlyTheMiddleIsResizedWhereTheRestIsCutOff() throws {
    let picture = somePicture(width: 90, height: 41)
    func tensor(_ geometry: Geometry) throws -> ImageTensor {
        try InputDescription(geometry: geometry, values: .unit, resampling: .antialiasedBicubic).tensor(from: picture)
    }
    let whole = try tensor(.stretch(width: 43, height: 20))
    let cut = try tensor(.crop(side: 20))
    for row in 0..<20 {
        // (43 - 20) / 2 columns are cut off on the left.
        let start = (row * 43 + 11) * 3
        #expect(Array(cut.values[(row * 60)..<(row * 60 + 60)]) == Array(whole.values[start..<(start + 60)]))
    }
}

@Test func aSmallPictureOnBlackKeepsItsBorders() throws {
    let white = Picture(width: 4, height: 2, pixels: Array(repeating: 255, count: 24))
    let input = InputDescription(geometry: .border(side: 8), values: .signed, resampling: .antialiasedBilinear)
    let tensor = try input.tensor(from: white)
    #expect(tensor.values[0..<48].allSatisfy { $0 == -1 })
    #expect(tensor.values[48..<144].allSatisfy { $0 == 1 })
    #expect(tensor.values[144..<192].allSatisfy { $0 == -1 })
}
