import Imaging
import Testing

/// Flat areas, pictures and words on a board.
@Suite struct DrawingTests {
    private static let white = PixelColour(255, 255, 255)
    private static let red = PixelColour(200, 0, 0)

    private func colour(_ picture: Picture, _ column: Int, _ row: Int) -> PixelColour {
        let pixel = 3 * (row * picture.width + column)
        return PixelColour(picture.pixels[pixel], picture.pixels[pixel + 1], picture.pixels[pixel + 2])
    }

    private func inked(_ board: DrawingBoard) -> Int {
        let picture = board.picture
        return (0..<picture.width * picture.height).count {
            colour(picture, $0 % picture.width, $0 / picture.width) != Self.white
        }
    }

    @Test func areasAndPicturesEndAtTheSides() {
        var board = DrawingBoard(width: 5, height: 4, colour: Self.white)
        board.fill(left: 3, top: -2, width: 9, height: 3, Self.red)
        #expect(inked(board) == 2 && colour(board.picture, 4, 0) == Self.red && colour(board.picture, 3, 1) == Self.white)
        board.fill(left: 7, top: 0, width: 2, height: 2, Self.red)
        board.fill(left: -4, top: 0, width: 2, height: 2, Self.red)
        #expect(inked(board) == 2)
        board.place(Picture(width: 2, height: 2, pixels: Array(1...12)), left: -1, top: 3)
        #expect(inked(board) == 3 && colour(board.picture, 0, 3) == PixelColour(4, 5, 6))
    }

    @Test func wordsAreDrawnWholeAndSignsAreLetters() throws {
        try Typeface.requireFont()
        let face = Typeface(size: 16)
        let words = try face.lettering("a < b & \"c\" > <b>d</b>")
        #expect(words.width > (try face.lettering("a < b & \"c\" > d").width))
        var board = DrawingBoard(width: words.width, height: face.lineHeight * 2, colour: Self.white)
        board.write(words, left: 0, top: 0, Self.red)
        let ink = inked(board)
        #expect(ink > 100)
        var shifted = DrawingBoard(width: words.width + 9, height: face.lineHeight * 2 + 9, colour: Self.white)
        shifted.write(words, left: 9, top: 9, Self.red)
        #expect(inked(shifted) == ink)
        board.write(words, left: words.width, top: 0, Self.red)
        board.write(words, left: 0, top: -100, Self.red)
        #expect(inked(board) == ink)
        #expect(try face.lettering("  ") == face.lettering(""))
        #expect(try Typeface(size: 16, isBold: true).lettering("a") != face.lettering("a"))
    }

    @Test func longWordsLoseTheirMiddle() throws {
        let face = Typeface(size: 13)
        let name = "a very long name of a photograph from a camera 0001.jpg"
        let whole = try face.lettering(name)
        #expect(try face.lettering(name, within: whole.width) == whole)
        for width in [30, 100, 200] {
            let short = try face.lettering(name, within: width)
            #expect(short.width <= width && short.width > width / 2)
        }
        #expect(try face.lettering(name, within: 200) != face.lettering(name.replacing("0001", with: "0002"), within: 200))
    }
}
