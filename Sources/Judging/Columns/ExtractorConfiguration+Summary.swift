import Inference

extension ExtractorConfiguration {
    /// A description that tells it apart from other extractors: `mobilenet-v1@0.25 (256 columns, weights seeded:1, …)`.
    public var summary: String {
        "\(network) (\(columns) columns, weights \(weights), input \(input.json))"
    }
}
