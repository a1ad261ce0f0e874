import Batches
import Foundation
import Imaging
import TestSupport
import Testing

@Suite struct PictureRecipeTests {
    @Test func theRecipeOfNIMA() {
        let recipe = PictureRecipe.nima
        #expect((recipe.width, recipe.height, recipe.mirrored) == (224, 224, 0.5))
        #expect(recipe.resize == .plain(width: 256, height: 256) && recipe.crop == .random && recipe.evaluation == .plain)
    }

    @Test func recipesSurviveJSON() throws {
        let recipes = [
            PictureRecipe.nima, try smallRecipe(resize: .shorter(side: 17), evaluation: .centre(of: .border(side: 30))),
            try PictureRecipe(width: 9, height: 8, resize: .none, crop: .standardResized, mirrored: 0, orientation: .applied),
        ]
        for recipe in recipes {
            let data = try JSONEncoder().encode(recipe)
            #expect(try JSONDecoder().decode(PictureRecipe.self, from: data) == recipe)
            let broken = String(decoding: data, as: UTF8.self).replacing("\"width\":\(recipe.width)", with: "\"width\":0")
            #expect(throws: BatchError.self) { try JSONDecoder().decode(PictureRecipe.self, from: Data(broken.utf8)) }
        }
    }

    @Test func whatDoesNotFit() {
        func expect(_ sentence: String, _ body: () throws -> PictureRecipe) {
            #expect(Sample.sentence { _ = try body() } == sentence)
        }
        expect("the width of the input is 0, but it must be from 1 to 8192 pixels") {
            try PictureRecipe(width: 0, height: 9, resize: .border(side: 9))
        }
        expect("the share of mirrored inputs is 1.5, but it must be from 0 to 1") { try smallRecipe(mirrored: 1.5) }
        expect("the share of mirrored inputs is nan, but it must be from 0 to 1") { try smallRecipe(mirrored: .nan) }
        expect("the resize is to 20x11 pixels, but it must be to at least the 16x12 pixels that are cut out") {
            try smallRecipe(resize: .plain(width: 20, height: 11))
        }
        expect("the resize is none, but it must be to at least the 16x12 pixels that are cut out") {
            try smallRecipe(resize: .none)
        }
        expect("the resize for evaluation is to 15x15 pixels, but it must be to at least the 16x12 pixels that are cut out") {
            try smallRecipe(evaluation: .centre(of: .shorter(side: 15)))
        }
        expect("the shorter side of the resize is 8193, but it must be from 1 to 8192 pixels") {
            try smallRecipe(resize: .shorter(side: 8193))
        }
        expect("the area of the random part is 0.0...1.0, but it must be above 0 and at most 1") {
            try PictureRecipe(width: 4, height: 4, resize: .none, crop: .resized(area: 0...1, shape: 1...1))
        }
        expect("the shape of the random part is 0.0...1.0, but it must be finite and above 0") {
            try PictureRecipe(width: 4, height: 4, resize: .none, crop: .resized(area: 0.1...1, shape: 0...1))
        }
    }

    /// What extraction gives the network in the same geometry.
    private func expected(_ picture: Picture, _ geometry: Geometry) throws -> [UInt8] {
        let input = InputDescription(geometry: geometry, values: .byte, resampling: .antialiasedBilinear)
        return try input.tensor(from: picture).values.map { UInt8($0) }
    }

    @Test(arguments: [false, true])
    func evaluationGivesWhatExtractionGives(isCentred: Bool) throws {
        let album = try Album(count: 7)
        let recipe = try PictureRecipe(
            width: 15, height: 15, resize: .shorter(side: 20),
            evaluation: isCentred ? .centre(of: .shorter(side: 20)) : .plain)
        let batches = try PhotographBatches(of: album.photographs, recipe: recipe, seed: 1, batchSize: 3, threads: 2)
        let found = inputs(try batches.evaluation().all())
        #expect(found.map(\.photograph) == Array(0..<7))
        for (number, pixels) in found {
            let geometry: Geometry = isCentred ? .resizedCrop(shorterSide: 20, side: 15) : .stretch(width: 15, height: 15)
            #expect(pixels == (try expected(album.picture(number), geometry)), "photograph \(number)")
        }
    }

    /// The places in a picture where an input may have been cut out, and whether it was mirrored there.
    private func places(
        of input: [UInt8], width: Int, height: Int, in picture: Picture
    ) -> [(left: Int, top: Int, isMirrored: Bool)] {
        var found: [(Int, Int, Bool)] = []
        for top in 0...picture.height - height {
            for left in 0...picture.width - width {
                for isMirrored in [false, true] {
                    let isThere = (0..<height).allSatisfy { row in
                        (0..<width).allSatisfy { column in
                            let from = left + (isMirrored ? width - 1 - column : column)
                            let pixel = ((top + row) * picture.width + from) * 3, own = (row * width + column) * 3
                            return (0..<3).allSatisfy { picture.pixels[pixel + $0] == input[own + $0] }
                        }
                    }
                    if isThere { found.append((left, top, isMirrored)) }
                }
            }
        }
        return found
    }

