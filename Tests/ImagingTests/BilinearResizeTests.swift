import Imaging
import TestSupport
import Testing

@Test("resizing equals OpenCV's", arguments: ResizeCase.all)
func resizing(_ example: ResizeCase) throws {
    let picture = example.picture
    let placement = Placement(resized: .init(width: example.targetWidth, height: example.targetHeight))
    let tensor = BilinearResize(from: picture, to: placement).tensor(of: picture, values: .byte)
    #expect(tensor.width == example.targetWidth)
    #expect(tensor.height == example.targetHeight)
    expectClose(tensor.values, example.bilinear, tolerance: 0.0005)
}

@Test func cuttingResizesOnlyTheMiddle() throws {
    let picture = somePicture(width: 90, height: 40)
    let whole = BilinearResize(from: picture, to: Placement(resized: .init(width: 45, height: 20)))
        .tensor(of: picture, values: .byte)
    let cut = try InputDescription(geometry: .crop(side: 20), values: .byte).tensor(from: picture)
    #expect(cut.width == 20 && cut.height == 20)
    for row in 0..<20 {
        // (45 - 20) / 2 columns are cut off on the left.
        let start = (row * 45 + 12) * 3
        #expect(Array(cut.values[(row * 60)..<(row * 60 + 60)]) == Array(whole.values[start..<(start + 60)]))
    }
}
