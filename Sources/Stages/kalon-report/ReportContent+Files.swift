import Evaluation
import Foundation
import Inference
import Reporting
import StageSupport
import Storage

extension ReportContent {
    /// Adds what is in the files behind the results: flow, training, search, variances, columns chosen.
    mutating func add(_ found: RunFiles, results: some Sequence<(String, ResultsFile)>) throws {
        flow = try found.files.map { try ReportStep($0) }
        flow += results.map { path, file in
            ReportStep(path, file.provenance, counts: "results on " + file.report.sets.map(\.name).joined(separator: ", "))
        }
        // The report's own classifier; those of other runs are only compared.
        guard let path = found.paths(.classifier).first(where: { $0 == self.results.first?.report.model }) else { return }
        let classifier = try ClassifierFile.read(path)
        guard let application = classifier.application else { return }
        training = application.history.compactMap(TrainingCurve.init)
        screes = try application.reductions.compactMap { try Scree($0) }
        selection = try SelectedColumns.all(of: application)
        let inputs = found.files.first { $0.path == path }?.provenance.inputs.map(\.path) ?? []
        if let mask = found.paths(.mask).first(where: inputs.contains) { search = SearchCurve(try MaskFile.read(mask)) }
    }
}

extension ReportStep {
    init(_ file: RunFiles.Found) throws {
        let counts: String
        switch file.schema {
        case .features:
            let features = try FeaturesFile.open(file.path)
            counts = "\(features.count) photographs, \(features.columns) columns"
        case .pca: counts = "principal components"
        case .ica: counts = "independent components"
        case .reductions: counts = "several reductions"
        case .mask:
            let mask = try MaskFile.read(file.path)
            counts = "\(mask.indices.count) of \(mask.sourceColumns) columns"
        case .classifier: counts = "a classifier"
        }
        self.init(file.path, file.provenance, counts: counts)
    }

    init(_ path: String, _ provenance: Provenance, counts: String) {
        self.init(
            file: path, command: provenance.command, counts: counts, created: provenance.created,
            version: provenance.version, machine: provenance.machine, seed: provenance.seed)
    }
}

extension TrainingCurve {
    /// Nil for a series that is neither a loss nor an accuracy.
    init?(_ series: HistorySeries) {
        guard case .reals(let values) = series.values else { return nil }
        let name = series.name.replacing("_", with: " ")
        if series.name.hasSuffix("loss") {
            self.init(name, .loss, values)
        } else if series.name.hasSuffix("accuracy") {
            self.init(name, .accuracy, values)
        } else {
            return nil
        }
    }
}

extension SearchCurve {
    /// Nil where the mask was not searched for over generations.
    init?(_ mask: MaskContent) {
        func values(_ name: String) -> [Double] {
            guard case .reals(let values)? = mask.history.first(where: { $0.name == name })?.values else { return [] }
            return values
        }
        guard !values("best").isEmpty else { return nil }
        self.init(best: values("best"), mean: values("mean"), diversity: values("diversity"))
    }
}

extension Scree {
    /// Nil where the variance of all directions is not known.
    init?(_ reduction: PCAContent) throws {
        guard let first = reduction.explainedVariance.first, let share = reduction.explainedVarianceRatio.first, share > 0
        else { return nil }
        let names = try reduction.extractors.flatMap { try ExtractorConfiguration.list(json: $0) }.map(\.network)
        self.init(
            name: names.joined(separator: " + "),
            variances: reduction.scree.isEmpty ? reduction.explainedVariance : reduction.scree, total: first / share,
            kept: reduction.components.rows)
    }
}

extension SelectedColumns {
    /// Layer by layer where columns are a layer's, else network by network; empty without a mask.
    static func all(of application: ClassifierApplication) throws -> [SelectedColumns] {
        guard let mask = application.mask else { return [] }
        let parts = try ColumnPipeline(application).segments.flatMap { segment in
            guard let reduction = segment.reduction else { return segment.extractors.flatMap(layers) }
            let name = segment.extractors.map(\.network).joined(separator: " + ")
            let kind = reduction.mixing == nil ? "principal components" : "independent components"
            return [(network: name, layer: kind, width: reduction.components.rows)]
        }
        var first = 0
        return parts.map { part in
            let columns = first..<first + part.width
            first = columns.upperBound
            return SelectedColumns(
                network: part.network, layer: part.layer, chosen: mask.count { columns.contains(Int($0)) },
                total: part.width)
        }
    }

    private static func layers(
        of extractor: ExtractorConfiguration
    ) -> [(network: String, layer: String, width: Int)] {
        zip(extractor.taps, extractor.tapWidths).map { (extractor.network, $0, $1) }
    }
}
