/// The picture that a network in a file takes.
struct ModelInput: Equatable, Codable {
    let name: String
    let layout: ChannelLayout
    /// Sides in pixels; nil if the network takes any.
    let height: Int?
    let width: Int?
    /// Whether it takes whole numbers from 0 to 255.
    let takesBytes: Bool

    /// Reads the input of the graph.
    ///
    /// The layout that the user gave decides if the shape does not.
    ///
    /// - Throws: `ModelFileError` unless there is one input, it takes a picture, and the layout is known.
    init(_ graph: ModelGraph, layout: ChannelLayout?) throws(ModelFileError) {
        let inputs = graph.inputs
        guard let input = inputs.first, inputs.count == 1 else {
            throw .inputCount(path: graph.file.path, inputs: inputs)
        }
        guard let sides = input.sides, sides.count == 4 else { throw .notAPicture(path: graph.file.path, input: input) }
        guard Self.types.contains(input.type) else { throw .inputType(path: graph.file.path, input: input) }
        name = input.name
        self.layout = try Self.layout(of: input, sides: sides, asked: layout, path: graph.file.path)
        (height, width) = self.layout == .channelsFirst ? (sides[2], sides[3]) : (sides[1], sides[2])
        takesBytes = input.type == "u8"
    }

    private static let types = ["f32", "f16", "bf16", "f64", "u8"]

    private static func layout(
        of input: ModelTensor, sides: [Int?], asked: ChannelLayout?, path: String
    ) throws(ModelFileError) -> ChannelLayout {
        let possible = ChannelLayout.allCases.filter { layout in
            let channels = layout == .channelsFirst ? sides[1] : sides[3]
            return channels == nil || channels == 3
        }
        // A free side may have any length, so a side of three is the better evidence.
        let certain = possible.filter { ($0 == .channelsFirst ? sides[1] : sides[3]) == 3 }
        let candidates = certain.isEmpty ? possible : certain
        guard !candidates.isEmpty else { throw .notAPicture(path: path, input: input) }
        guard let asked else {
            guard candidates.count == 1 && certain.count == 1 else { throw .layoutMissing(path: path, input: input) }
            return candidates[0]
        }
        guard candidates.contains(asked) else { throw .layoutContradicts(path: path, input: input, asked: asked) }
        return asked
    }

    /// The input's four sides for pictures of this size.
    func sides(height: Int?, width: Int?) -> [Int?] {
        layout == .channelsFirst ? [1, 3, height, width] : [1, height, width, 3]
    }
}
