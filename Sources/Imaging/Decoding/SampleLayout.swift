import CVips

/// How to read the samples of a decoded image.
struct SampleLayout {
    enum Colour {
        case grey, rgb, cmyk
    }

    /// The type of one sample; 16-bit samples are in the machine's byte order.
    enum Depth {
        case byte, word
        /// Samples of 8 or 16 bits in which a smaller value than the largest possible one means white.
        case byteBelow(Int), wordBelow(Int)
    }

    let colour: Colour
    /// The number of samples per pixel, including those that are dropped.
    let bands: Int
    let depth: Depth

    /// The size of a sample in memory: 1 or 2.
    var bytesPerSample: Int {
        switch depth {
        case .byte, .byteBelow: 1
        case .word, .wordBelow: 2
        }
    }

    /// Finds the layout; nil if the samples are neither 8-bit nor 16-bit grey, RGB or CMYK.
    ///
    /// `largest` is the value that means white; nil if it is the largest of the sample's bits.
    init?(_ image: UnsafeMutablePointer<VipsImage>, largest: Int?) {
        guard vips_image_get_coding(image) == VIPS_CODING_NONE else { return nil }
        switch vips_image_get_format(image) {
        case VIPS_FORMAT_UCHAR: depth = largest.map { .byteBelow($0) } ?? .byte
        case VIPS_FORMAT_USHORT: depth = largest.map { .wordBelow($0) } ?? .word
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

    /// A description of the samples found, for a sentence.
    static func describe(_ image: UnsafeMutablePointer<VipsImage>) -> String {
        let format = vips_enum_nick(vips_band_format_get_type(), Int32(vips_image_get_format(image).rawValue))
        let meaning = vips_enum_nick(vips_interpretation_get_type(), Int32(vips_image_get_interpretation(image).rawValue))
        let words = [format, meaning].compactMap { $0.map { String(cString: $0) } }
        return "\(vips_image_get_bands(image)) bands of \(words.joined(separator: " ")) samples"
    }
}