    @Test(arguments: [
        (PictureRecipe.Resize.plain(width: 20, height: 18), Geometry.stretch(width: 20, height: 18)),
        (.border(side: 20), .border(side: 20)),
    ])
    func trainingCutsOutPartsOfTheResizedPhotograph(resize: PictureRecipe.Resize, geometry: Geometry) throws {
        let album = try Album(count: 3)
        let recipe = try smallRecipe(resize: resize)
        let batches = try PhotographBatches(of: album.photographs, recipe: recipe, seed: 4, batchSize: 50, threads: 2)
        let order = (0..<300).map { $0 % 3 }
        var lefts: Set<Int> = [], tops: Set<Int> = [], mirrored = 0
        let resized = try (0..<3).map { number in
            let side = { if case .stretch(let width, let height) = geometry { (width, height) } else { (20, 20) } }()
            return Picture(width: side.0, height: side.1, pixels: try expected(album.picture(number), geometry))
        }
        for (number, pixels) in inputs(try batches.training(epoch: 0, order: order).all()) {
            let places = places(of: pixels, width: 16, height: 12, in: resized[number])
            try #require(places.count == 1)
            lefts.insert(places[0].left)
            tops.insert(places[0].top)
            if places[0].isMirrored { mirrored += 1 }
        }
        // Every place occurs, and about half are mirrored: 150 ± 6 deviations.
        #expect(lefts.count == resized[0].width - 15 && tops.count == resized[0].height - 11)
        #expect((98...202).contains(mirrored))
    }

    private func pixels(_ columns: Range<Int>, ofRow row: Int, in picture: Picture) -> [UInt8] {
        let first = row * picture.width
        return Array(picture.pixels[3 * (first + columns.lowerBound)..<3 * (first + columns.upperBound)])
    }

    @Test(arguments: [0.0, 1.0])
    func allOrNoneAreMirrored(share: Double) throws {
        var album = try Album()
        let picture = noise(width: 16, height: 12, seed: 3)
        try album.add("a.ppm", picture)
        let recipe = try smallRecipe(resize: .plain(width: 16, height: 12), mirrored: share)
        let batches = try PhotographBatches(of: album.photographs, recipe: recipe, seed: 1, batchSize: 1, threads: 1)
        var mirror: [UInt8] = []
        for row in 0..<12 {
            for column in (0..<16).reversed() { mirror += pixels(column..<column + 1, ofRow: row, in: picture) }
        }
        let found = inputs(try batches.training(epoch: 0, order: [Int](repeating: 0, count: 20)).all())
        #expect(found.allSatisfy { $0.pixels == (share == 1 ? mirror : picture.pixels) })
    }

    @Test func resizedPartsAreAsLargeAndAsWideAsAsked() throws {
        var album = try Album()
        // The red tells the column and the green the row, so that an input tells where it was cut out.
        var pixels: [UInt8] = []
        for row in 0..<200 {
            for column in 0..<250 { pixels += [UInt8(column), UInt8(row), 0] }
        }
        try album.add("ramp.ppm", Picture(width: 250, height: 200, pixels: pixels))
        let recipe = try PictureRecipe(
            width: 32, height: 32, resize: .none, crop: .resized(area: 0.2...0.5, shape: 0.5...2), mirrored: 0)
        let batches = try PhotographBatches(of: album.photographs, recipe: recipe, seed: 9, batchSize: 10, threads: 2)
        var areas: [Double] = [], shapes: [Double] = []
        for (_, input) in inputs(try batches.training(epoch: 0, order: [Int](repeating: 0, count: 400)).all()) {
            func slope(_ step: Int, _ channel: Int) -> Double {
                let first = 3 * (16 * 32 + 16) - 8 * step + channel
                return Double(Int(input[first + 16 * step]) - Int(input[first])) / 16
            }
            let width = slope(3, 0) * 32, height = slope(3 * 32, 1) * 32
            areas.append(width * height / (250 * 200))
            shapes.append(width / height)
        }
        // Slopes are known to a sixteenth of a value, which is 2 pixels.
        #expect(areas.allSatisfy { (0.17...0.54).contains($0) } && shapes.allSatisfy { (0.45...2.2).contains($0) })
        #expect(try #require(areas.min()) < 0.23 && #require(areas.max()) > 0.46)
        #expect(try #require(shapes.min()) < 0.6 && #require(shapes.max()) > 1.7)
        // The logarithm of the shape is even, so as many are tall as wide: 200 ± 6 deviations.
        #expect((140...260).contains(shapes.count { $0 > 1 }))
    }

    @Test func theMiddleIsTakenWhereNoPartFits() throws {
        var album = try Album()
        try album.add("wide.ppm", noise(width: 200, height: 2, seed: 1))
        let recipe = try PictureRecipe(
            width: 4, height: 2, resize: .none, crop: .resized(area: 1...1, shape: 2...2), mirrored: 0)
        let batches = try PhotographBatches(of: album.photographs, recipe: recipe, seed: 1, batchSize: 1, threads: 1)
        let found = inputs(try batches.training(epoch: 3, order: [0]).all())
        let picture = try album.picture(0)
        let middle = pixels(98..<102, ofRow: 0, in: picture) + pixels(98..<102, ofRow: 1, in: picture)
        #expect(found[0].pixels == middle)
    }
}
