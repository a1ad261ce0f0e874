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
}
