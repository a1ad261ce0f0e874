import Inference

extension ExtractorConfiguration {
    /// What tells it from other extractors, for a sentence: `mobilenet-v1@0.25 (256 columns, weights seeded:1, …)`.
    public var summary: String {
        "\(network) (\(columns) columns, weights \(weights), input \(input.json))"
    }
}
