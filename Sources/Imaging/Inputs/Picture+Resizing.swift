extension Picture {
    /// The picture resized, cropped and padded with black, in bytes.
    ///
    /// With antialiasing it equals Pillow's result. Without it, the float32 values of `BilinearResize` are rounded.
    package func resized(to placement: Placement, by resampling: Resampling) -> Picture {
        guard let kernel = resampling.kernel else {
            return BilinearResize(from: self, to: placement).tensor(of: self, values: .byte).picture
        }
        let kept = FilteredResize(from: self, to: placement, kernel: kernel).kept(of: self)
        guard placement.kept != placement.canvas else { return kept }
        // Only the borders are missing.
        let rest = Placement(resized: placement.kept, canvas: placement.canvas)
        return BilinearResize(from: kept, to: rest).tensor(of: kept, values: .byte).picture
    }
}

extension Resampling {
    /// How the weights of pixels fall off; nil without antialiasing.
    var kernel: FilteredResize.Kernel? {
        switch self {
        case .bilinear: nil
        case .antialiasedBilinear: .triangle
        case .antialiasedBicubic: .cubic
        }
    }
}
