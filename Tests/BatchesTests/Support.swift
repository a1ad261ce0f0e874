import Batches
import DataSets
import Foundation
import Imaging
import Matrices
import Synchronization
import TestSupport

/// A picture of noise, in which every part of some pixels is unlike every other.
func noise(width: Int, height: Int, seed: UInt64) -> Picture {
    var stream = RandomStream(seed: seed, name: "noise")
    let pixels = (0..<width * height * 3).map { _ in UInt8.random(in: 0...255, using: &stream) }
    return Picture(width: width, height: height, pixels: pixels)
}

/// A file of a picture, as long for all pictures of one size.
func netpbm(_ picture: Picture) -> [UInt8] { Array("P6\n\(picture.width) \(picture.height)\n255\n".utf8) + picture.pixels }

/// Photographs in a folder.
struct Album {
    let scratch: Scratch
    var photographs: [Photograph] = []

    init() throws {
        scratch = try Scratch()
        try scratch.makeFolder("pictures")
    }

    /// Pictures of several shapes, named by their numbers.
    init(count: Int) throws {
        try self.init()
        for number in 0..<count {
            try add("\(number).ppm", noise(width: 40 + 7 * (number % 5), height: 30 + 11 * (number % 3), seed: UInt64(number)))
        }
    }

    mutating func add(_ name: String, _ picture: Picture) throws {
        try add(name, netpbm(picture))
    }

    mutating func add(_ name: String, _ bytes: [UInt8]) throws {
        try scratch.write(bytes, to: "pictures/\(name)")
        add(name)
    }

    /// Adds a photograph whose file is left to the caller.
    mutating func add(_ name: String) {
        photographs.append(Photograph(path: name, location: scratch.path("pictures/\(name)"), label: -1))
    }

    func picture(_ number: Int) throws -> Picture {
        try PictureDecoder().decode(path: photographs[number].location)
    }
}

/// Sentences that were said on any thread.
final class Notices: Sendable {
    private let sentences = Mutex<[String]>([])

    func add(_ sentence: String) { sentences.withLock { $0.append(sentence) } }

    var all: [String] { sentences.withLock { $0 } }
}

/// A small recipe: resized to 20 x 18, of which 16 x 12 are cut out.
func smallRecipe(
    resize: PictureRecipe.Resize = .plain(width: 20, height: 18), mirrored: Double = 0.5,
    evaluation: PictureRecipe.Evaluation = .plain
) throws -> PictureRecipe {
    try PictureRecipe(width: 16, height: 12, resize: resize, mirrored: mirrored, evaluation: evaluation)
}

extension BatchSequence {
    /// All batches that are left.
    func all() throws -> [PhotographBatch] {
        var batches: [PhotographBatch] = []
        while let batch = try next() { batches.append(batch) }
        return batches
    }
}

/// The inputs of batches, one by one, with the numbers of their photographs.
func inputs(_ batches: [PhotographBatch]) -> [(photograph: Int, pixels: [UInt8])] {
    batches.flatMap { batch in
        let bytes = batch.width * batch.height * 3
        return batch.photographs.enumerated().map { row, number in
            (number, Array(batch.pixels[row * bytes..<(row + 1) * bytes]))
        }
    }
}
