import CVips

extension PictureDecoder {
    /// The width and height in pixels that the header of the picture at `path` announces, as the file stores it.
    ///
    /// No pixel is decoded.
    ///
    /// - Returns: nil if the file cannot be read.
    public func size(path: String) -> (width: Int, height: Int)? {
        guard case .success(let vips) = VipsLibrary.started else { return nil }
        let read = vips.call { () -> (width: Int, height: Int)? in
            guard let source = vips_source_new_from_file(path) else { return nil }
            defer { kalon_vips_unref(source) }
            guard let image = kalon_vips_open(source, VIPS_FAIL_ON_ERROR) else { return nil }
            defer { kalon_vips_unref(image) }
            return (Int(vips_image_get_width(image)), Int(vips_image_get_height(image)))
        }
        if case .success(let sides) = read { return sides }
        return nil
    }
}
