extension Picture {
    /// The picture turned upright, and made smaller if its longest side is above `side` pixels.
    ///
    /// Cost: one pass over the picture.
    ///
    /// - Parameter side: the longest side of the result, in pixels.
    /// - Throws: `vanishingSide` if the other side would have no pixels.
    public func thumbnail(side: Int) throws(ImagingError) -> Picture {
        let picture = upright
        guard max(picture.width, picture.height) > side else { return picture }
        let placement = try Geometry.longestSide(maximum: side, enlarge: false)
            .placement(width: picture.width, height: picture.height)
        return FilteredResize(from: picture, to: placement, kernel: .triangle).kept(of: picture)
    }
}
