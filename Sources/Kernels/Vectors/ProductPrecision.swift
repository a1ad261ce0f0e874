/// The numbers in which the products of a training are computed; weights, moments and sums are float32 in either.
public enum ProductPrecision: String, Codable, Sendable, CaseIterable {
    case float32
    /// Factors are rounded to 16-bit brain floats, as mixed-precision training does (Kalamkar et al. 2019).
    case bfloat16
}
