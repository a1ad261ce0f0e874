import ArgumentParser
import Batches
import Imaging
import Judging
import Networks

extension TuneOptions {
    /// How photographs become inputs of a network for a new head: as NIMA does it, whatever the size.
    func recipe(of network: Network) throws -> PictureRecipe {
        let (side, whole) = try sides(of: network.geometry, network.name)
        return try PictureRecipe(width: side, height: side, resize: .plain(width: whole, height: whole))
    }

    /// How photographs become inputs.
    ///
    /// A student sees whole photographs, as its teacher does, which are fitted as its network was made for and never mirrored. A
    /// classifier that goes on learning sees random parts of what it saw before.
    func recipe(for body: TuneBody, _ teaching: Teaching?) throws -> PictureRecipe {
        let network = body.network.network
        if let teaching {
            let (side, whole) = try sides(of: network.geometry, network.name, isWhole: true)
            let orientation = teaching.source.extractors.first?.input.orientation ?? .applied
            let input = InputDescription(
                geometry: network.geometry, values: network.values, orientation: orientation, resampling: network.resampling)
            return try recipe(like: input, side: side, whole: whole, mirrored: 0)
        }
        guard let input = body.input else { return try recipe(of: network) }
        let (side, whole) = try sides(of: input.geometry, network.name)
        return try recipe(like: input, side: side, whole: whole, mirrored: 0.5)
    }

    /// Photographs on a black square if the input is fitted so, and stretched otherwise.
    private func recipe(like input: InputDescription, side: Int, whole: Int, mirrored: Double) throws -> PictureRecipe {
        guard case .border = input.geometry else {
            return try PictureRecipe(
                width: side, height: side, resize: .plain(width: whole, height: whole), mirrored: mirrored,
                resampling: input.resampling, orientation: input.orientation)
        }
        return try PictureRecipe(
            width: side, height: side, resize: .border(side: whole), mirrored: mirrored,
            evaluation: .centre(of: .border(side: side)), resampling: input.resampling, orientation: input.orientation)
    }

    /// The side of the input, and that of the resized photograph of which it is a part.
    private func sides(of geometry: Geometry, _ name: String, isWhole: Bool = false) throws -> (input: Int, whole: Int) {
        guard let side = size ?? geometry.side else { throw ValidationError("\(name) has no input size; give --size") }
        let whole = resize ?? (isWhole ? side : (side * 8 + 6) / 7)
        guard whole >= side else { throw ValidationError("--resize is \(whole); at least --size (\(side)) is expected") }
        return (side, whole)
    }
}

extension PictureRecipe {
    /// How a picture becomes an input of the classifier.
    var judgedGeometry: Geometry {
        guard case .centre(of: .border(let side)) = evaluation else { return .stretch(width: width, height: height) }
        return .border(side: side)
    }
}
