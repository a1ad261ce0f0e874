extension Picture {
    /// The picture as it was seen, made smaller where its longest side is above `side` pixels.
    ///
    /// Throws `vanishingSide` when the other side would have no pixel. Cost: a pass over the picture.
    public func thumbnail(side: Int) throws(ImagingError) -> Picture {
        let picture = upright
        guard max(picture.width, picture.height) > side else { return picture }
        let placement = try Geometry.longestSide(maximum: side, enlarge: false)
            .placement(width: picture.width, height: picture.height)
        return FilteredResize(from: picture, to: placement, kernel: .triangle).kept(of: picture)
    }
}
