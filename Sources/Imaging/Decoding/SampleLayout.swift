import CVips

/// How the samples of a decoded image are to be read.
struct SampleLayout {
    enum Colour {
        case grey, rgb, cmyk
    }

    let colour: Colour
    /// Samples of one pixel, those that are dropped included.
    let bands: Int
    /// 1, or 2 for 16-bit samples in the machine's order.
    let bytesPerSample: Int

    /// Nil when the samples are neither 8-bit nor 16-bit grey, RGB or CMYK.
    init?(_ image: UnsafeMutablePointer<VipsImage>) {
        guard vips_image_get_coding(image) == VIPS_CODING_NONE else { return nil }
        switch vips_image_get_format(image) {
        case VIPS_FORMAT_UCHAR: bytesPerSample = 1
        case VIPS_FORMAT_USHORT: bytesPerSample = 2
        default: return nil
        }
        bands = Int(vips_image_get_bands(image))
        switch vips_image_get_interpretation(image) {
        case VIPS_INTERPRETATION_CMYK where bands >= 4: colour = .cmyk
        case VIPS_INTERPRETATION_LAB, VIPS_INTERPRETATION_LABQ, VIPS_INTERPRETATION_LABS, VIPS_INTERPRETATION_XYZ: return nil
        default:
            guard bands >= 1 else { return nil }
            colour = bands < 3 ? .grey : .rgb
        }
    }

    /// What was found, for a sentence.
    static func describe(_ image: UnsafeMutablePointer<VipsImage>) -> String {
        let format = vips_enum_nick(vips_band_format_get_type(), Int32(vips_image_get_format(image).rawValue))
        let meaning = vips_enum_nick(vips_interpretation_get_type(), Int32(vips_image_get_interpretation(image).rawValue))
        let words = [format, meaning].compactMap { $0.map { String(cString: $0) } }
        return "\(vips_image_get_bands(image)) bands of \(words.joined(separator: " ")) samples"
    }
}
