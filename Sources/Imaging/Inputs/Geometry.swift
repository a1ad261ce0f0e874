/// How a picture is brought to the size that a network sees.
///
/// Sides are in pixels, and fractions are cut off.
public enum Geometry: Sendable, Equatable {
    /// The longer side becomes `maximum`; unless `enlarge` is set, a picture whose sides are both at most `maximum` is left
    /// unchanged.
    case longestSide(maximum: Int, enlarge: Bool)
    /// Scaled to fit into `side` x `side`, even if the picture is smaller, and centred on black.
    case border(side: Int)
    /// The shorter side becomes `side`, and the middle `side` x `side` is kept.
    case crop(side: Int)
    /// The shorter side becomes `shorterSide`, and the middle `side` x `side`, which is not larger, is kept.
    ///
    /// Sizes are rounded as torchvision's `Resize` and `CenterCrop` do.
    case resizedCrop(shorterSide: Int, side: Int)
    /// Each side becomes what the network takes, without regard to the proportions.
    case stretch(width: Int, height: Int)
    /// The picture is left unchanged.
    case asIs

    /// The side that a user may choose; nil if there is none.
    public var side: Int? {
        switch self {
        case .longestSide(let side, _), .border(let side), .crop(let side), .resizedCrop(_, let side): side
        case .stretch(let width, let height): width == height ? width : nil
        case .asIs: nil
        }
    }

    /// Whether only the middle of a picture is kept.
    public var crops: Bool {
        switch self {
        case .crop, .resizedCrop: true
        case .longestSide, .border, .stretch, .asIs: false
        }
    }

    /// The same geometry for another side.
    ///
    /// - Parameters:
    ///   - side: the side in pixels, above 0.
    ///   - enlarge: whether small pictures are enlarged; it matters only for `longestSide`.
    public func with(side: Int, enlarge: Bool) -> Geometry {
        switch self {
        case .longestSide: .longestSide(maximum: side, enlarge: enlarge)
        case .border: .border(side: side)
        case .crop: .crop(side: side)
        case .resizedCrop(let shorterSide, let kept): .resizedCrop(shorterSide: shorterSide * side / kept, side: side)
        case .stretch: .stretch(width: side, height: side)
        case .asIs: .asIs
        }
    }
}

/// Where the pixels of a picture end up: it is resized to `resized`, and the part `kept` is placed on a black `canvas`.
package struct Placement: Equatable, Sendable {
    package struct Size: Equatable, Sendable {
        package let width: Int
        package let height: Int

        package init(width: Int, height: Int) {
            self.width = width
            self.height = height
        }
    }

    /// The size of the whole resized picture.
    package let resized: Size
    /// The size of the result.
    package let canvas: Size
    /// The columns and rows of the resized picture that are cut off before the part that is kept.
    package let cutLeft: Int
    package let cutTop: Int
    /// The black columns and rows before the picture.
    package let padLeft: Int
    package let padTop: Int

    /// The size of the part of the resized picture that is kept.
    var kept: Size {
        Size(width: min(resized.width - cutLeft, canvas.width), height: min(resized.height - cutTop, canvas.height))
    }

    /// Places the picture in the middle; if the rest is odd, the smaller part comes first.
    package init(resized: Size, canvas: Size? = nil) {
        let canvas = canvas ?? resized
        self.init(
            resized: resized, canvas: canvas, cutLeft: max(resized.width - canvas.width, 0) / 2,
            cutTop: max(resized.height - canvas.height, 0) / 2)
    }

    init(resized: Size, canvas: Size, cutLeft: Int, cutTop: Int) {
        self.resized = resized
        self.canvas = canvas
        self.cutLeft = cutLeft
        self.cutTop = cutTop
        padLeft = max(canvas.width - resized.width, 0) / 2
        padTop = max(canvas.height - resized.height, 0) / 2
    }
}

extension Geometry {
    /// Where a picture of `width` x `height` ends up.
    ///
    /// - Throws: `vanishingSide` if a side would have no pixels.
    package func placement(width: Int, height: Int) throws(ImagingError) -> Placement {
        let whole = Placement.Size(width: width, height: height)
        let placement = unchecked(whole)
        guard placement.resized.width > 0, placement.resized.height > 0 else {
            throw .vanishingSide(
                width: width, height: height, resizedWidth: placement.resized.width, resizedHeight: placement.resized.height)
        }
        return placement
    }

    private func unchecked(_ whole: Placement.Size) -> Placement {
        switch self {
        case .asIs:
            return Placement(resized: whole)
        case .stretch(let width, let height):
            return Placement(resized: .init(width: width, height: height))
        case .longestSide(let maximum, let enlarge):
            guard max(whole.width, whole.height) > maximum || enlarge else { return Placement(resized: whole) }
            guard whole.width != whole.height else { return Placement(resized: .init(width: maximum, height: maximum)) }
            return Placement(resized: scaled(whole, height: whole.height > whole.width, to: maximum))
        case .border(let side):
            let resized = scaled(whole, height: whole.height > whole.width, to: side)
            return Placement(resized: resized, canvas: .init(width: side, height: side))
        case .crop(let side):
            // A square is not left to rounding, which could make it a row too short for the cut.
            let isSquare = whole.width == whole.height
            let canvas = Placement.Size(width: side, height: side)
            return Placement(
                resized: isSquare ? canvas : scaled(whole, height: whole.height < whole.width, to: side), canvas: canvas)
        case .resizedCrop(let shorterSide, let side):
            return resizedCut(whole, shorterSide: shorterSide, side: side)
        }
    }

    /// The longer side is the integer part of the exact quotient, and half of an odd rest is rounded to the even number.
    private func resizedCut(_ whole: Placement.Size, shorterSide: Int, side: Int) -> Placement {
        let shorter = min(whole.width, whole.height)
        let resized = Placement.Size(
            width: shorterSide * whole.width / shorter, height: shorterSide * whole.height / shorter)
        func half(_ rest: Int) -> Int { Int((Double(rest) / 2).rounded(.toNearestOrEven)) }
        return Placement(
            resized: resized, canvas: .init(width: side, height: side), cutLeft: half(resized.width - side),
            cutTop: half(resized.height - side))
    }

    /// The height, or else the width, becomes `side`; the other side follows, with its fraction cut off.
    ///
    /// The quotient is formed first, in float64: for some sizes its rounding decides which integer remains.
    private func scaled(_ whole: Placement.Size, height: Bool, to side: Int) -> Placement.Size {
        if height {
            Placement.Size(width: Int(Double(whole.width) * (Double(side) / Double(whole.height))), height: side)
        } else {
            Placement.Size(width: side, height: Int(Double(whole.height) * (Double(side) / Double(whole.width))))
        }
    }
}
