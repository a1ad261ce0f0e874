import Foundation
import Imaging
import Matrices
import TestSupport
import Testing

@Suite struct PerturbationTests {
    private func picture(_ width: Int, _ height: Int, _ value: (_ x: Int, _ y: Int, _ channel: Int) -> Float) -> ImageTensor {
        var values: [Float] = []
        for y in 0..<height { for x in 0..<width { for channel in 0..<3 { values.append(value(x, y, channel)) } } }
        return ImageTensor(width: width, height: height, values: values)
    }

    private func random(_ width: Int, _ height: Int, seed: UInt64 = 1) -> ImageTensor {
        var stream = RandomStream(seed: seed, name: "picture")
        return picture(width, height) { _, _, _ in Float(stream.uniform() * 255).rounded() }
    }

    private func applied(_ kind: Perturbation.Kind, to picture: ImageTensor, seed: UInt64 = 1) throws -> ImageTensor {
        var stream = RandomStream(seed: seed, name: "perturbation")
        return try Perturbation("p", kind).applied(to: picture, from: &stream)
    }

    private func at(_ picture: ImageTensor, _ x: Int, _ y: Int, _ channel: Int) -> Float {
        func mirrored(_ place: Int, _ count: Int) -> Int { place < 0 ? -place : place >= count ? 2 * count - 2 - place : place }
        return picture.values[3 * (mirrored(y, picture.height) * picture.width + mirrored(x, picture.width)) + channel]
    }

    /// The sum over a square, as written down.
    private func sum(_ picture: ImageTensor, _ x: Int, _ y: Int, _ channel: Int, radius: Int) -> Float {
        var sum: Float = 0
        for down in -radius...radius {
            for across in -radius...radius { sum += at(picture, x + across, y + down, channel) }
        }
        return sum
    }

