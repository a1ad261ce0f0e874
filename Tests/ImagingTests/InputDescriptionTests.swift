import Imaging
import Testing

@Suite struct InputDescriptionTests {
    private static let white = Picture(width: 4, height: 2, pixels: Array(repeating: 255, count: 24))

    @Test func bordersAreBlackBeforeValuesAreScaled() throws {
        let expected: [(PixelValues, black: Float, white: Float)] = [(.unit, 0, 1), (.signed, -1, 1), (.byte, 0, 255)]
        for (values, black, white) in expected {
            let tensor = try InputDescription(geometry: .border(side: 4), values: values).tensor(from: Self.white)
            #expect(tensor.width == 4 && tensor.height == 4)
            #expect(tensor.values[0..<12].allSatisfy { $0 == black }, "\(values): upper border")
            #expect(tensor.values[12..<36].allSatisfy { $0 == white }, "\(values): picture")
            #expect(tensor.values[36..<48].allSatisfy { $0 == black }, "\(values): lower border")
        }
    }

    @Test func valuesAreScaled() throws {
        let picture = Picture(width: 2, height: 1, pixels: [0, 51, 102, 153, 204, 255])
        let unit = try InputDescription(geometry: .asIs, values: .unit).tensor(from: picture)
        #expect(unit.values == [0, 0.2, 0.4, 0.6, 0.8, 1])
        let signed = try InputDescription(geometry: .asIs, values: .signed).tensor(from: picture)
        #expect(signed.values == [0, 51, 102, 153, 204, 255].map { Float($0) / 127.5 - 1 })
        let byte = try InputDescription(geometry: .asIs, values: .byte).tensor(from: picture)
        #expect(byte.values == [0, 51, 102, 153, 204, 255])
    }

    @Test func orientationIsAppliedWhereAskedFor() throws {
        let picture = Picture(width: 2, height: 1, pixels: [0, 0, 0, 255, 255, 255], orientation: .rightTop)
        let stored = try InputDescription(geometry: .asIs, values: .byte).tensor(from: picture)
        #expect(stored.width == 2 && stored.height == 1)
        let description = InputDescription(geometry: .asIs, values: .byte, orientation: .applied)
        #expect(try InputDescription(json: description.json) == description)
        let turned = try description.tensor(from: picture)
        #expect(turned.width == 1 && turned.height == 2)
        #expect(turned.values == [0, 0, 0, 255, 255, 255])
    }

    /// The formulas of torchvision's transforms and of Keras' `preprocess_input` in its mode caffe.
    @Test func coloursHaveTheirOwnScales() throws {
        let picture = Picture(width: 2, height: 1, pixels: [0, 51, 102, 153, 204, 255])
        func values(_ values: PixelValues, _ geometry: Geometry = .asIs) throws -> [Float] {
            try InputDescription(geometry: geometry, values: values).tensor(from: picture).values
        }
        let means: [Float] = [0.485, 0.456, 0.406], deviations: [Float] = [0.229, 0.224, 0.225]
        let unit: [Float] = [0, 0.2, 0.4, 0.6, 0.8, 1]
        let found = try values(.imagenet)
        for index in unit.indices {
            let expected: Float = (unit[index] - means[index % 3]) / deviations[index % 3]
            #expect(abs(found[index] - expected) < 1e-6)
        }
        let blueFirst: [Float] = [102, 51, 0, 255, 204, 153]
        let caffeMeans: [Float] = [103.939, 116.779, 123.68]
        #expect(try values(.caffe) == blueFirst.indices.map { blueFirst[$0] - caffeMeans[$0 % 3] })
        // Two columns and a row: the row of the border is below.
        let blackCaffe = caffeMeans.map { -$0 }
        #expect(try Array(values(.caffe, .border(side: 2)).suffix(6)) == blackCaffe + blackCaffe)
        let black = try Array(values(.imagenet, .border(side: 2)).suffix(3))
        #expect(black.indices.allSatisfy { abs(black[$0] + means[$0] / deviations[$0]) < 1e-6 })
    }

    @Test func channelsAreReversedThenNormalised() throws {
        let picture = Picture(width: 2, height: 1, pixels: [10, 20, 30, 40, 50, 60])
        let normalisation = try ChannelNormalisation(mean: [1, 2, 3], deviation: [1, 2, 4])
        let input = InputDescription(
            geometry: .asIs, values: .byte, normalisation: normalisation, channels: .bgr)
        #expect(try input.tensor(from: picture).values == [29, 9, 1.75, 59, 24, 9.25])
        #expect(try InputDescription(json: input.json) == input)
        let bordered = InputDescription(geometry: .border(side: 2), values: .byte, normalisation: normalisation)
        #expect(Array(try bordered.tensor(from: picture).values.suffix(3)) == [-1, -1, -0.75])
    }

    @Test(arguments: [([1, 2], [1, 1, 1]), ([1, 2, 3], [1, 0, 1]), ([1, .nan, 3], [1, 1, 1]), ([1, 2, 3], [1, 1, -1])])
    func aNormalisationThatIsNoneIsRefused(_ mean: [Float], _ deviation: [Float]) {
        let error = #expect(throws: ImagingError.self) { try ChannelNormalisation(mean: mean, deviation: deviation) }
        #expect(error?.sentence.contains("three numbers") == true)
    }

    @Test func jsonIsStable() {
        let input = InputDescription(geometry: .longestSide(maximum: 996, enlarge: false), values: .unit)
        #expect(
            input.json
                == #"{"geometry":{"enlarge":false,"kind":"longest-side","maximum":996},"orientation":"ignored","resampling":"bilinear, half-pixel centres, no antialiasing","values":"unit"}"#
        )
    }

    @Test(
        "JSON leads back",
        arguments: [
            Geometry.longestSide(maximum: 7, enlarge: true), .border(side: 600), .crop(side: 224),
            .resizedCrop(shorterSide: 256, side: 224), .asIs, .stretch(width: 320, height: 240),
        ])
    func jsonLeadsBack(_ geometry: Geometry) throws {
        for values in PixelValues.allCases {
            let input = InputDescription(geometry: geometry, values: values)
            #expect(try InputDescription(json: input.json) == input)
        }
    }

    @Test(
        "bad JSON is refused on one line",
        arguments: [
            "", "{}",
            #"{"geometry":{"kind":"border","side":0},"orientation":"ignored","resampling":"bilinear, half-pixel centres, no antialiasing","values":"unit"}"#,
            #"{"geometry":{"kind":"resized-crop","shorter_side":200,"side":224},"orientation":"ignored","resampling":"bilinear, half-pixel centres, no antialiasing","values":"unit"}"#,
            #"{"geometry":{"kind":"as-is"},"orientation":"applied","resampling":"bilinear, half-pixel centres, no antialiasing","values":"unit"}"#,
            #"{"geometry":{"kind":"as-is"},"orientation":"ignored","resampling":"nearest","values":"unit"}"#,
        ])
    func badJSON(_ text: String) {
        let error = #expect(throws: ImagingError.self) { try InputDescription(json: text) }
        #expect(error?.kind == .badData)
        #expect(error?.sentence.contains("\n") == false)
    }
}
