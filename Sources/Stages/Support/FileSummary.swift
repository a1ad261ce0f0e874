import Foundation
import HDF5
import Records

/// Describes in a few words what a file of Kalon holds.
public enum FileSummary {
    /// A summary with counts, such as `279 photographs, 4960 columns`.
    ///
    /// Reads neither features nor components.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - schema: The kind of the file.
    /// - Throws: `StorageError` if the file does not conform to its kind.
    public static func text(of path: String, _ schema: Schema) throws -> String {
        let root = try HDF5File.open(path).root
        switch schema {
        case .features: return features(try FeaturesFile.open(path))
        case .pca, .ica: return try reduction(root)
        case .reductions:
            return try (0..<ReductionFile.count(in: root)).map { try reduction(root.group("\($0)")) }
                .joined(separator: "; ")
        case .mask: return try mask(MaskFile.read(path))
        case .classifier: return try classifier(ClassifierFile.read(path))
        case .explanation: return explanation(try ExplanationFile.read(path))
        }
    }

    private static func features(_ file: FeaturesFile) -> String {
        let skipped = file.skipped.isEmpty ? "" : ", \(file.skipped.count) skipped"
        return "\(file.rows.countInWords)\(skipped), \(file.columns) columns"
    }

    private static func reduction(_ group: HDF5Group) throws -> String {
        let shape = try group.dataset("components").shape
        let kind = try group.contains("mixing") ? "independent" : "principal"
        return "\(shape.first ?? 0) \(kind) components of \(shape.last ?? 0) columns, "
            + "fitted on \(try group.attributes.integer("samples")) photographs"
    }

    private static func mask(_ mask: MaskContent) -> String {
        let generations = mask.history.first { $0.name == "best" }.map { ", \($0.count) generations" }
        return "\(mask.indices.count) of \(mask.sourceColumns) columns\(generations ?? "")"
    }

    private static func classifier(_ classifier: ClassifierContent) -> String {
        let weights = classifier.layers.reduce(0) { $0 + $1.weightCount }
        let epochs = classifier.application?.history.first.map { ", \($0.count) epochs" }
        return "\(classifier.inputWidth) columns, \(weights) weights\(epochs ?? "")"
    }

    private static func explanation(_ record: ExplanationRecord) -> String {
        let methods = record.methods.map(\.name).joined(separator: ", ")
        return "\(record.photograph), \(record.width) x \(record.height) pixels, explained by \(methods)"
    }
}