    @Test(arguments: Perturbation.published + Perturbation.graded)
    func aPlainPictureStaysPlainAndTheSameSeedDoesTheSame(perturbation: Perturbation) throws {
        var first = RandomStream(seed: 3, name: "p"), second = RandomStream(seed: 3, name: "p")
        let noise = random(40, 30)
        #expect(
            try perturbation.applied(to: noise, from: &first) == perturbation.applied(to: noise, from: &second))
        guard perturbation.name != "noise" else { return }
        let plain = picture(40, 30) { _, _, _ in 100 }
        let result = try perturbation.applied(to: plain, from: &first)
        let values = Set(result.values.map { ($0 * 8).rounded() })
        #expect(values.count == 1, "\(perturbation.name): \(values)")
    }

    @Test func blurIsTheMeanOverASquare() throws {
        let source = random(17, 11)
        let blurred = try applied(.boxBlur(side: 7), to: source)
        for (x, y) in [(0, 0), (16, 10), (8, 5), (2, 9)] {
            for channel in 0..<3 {
                let expected = sum(source, x, y, channel, radius: 3) / 49
                #expect(abs(at(blurred, x, y, channel) - expected) < 1e-3)
            }
        }
    }

    @Test func sharpeningIsNineTimesAPixelLessItsNeighbours() throws {
        let source = random(9, 8)
        let sharp = try applied(.sharpening, to: source)
        for (x, y) in [(0, 0), (4, 4), (8, 7)] {
            let expected = 10 * at(source, x, y, 1) - sum(source, x, y, 1, radius: 1)
            #expect(abs(at(sharp, x, y, 1) - expected) < 1e-2)
        }
        #expect(sharp.values.contains { $0 > 255 } && sharp.values.contains { $0 < 0 })
    }

    /// P(x <= -1) = P(x >= 1) = 0.00621 for a deviation of 0.4.
    @Test func noiseIsSaltOnTheShareThatWraps() throws {
        let noisy = try applied(.wrappedNoise(deviation: 0.4), to: picture(300, 300) { _, _, _ in 100 })
        let count = Double(noisy.values.count)
        #expect(abs(Double(noisy.values.count { $0 == 255 }) / count - 0.00621) < 0.0006)
        #expect(abs(Double(noisy.values.count { $0 == 101 }) / count - 0.00621) < 0.0006)
        #expect(noisy.values.allSatisfy { $0 == 100 || $0 == 101 || $0 == 102 || $0 == 255 })
    }

    @Test func aCropIsAPartOfThePicture() throws {
        let source = picture(200, 100) { x, y, channel in Float(channel == 0 ? x : y) }
        for seed in 1...20 as ClosedRange<UInt64> {
            let crop = try applied(.crop(area: 0.85...0.9), to: source, seed: seed)
            let share = Double(crop.width * crop.height) / 20_000
            #expect((0.83...0.9).contains(share))
            let left = crop.values[0], top = crop.values[1]
            #expect(crop.values[crop.values.count - 3] == left + Float(crop.width - 1))
            #expect(crop.values[crop.values.count - 1] == top + Float(crop.height - 1))
        }
    }

    /// By 1 degree 996 x 664 keeps a rectangle with its four corners on the turned one's sides.
    @Test func rotationTurnsAboutTheMiddleWithoutBlackCorners() throws {
        let source = picture(101, 61) { x, y, channel in channel == 0 ? Float(x) : Float(y) }
        let turned = try applied(.rotation(degrees: 10), to: source)
        #expect(turned.width < 101 && turned.height < 61)
        let (sine, cosine) = (sin(10 * Double.pi / 180), cos(10 * Double.pi / 180))
        let halfWidth = Double(turned.width) / 2, halfHeight = Double(turned.height) / 2
        #expect(halfWidth * cosine + halfHeight * sine <= 50.51 && halfWidth * sine + halfHeight * cosine <= 30.51)
        let middle = 3 * (turned.height / 2 * turned.width + turned.width / 2)
        #expect(abs(turned.values[middle] - 50) < 1 && abs(turned.values[middle + 1] - 30) < 1)
        // One pixel to the right is cos 10° of a column and sin 10° of a row away.
        #expect(abs(Double(turned.values[middle + 3] - turned.values[middle]) - cosine) < 1e-3)
        #expect(abs(Double(turned.values[middle + 4] - turned.values[middle + 1]) - sine) < 1e-3)
    }

    @Test func denoisingKeepsEdgesAndTakesNoise() throws {
        var stream = RandomStream(seed: 5, name: "noise")
        let clean = picture(48, 32) { x, _, _ in x < 24 ? 60 : 180 }
        let noisy = ImageTensor(
            width: 48, height: 32, values: clean.values.map { $0 + Float(2 * stream.normal()) })
        let denoised = try applied(.denoising(deviation: 2), to: noisy)
        func error(_ picture: ImageTensor) -> Float {
            guard picture.values.count == clean.values.count else { return .nan }
            return zip(picture.values, clean.values).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Float(clean.values.count)
        }
        #expect(error(denoised) < 0.3 * error(noisy), "\(error(denoised)) after, \(error(noisy)) before")
        #expect(abs(at(denoised, 23, 16, 0) - 60) < 3 && abs(at(denoised, 24, 16, 0) - 180) < 3)
    }

    @Test func strongerJPEGLosesMore() throws {
        let source = random(64, 64)
        func loss(_ quality: Int) throws -> Float {
            let result = try applied(.jpeg(quality: quality), to: source)
            try #require(result.values.count == source.values.count)
            return zip(result.values, source.values).reduce(0) { $0 + abs($1.0 - $1.1) }
        }
        #expect(try loss(90) < loss(50) && loss(50) < loss(10))
    }

    @Test func aPerturbedInputIsScaledAsTheNetworkTakesIt() throws {
        let stored = Picture(width: 8, height: 6, pixels: [UInt8](repeating: 100, count: 8 * 6 * 3))
        for values in PixelValues.allCases {
            let input = InputDescription(geometry: .border(side: 12), values: values, channels: values == .unit ? .bgr : .rgb)
            var stream = RandomStream(seed: 1, name: "p")
            let plain = try input.tensor(from: stored)
            let same = try input.tensor(
                from: stored, perturbedBy: Perturbation("p", .brightness(factor: 1)), stream: &stream)
            expectClose(same.values, plain.values, tolerance: 1e-4, "\(values)")
        }
    }
}
