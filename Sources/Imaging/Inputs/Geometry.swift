/// How a picture is brought to the size that a network sees. All sides in pixels, all fractions cut off.
public enum Geometry: Sendable, Equatable {
    /// The longer side becomes `maximum`; a picture whose sides are both at most `maximum` stays as it is unless
    /// `enlarge` is set.
    case longestSide(maximum: Int, enlarge: Bool)
    /// Scaled to fit into `side` x `side`, smaller pictures too, and centred on black.
    case border(side: Int)
    /// The shorter side becomes `side`, and the middle `side` x `side` is kept.
    case crop(side: Int)
    /// The shorter side becomes `shorterSide`, and the middle `side` x `side`, which is not more, is kept; rounded as
    /// torchvision's `Resize` and `CenterCrop` do.
    case resizedCrop(shorterSide: Int, side: Int)
    /// Each side on its own becomes what the network takes, whatever that does to the proportions.
    case stretch(width: Int, height: Int)
    /// Unchanged.
    case asIs

    /// The side that a user may choose; nil where there is none.
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

    /// The same for another side; `enlarge` matters where small pictures may stay as they are.
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

/// Where the pixels of a picture end up: resized to `resized`, the part `kept` of that, placed on a black `canvas`.
package struct Placement: Equatable, Sendable {
    package struct Size: Equatable, Sendable {
        package let width: Int
        package let height: Int

        package init(width: Int, height: Int) {
            self.width = width
            self.height = height
        }
    }

    /// Size of the whole resized picture.
    package let resized: Size
    /// Size of the result.
    package let canvas: Size
    /// Columns and rows of the resized picture that are cut off before the part that is kept.
    package let cutLeft: Int
    package let cutTop: Int
    /// Black columns and rows before the picture.
    package let padLeft: Int
    package let padTop: Int

    /// Size of the part of the resized picture that is kept.
    var kept: Size {
        Size(width: min(resized.width - cutLeft, canvas.width), height: min(resized.height - cutTop, canvas.height))
    }

    /// In the middle: of an odd rest the smaller part comes first.
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
    /// Where a picture of `width` x `height` ends up. Throws `vanishingSide` when a side would have no pixel.
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
            // A square is not left to rounding, which could leave it a row short of what is to be cut out.
            let isSquare = whole.width == whole.height
            let canvas = Placement.Size(width: side, height: side)
            return Placement(
                resized: isSquare ? canvas : scaled(whole, height: whole.height < whole.width, to: side), canvas: canvas)
        case .resizedCrop(let shorterSide, let side):
            return resizedCut(whole, shorterSide: shorterSide, side: side)
        }
    }

    /// The longer side is the whole part of the exact quotient, and an odd rest is divided to the nearest even number.
    private func resizedCut(_ whole: Placement.Size, shorterSide: Int, side: Int) -> Placement {
        let shorter = min(whole.width, whole.height)
        let resized = Placement.Size(
            width: shorterSide * whole.width / shorter, height: shorterSide * whole.height / shorter)
        func half(_ rest: Int) -> Int { Int((Double(rest) / 2).rounded(.toNearestOrEven)) }
        return Placement(
            resized: resized, canvas: .init(width: side, height: side), cutLeft: half(resized.width - side),
            cutTop: half(resized.height - side))
    }

    /// The height, or else the width, becomes `side`; the other follows, its fraction cut off.
    ///
    /// The quotient is formed first, in float64: that rounding decides, for some sizes, which integer remains.
    private func scaled(_ whole: Placement.Size, height: Bool, to side: Int) -> Placement.Size {
        if height {
            Placement.Size(width: Int(Double(whole.width) * (Double(side) / Double(whole.height))), height: side)
        } else {
            Placement.Size(width: side, height: Int(Double(whole.height) * (Double(side) / Double(whole.width))))
        }
    }
}
