import Foundation
import Imaging
import TestSupport
import Testing

/// Contact sheets as pictures.
@Suite struct PictureSheetTests {
    private static let aesthetic = PixelColour(0, 100, 160)
    private static let notAesthetic = PixelColour(165, 65, 0)
    /// Of the first card's upper left corner, the distance of one card from the next, and of the bar from the card's corner.
    private static let first = (left: 20, top: 64), step = (across: 248, down: 294), bar = 228

    let scratch: Scratch
    let gallery: Gallery

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
    }

    private func predict(_ arguments: [String]) throws -> Outcome {
        try scratch.run("predict", arguments + ["--model", gallery.classifier])
    }

    private func picture(_ name: String) throws -> Picture {
        try PictureDecoder().decode(path: scratch.path(name))
    }

    private func colour(_ picture: Picture, _ column: Int, _ row: Int) -> PixelColour {
        let pixel = 3 * (row * picture.width + column)
        return PixelColour(picture.pixels[pixel], picture.pixels[pixel + 1], picture.pixels[pixel + 2])
    }

    @Test func verdictsAreColouredAndWritten() throws {
        let outcome = try predict([gallery.pictures, "--sheet", "sheet.png"])
        outcome.expectDone()
        let sheet = try picture("sheet.png")
        #expect(sheet.width == 20 + 8 * Self.step.across && sheet.height == 64 + 2 * Self.step.down)
        for (number, line) in outcome.lines.enumerated() {
            let left = Self.first.left + number % 8 * Self.step.across
            let top = Self.first.top + number / 8 * Self.step.down
            let expected = line.contains(": aesthetic") ? Self.aesthetic : Self.notAesthetic
            #expect(colour(sheet, left, top) == expected && colour(sheet, left + 227, top + Self.bar) == expected)
            // Words: white on the bar, dark below the card, and none of the margin's pixels beside it.
            let bar = (0..<220).flatMap { column in (0..<20).map { colour(sheet, left + column, top + Self.bar + $0) } }
            #expect(bar.count { $0 == PixelColour(255, 255, 255) } > 100)
            let name = (0..<220).flatMap { column in (0..<20).map { colour(sheet, left + column, top + 254 + $0) } }
            #expect(name.count { $0.x < 100 } > 40)
            #expect((0..<Self.step.down).allSatisfy { colour(sheet, left - 1, top + $0) == PixelColour(255, 255, 255) })
        }
        #expect(try predict([gallery.pictures, "--sheet", "again.png", "--threads", "1"]).code == 0)
        #expect(try scratch.data("again.png") == scratch.data("sheet.png"))
    }

    @Test func manyPhotographsTakeSeveralPages() throws {
        let paths = (0..<201).map { gallery.photographs[$0 % Gallery.count] }
        try scratch.write(paths.joined(separator: "\n"), to: "paths.txt")
        let line = "kalon-predict - --model '\(gallery.classifier)' --sheet s.png --quiet < paths.txt"
        try Command(shell: line, in: scratch.folder).run().expectDone()
        #expect(try picture("s.png").height == 64 + 25 * Self.step.down)
        let last = try picture("s-2.png")
        #expect(last.height == 64 + Self.step.down && last.width == 20 + 3 * Self.step.across)
        #expect(!scratch.exists("s-3.png"))
    }

    @Test func aPhotographIsNotDrawnOver() throws {
        let photograph = try scratch.copy(gallery.photographs[0], to: "set/s-2.png")
        let before = try scratch.data("set/s-2.png")
        try scratch.write(Array(repeating: photograph, count: 201).joined(separator: "\n"), to: "paths.txt")
        let line = "kalon-predict - --model '\(gallery.classifier)' --sheet set/s.png < paths.txt"
        try Command(shell: line, in: scratch.folder).run().expectRefusal(64, "set/s-2.png", "overwrite")
        #expect(try scratch.data("set/s-2.png") == before && !scratch.exists("set/s.png"))
    }

    @Test func refused() throws {
        try predict([gallery.photographs[0], "--sheet", "sheet.jpg"]).expectRefusal(64, "sheet.jpg", ".png")
        try scratch.write(
            "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig></fontconfig>", to: "none.conf")
        var command = Command(
            "kalon-predict", [gallery.photographs[0], "--sheet", "s.png", "--model", gallery.classifier], in: scratch.folder)
        command.environment["FONTCONFIG_FILE"] = scratch.path("none.conf")
        try command.run().expectRefusal(66, "no usable font", ".html")
        #expect(!scratch.exists("s.png"))
    }
}
