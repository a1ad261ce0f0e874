import Foundation
import Imaging
import Matrices

/// A part of a picture, in pixels.
struct PictureWindow: Equatable {
    let left: Int
    let top: Int
    let width: Int
    let height: Int
}

extension PictureWindow {
    /// The number of sizes that are drawn before the middle is taken.
    private static let attempts = 10

    /// A part of random area and shape, as torchvision's `RandomResizedCrop` draws it.
    ///
    /// Where no size that was drawn fits, it is the largest part in the middle whose shape is in the range.
    static func random(
        in picture: Picture, area: ClosedRange<Double>, shape: ClosedRange<Double>, from stream: inout RandomStream
    ) -> PictureWindow {
        let whole = Double(picture.width * picture.height)
        let logarithms = log(shape.lowerBound)...log(shape.upperBound)
        for _ in 0..<attempts {
            let drawn = whole * stream.uniform(in: area)
            let ratio = exp(stream.uniform(in: logarithms))
            let width = Int((drawn * ratio).squareRoot().rounded(.toNearestOrEven))
            let height = Int((drawn / ratio).squareRoot().rounded(.toNearestOrEven))
            guard width > 0, height > 0, width <= picture.width, height <= picture.height else { continue }
            let top = Int.random(in: 0...picture.height - height, using: &stream)
            let left = Int.random(in: 0...picture.width - width, using: &stream)
            return PictureWindow(left: left, top: top, width: width, height: height)
        }
        return middle(of: picture, shape: shape)
    }

    private static func middle(of picture: Picture, shape: ClosedRange<Double>) -> PictureWindow {
        var (width, height) = (picture.width, picture.height)
        let ratio = Double(width) / Double(height)
        if ratio < shape.lowerBound {
            height = max(1, Int((Double(width) / shape.lowerBound).rounded(.toNearestOrEven)))
        } else if ratio > shape.upperBound {
            width = max(1, Int((Double(height) * shape.upperBound).rounded(.toNearestOrEven)))
        }
        return PictureWindow(
            left: (picture.width - width) / 2, top: (picture.height - height) / 2, width: width, height: height)
    }
}

extension Picture {
    /// All of it.
    var whole: PictureWindow { PictureWindow(left: 0, top: 0, width: width, height: height) }

    /// The bytes of a part, `[height, width, 3]`, mirrored left to right if asked.
    func cut(_ window: PictureWindow, isMirrored: Bool) -> [UInt8] {
        let rowBytes = window.width * 3
        return [UInt8](unsafeUninitializedCapacity: window.height * rowBytes) { target, count in
            pixels.withUnsafeBufferPointer { source in
                guard let source = source.baseAddress, let target = target.baseAddress else { return }
                for row in 0..<window.height {
                    let from = source + ((window.top + row) * width + window.left) * 3, to = target + row * rowBytes
                    guard isMirrored else {
                        to.initialize(from: from, count: rowBytes)
                        continue
                    }
                    for column in 0..<window.width {
                        let pixel = from + (window.width - 1 - column) * 3
                        (to + column * 3).initialize(from: pixel, count: 3)
                    }
                }
            }
            count = window.height * rowBytes
        }
    }
}
