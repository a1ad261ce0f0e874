import Imaging
import Matrices

extension PictureRecipe.Resize {
    /// What tells it from every other one.
    var name: String {
        switch self {
        case .none: "none"
        case .plain(let width, let height): "plain \(width)x\(height)"
        case .shorter(let side): "shorter \(side)"
        case .border(let side): "border \(side)"
        }
    }

    /// Where the pixels of a picture end up; nil if they stay where they are.
    ///
    /// - Throws: `ImagingError.vanishingSide`.
    func placement(width: Int, height: Int) throws(ImagingError) -> Placement? {
        let geometry: Geometry
        switch self {
        case .none: return nil
        case .plain(let width, let height): geometry = .stretch(width: width, height: height)
        case .border(let side): geometry = .border(side: side)
        case .shorter(let side):
            let cut = try Geometry.resizedCrop(shorterSide: side, side: side).placement(width: width, height: height)
            return Placement(resized: cut.resized)
        }
        return try geometry.placement(width: width, height: height)
    }
}

extension PictureRecipe {
    /// The resize for an input without random choices.
    var evaluationResize: Resize {
        switch evaluation {
        case .plain: .plain(width: width, height: height)
        case .centre(let resize): resize
        }
    }

    /// A decoded photograph after a resize of this recipe.
    ///
    /// It is refused if any resize of the recipe refuses it, so that a photograph takes part in training and evaluation or in
    /// neither.
    ///
    /// - Throws: `ImagingError.vanishingSide`.
    func resized(_ photograph: Picture, _ resize: Resize) throws(ImagingError) -> Picture {
        let upright = orientation == .applied ? photograph.upright : photograph
        for each in [self.resize, evaluationResize] where each != resize {
            _ = try each.placement(width: upright.width, height: upright.height)
        }
        guard let placement = try resize.placement(width: upright.width, height: upright.height) else { return upright }
        return upright.resized(to: placement, by: resampling)
    }

    /// The input for training, `[height, width, 3]`, from a resized photograph.
    func trainingInput(_ resized: Picture, from stream: inout RandomStream) -> [UInt8] {
        switch crop {
        case .random:
            let top = Int.random(in: 0...resized.height - height, using: &stream)
            let left = Int.random(in: 0...resized.width - width, using: &stream)
            let isMirrored = stream.uniform() < mirrored
            return resized.cut(PictureWindow(left: left, top: top, width: width, height: height), isMirrored: isMirrored)
        case .resized(let area, let shape):
            let window = PictureWindow.random(in: resized, area: area, shape: shape, from: &stream)
            let part = Picture(
                width: window.width, height: window.height, pixels: resized.cut(window, isMirrored: false))
            let isMirrored = stream.uniform() < mirrored
            let input = part.resized(to: Placement(resized: .init(width: width, height: height)), by: resampling)
            return isMirrored ? input.cut(input.whole, isMirrored: true) : input.pixels
        }
    }

    /// The input for evaluation, `[height, width, 3]`, from a photograph after `evaluationResize`.
    ///
    /// Half of an odd rest is rounded to the even number, as in torchvision.
    func evaluationInput(_ resized: Picture) -> [UInt8] {
        guard resized.width != width || resized.height != height else { return resized.pixels }
        func half(_ rest: Int) -> Int { Int((Double(rest) / 2).rounded(.toNearestOrEven)) }
        let window = PictureWindow(
            left: half(resized.width - width), top: half(resized.height - height), width: width, height: height)
        return resized.cut(window, isMirrored: false)
    }
}
