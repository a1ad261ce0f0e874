import Imaging

extension Picture {
    /// The picture on which a verdict is explained: the photograph as the judge sees it, no larger than the judge looks at it.
    ///
    /// Its longer side is at most the longest that any input asks for, before parts are cut off; a photograph is never
    /// enlarged. It is resized as that input would do it, so that the judge then gives it nearly the same number, and exactly the
    /// same if the photograph was small enough. It is turned upright if any of the inputs does that.
    ///
    /// - Parameter inputs: How the judge's inputs are made, at least one.
    /// - Returns: The working picture, which is not to be turned.
    /// - Throws: `vanishingSide` if a side would have no pixels.
    public func working(for inputs: [InputDescription]) throws(ImagingError) -> Picture {
        let seen = inputs.contains { $0.orientation == .applied } ? upright : withoutOrientation
        var longest = 0
        var resampling = Resampling.bilinear
        for input in inputs {
            let resized = try input.geometry.placement(width: seen.width, height: seen.height).resized
            guard max(resized.width, resized.height) > longest else { continue }
            (longest, resampling) = (max(resized.width, resized.height), input.resampling)
        }
        guard longest < max(seen.width, seen.height) else { return seen }
        let placement = try Geometry.longestSide(maximum: longest, enlarge: false)
            .placement(width: seen.width, height: seen.height)
        return seen.resized(to: placement, by: resampling)
    }

    private var withoutOrientation: Picture {
        orientation == .topLeft ? self : Picture(width: width, height: height, pixels: pixels, isPreview: isPreview)
    }
}
