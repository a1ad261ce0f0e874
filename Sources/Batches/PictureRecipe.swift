import Imaging

/// How photographs become the inputs of a network that is trained on their pixels.
///
/// A photograph is resized, which is the same every time. In training, a part of it is then cut out at random and mirrored at
/// random. In evaluation nothing is random.
public struct PictureRecipe: Hashable, Sendable {
    /// How a whole photograph is resized; sides are in pixels.
    public enum Resize: Hashable, Sendable, Codable {
        /// Not at all.
        case none
        /// Each side to a given length, without regard to the proportions.
        case plain(width: Int, height: Int)
        /// The shorter side to a given length; the longer one follows, with its fraction cut off, as in torchvision.
        case shorter(side: Int)
        /// The longer side to a given length, and centred on a black square.
        case border(side: Int)
    }

    /// What is cut out of the resized photograph in training.
    public enum Crop: Hashable, Sendable, Codable {
        /// A part of the size of the input, at a random place.
        case random
        /// A part of random size and shape, which is then resized to the input (Szegedy et al. 2015; as in torchvision).
        ///
        /// The area is a share of that of the resized photograph, drawn evenly. The shape is width over height, and its logarithm
        /// is drawn evenly.
        case resized(area: ClosedRange<Double>, shape: ClosedRange<Double>)

        /// Areas from 8 to 100 %, and shapes from 3:4 to 4:3, as torchvision has them.
        public static let standardResized = Crop.resized(area: 0.08...1, shape: 3 / 4...4 / 3)
    }

    /// How a photograph becomes an input in evaluation.
    public enum Evaluation: Hashable, Sendable, Codable {
        /// The whole photograph is resized to the input, without regard to the proportions.
        case plain
        /// The photograph is resized, and the middle is cut out.
        case centre(of: Resize)
    }

    /// The width of the input in pixels.
    public let width: Int
    /// The height of the input in pixels.
    public let height: Int
    /// How photographs are resized in training.
    public let resize: Resize
    /// What is cut out of the resized photograph in training.
    public let crop: Crop
    /// The share of inputs that are mirrored left to right in training, from 0 to 1.
    public let mirrored: Double
    /// How photographs become inputs in evaluation.
    public let evaluation: Evaluation
    /// How values between the given pixels are found; all results are rounded to bytes.
    public let resampling: Resampling
    /// What is done with the orientation that a camera notes in EXIF.
    public let orientation: OrientationRule

    /// Makes a recipe.
    ///
    /// - Parameters:
    ///   - width: the width of the input in pixels.
    ///   - height: the height of the input in pixels.
    ///   - resize: how photographs are resized in training.
    ///   - crop: what is cut out in training; `random` needs a resize that is at least as large as the input.
    ///   - mirrored: the share of inputs that are mirrored in training.
    ///   - evaluation: how photographs become inputs in evaluation.
    ///   - resampling: how values between the given pixels are found.
    ///   - orientation: what is done with the EXIF orientation.
    /// - Throws: `BatchError.recipe` if a number is out of range, or if the input does not fit into what it is cut out of.
    public init(
        width: Int, height: Int, resize: Resize, crop: Crop = .random, mirrored: Double = 0.5,
        evaluation: Evaluation = .plain, resampling: Resampling = .antialiasedBilinear,
        orientation: OrientationRule = .ignored
    ) throws(BatchError) {
        self.init(
            checkedWidth: width, height, resize, crop, mirrored: mirrored, evaluation, resampling, orientation)
        try check()
    }

    private init(
        checkedWidth width: Int, _ height: Int, _ resize: Resize, _ crop: Crop, mirrored: Double,
        _ evaluation: Evaluation, _ resampling: Resampling, _ orientation: OrientationRule
    ) {
        self.width = width
        self.height = height
        self.resize = resize
        self.crop = crop
        self.mirrored = mirrored
        self.evaluation = evaluation
        self.resampling = resampling
        self.orientation = orientation
    }

    /// The recipe of NIMA (Talebi and Milanfar 2018, doi:10.1109/TIP.2018.2831899): resized to 256 x 256, a random part of
    /// 224 x 224, half of them mirrored; in evaluation resized to 224 x 224.
    public static let nima = PictureRecipe(
        checkedWidth: 224, 224, .plain(width: 256, height: 256), .random, mirrored: 0.5, .plain, .antialiasedBilinear,
        .ignored)

    /// The number of bytes of one input.
    public var bytes: Int { width * height * 3 }
}

extension PictureRecipe: Codable {
    /// Decodes the value, and checks it.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            width: fields.decode(Int.self, forKey: .width), height: fields.decode(Int.self, forKey: .height),
            resize: fields.decode(Resize.self, forKey: .resize), crop: fields.decode(Crop.self, forKey: .crop),
            mirrored: fields.decode(Double.self, forKey: .mirrored),
            evaluation: fields.decode(Evaluation.self, forKey: .evaluation),
            resampling: fields.decode(Resampling.self, forKey: .resampling),
            orientation: fields.decode(OrientationRule.self, forKey: .orientation))
    }

    private enum CodingKeys: String, CodingKey {
        case width, height, resize, crop, mirrored, evaluation, resampling, orientation
    }
}
