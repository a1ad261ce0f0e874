import Imaging

/// A method that goes through the layers of a judge.
public protocol LayerMethod: ExplanationMethod {
    /// The judge.
    var layers: JudgeLayers { get }
}

extension LayerMethod {
    /// Unless a method says otherwise, it draws nothing.
    public var dependsOnSeed: Bool { false }

    /// What maps and gradients take.
    public func memory(width: Int, height: Int) -> Int { layers.memory(width: width, height: height) }

    /// The values of each input for a picture, unless the method takes more memory than there is.
    ///
    /// - Throws: `ExplanationError.tooLarge`, and what preparing a picture throws.
    func prepared(_ picture: Picture) throws -> PreparedPicture {
        try requireMemory(for: picture)
        return try layers.prepared(picture)
    }
}
