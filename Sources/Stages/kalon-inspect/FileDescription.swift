import Faults
import Files
import Foundation
import HDF5
import Records
import Reporting
import StageSupport

/// What an HDF5 file holds: its kind, its attributes, and every dataset with its shape.
struct FileDescription: Encodable {
    struct Dataset: Encodable {
        let name: String
        let type: String
        let shape: [Int]
    }

    let file: String
    /// Such as `features/1`; nil for a file that Kalon did not write.
    let kind: String?
    /// Such as `279 photographs, 4960 columns`; nil for a file that Kalon did not write, or that does not conform to its kind.
    let holds: String?
    /// How many seconds the command that wrote the file ran; nil if the file does not say.
    let seconds: Double?
    let attributes: [String: String]
    let datasets: [Dataset]
    /// How many photographs were skipped, by kind of reason; empty for files other than features.
    let skipped: [String: Int]
    /// How many rows are labelled aesthetic, not aesthetic, or not at all.
    let labels: [String: Int]
    /// How many rows each perturbation made; empty without perturbations.
    let perturbations: [String: Int]

    /// Reads a file.
    ///
    /// - Throws: `StorageError` if it cannot be read.
    init(path: String) throws {
        let root = try HDF5File.open(path).root
        file = path
        kind = try Schema.name(of: path)
        let schema = kind.flatMap(Schema.init(rawValue:))
        holds = schema.flatMap { schema in try? FileSummary.text(of: path, schema) }
        seconds = try Provenance.seconds(in: root)
        var attributes: [String: String] = [:]
        for name in try root.attributes.names() where name != "kalon_schema" {
            attributes[name] = Self.text(try root.attributes.value(name))
        }
        self.attributes = attributes
        datasets = try Self.datasets(in: root)
        let features = kind?.hasPrefix("features/") == true ? try FeaturesFile.open(path) : nil
        skipped = (features?.skipped ?? []).countsByKind
        let names: [Int8: String] = [1: "aesthetic", 0: "not aesthetic", -1: "unlabelled"]
        labels = Dictionary(grouping: features?.rows.labels ?? []) { names[$0] ?? "label \($0)" }.mapValues(\.count)
        perturbations = Dictionary(grouping: features?.rows.perturbations ?? []) { $0.isEmpty ? "none" : $0 }.mapValues(\.count)
    }

    private static func datasets(in root: HDF5Group) throws -> [Dataset] {
        var walk = try HDF5Visits(from: root)
        var datasets: [Dataset] = []
        func visit(_ group: HDF5Group, prefix: String, depth: Int) throws {
            for child in try group.children() {
                let name = "\(prefix)/\(child.name)"
                switch child.kind {
                case .group where try walk.enters(child, depth: depth):
                    try visit(group.group(child.name), prefix: name, depth: depth + 1)
                case .group, .type: continue
                case .outside: datasets.append(Dataset(name: name, type: "a link out of the file, not followed", shape: []))
                case .dataset:
                    let dataset = try group.dataset(child.name)
                    datasets.append(Dataset(name: name, type: dataset.elementName, shape: dataset.shape))
                }
            }
        }
        try visit(root, prefix: "", depth: 1)
        return datasets
    }

    private static func text(_ value: HDF5Attributes.Value) -> String {
        switch value {
        case .texts(let texts): texts.joined(separator: ", ")
        case .reals(let numbers): numbers.map { "\($0)" }.joined(separator: ", ")
        case .integers(let numbers): numbers.map { "\($0)" }.joined(separator: ", ")
        case .other: "(of another type)"
        }
    }

    /// The description for a person; unlike `--json`, it shortens long attributes.
    var text: String {
        let took = seconds.map { "made in \(ElapsedTime.words($0))" }
        let facts = [kind ?? "an HDF5 file that Kalon did not write", holds, took].compactMap { $0 }
        var lines = ["\(file): \(facts.joined(separator: ", "))".shown]
        lines += section("", datasets.map { ($0.name, "\($0.type) \($0.shape)") })
        lines += section("labels", labels.sorted { $0.key < $1.key }.map { ($0.key, String($0.value)) })
        lines += section("perturbations", perturbations.sorted { $0.key < $1.key }.map { ($0.key, String($0.value)) })
        lines += section("skipped", skipped.sorted { $0.key < $1.key }.map { ($0.key, String($0.value)) })
        lines += section("attributes", attributes.sorted { $0.key < $1.key }.map { ($0.key, Self.cut($0.value)) })
        return lines.joined(separator: "\n")
    }

    private func section(_ title: String, _ entries: [(String, String)]) -> [String] {
        guard !entries.isEmpty else { return [] }
        let entries = entries.map { ($0.shown, $1.shown) }
        let width = entries.map(\.0.count).max() ?? 0
        let rows = entries.map { name, value in
            "  \(name.padding(toLength: max(width, name.count), withPad: " ", startingAt: 0))  \(value)"
        }
        return (title.isEmpty ? [] : [title]) + rows
    }

    private static func cut(_ text: String) -> String {
        text.count > 160 ? text.prefix(157) + "…" : text
    }
}
