import Foundation

/// Removes noise by averaging over pixels whose surroundings look alike (Buades, Coll and Morel 2005).
///
/// Patches of 5 x 5 pixels of the luma are compared at 9 x 9 places. A pixel's weight falls with the difference of the
/// patches that exceeds the noise.
struct NonLocalMeans {
    /// The standard deviation of the noise, on values from 0 to 255.
    let deviation: Double

    private static let searchRadius = 4
    private static let patchSide = 5

    /// The picture without noise, clipped and rounded to bytes.
    ///
    /// Cost: a few passes for each of 81 places.
    func denoised(_ picture: ImageTensor) -> ImageTensor {
        let luma = picture.luma
        var sums = [Float](repeating: 0, count: picture.values.count)
        var weights = [Float](repeating: 0, count: luma.count)
        for down in -Self.searchRadius...Self.searchRadius {
            for across in -Self.searchRadius...Self.searchRadius {
                let shift = Shift(across: across, down: down, width: picture.width, height: picture.height)
                add(shift, picture, luma, to: &sums, &weights)
            }
        }
        let values = sums.indices.map { (sums[$0] / weights[$0 / 3]).rounded() }
        return ImageTensor(width: picture.width, height: picture.height, values: values).clipped
    }

    private struct Shift {
        let across: Int
        let down: Int
        let width: Int
        let height: Int

        /// The pixel at this shift from the one at `row` and `column`.
        func source(_ row: Int, _ column: Int) -> Int {
            mirrored(row + down, height) * width + mirrored(column + across, width)
        }
    }

    private func add(
        _ shift: Shift, _ picture: ImageTensor, _ luma: [Float], to sums: inout [Float], _ weights: inout [Float]
    ) {
        let distances = patchDistances(shift, luma)
        let variance = Float(2 * deviation * deviation)
        for row in 0..<shift.height {
            for column in 0..<shift.width {
                let target = row * shift.width + column
                let weight = exp(-max(0, distances[target] - variance) / (variance * 0.5))
                let source = shift.source(row, column)
                weights[target] += weight
                for channel in 0..<3 { sums[3 * target + channel] += weight * picture.values[3 * source + channel] }
            }
        }
    }

    /// The mean squared difference of the patches around each pixel and around the one at this shift.
    private func patchDistances(_ shift: Shift, _ luma: [Float]) -> [Float] {
        var squares = [Float](repeating: 0, count: 3 * luma.count)
        for row in 0..<shift.height {
            for column in 0..<shift.width {
                let place = row * shift.width + column
                let difference = luma[place] - luma[shift.source(row, column)]
                squares[3 * place] = difference * difference
            }
        }
        let blurred = ImageTensor(width: shift.width, height: shift.height, values: squares).boxBlurred(side: Self.patchSide)
        return stride(from: 0, to: squares.count, by: 3).map { blurred.values[$0] }
    }
}
