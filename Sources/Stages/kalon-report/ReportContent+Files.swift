import Evaluation
import Files
import Foundation
import Inference
import Judging
import Records
import Reporting
import StageSupport

extension ReportContent {
    /// Adds the content of the files behind the results: flow, training, search, variances, chosen columns.
    mutating func add(_ found: RunFiles, results: some Sequence<(String, ResultsFile)>) throws {
        flow = try found.files.map { try ReportStep($0) }
        flow += results.enumerated().map { ReportStep($1.0, $1.1, isOwn: $0 == 0) }
        // The report's own classifier; those of other runs are only compared.
        guard let path = found.paths(.classifier).first(where: { $0 == self.results.first?.report.model }) else { return }
        let classifier = try ClassifierFile.read(path)
        guard let application = classifier.application else { return }
        scores = application.output == .ratings ? application.classNames.count : nil
        warnings = Self.warningsStored(in: application.trainingJSON)
        training = application.history.compactMap(TrainingCurve.init)
        let extractors = try ColumnPipeline(application, of: path).extractors
        randomNetworks = extractors.filter { $0.weights.hasPrefix("seeded:") }.map(\.network)
        screes = try application.reductions.compactMap { try Scree($0) }
        selection = try SelectedColumns.all(of: application, in: path)
        let inputs = found.files.first { $0.path == path }?.provenance.inputs.map(\.path) ?? []
        if let mask = found.paths(.mask).first(where: inputs.contains) { search = SearchCurve(try MaskFile.read(mask)) }
    }
}

extension ReportContent {
    /// The warnings that a training stored with its classifier; none for older files.
    fileprivate static func warningsStored(in json: String?) -> [Warning] {
        struct Training: Decodable { let warnings: [Warning]? }
        guard let json, let training = try? JSONDecoder().decode(Training.self, from: Data(json.utf8)) else { return [] }
        return training.warnings ?? []
    }
}

extension ReportStep {
    init(_ file: RunFiles.Found) throws {
        self.init(
            file.path, file.provenance, counts: try FileSummary.text(of: file.path, file.schema), isOwn: file.isOwn)
    }

    init(_ path: String, _ results: ResultsFile, isOwn: Bool) {
        let sets = results.report.sets
        let photographs = sets.reduce(0) { $0 + $1.photographs.count }
        self.init(
            path, results.provenance,
            counts: "\(photographs) verdicts on \(sets.count == 1 ? sets[0].name : "\(sets.count) sets")", isOwn: isOwn)
    }

    private init(_ path: String, _ provenance: Provenance, counts: String, isOwn: Bool) {
        self.init(
            file: path, command: provenance.command, counts: counts, seconds: provenance.seconds,
            created: provenance.created, version: provenance.version, machine: provenance.machine,
            threads: provenance.threads, seed: provenance.seed,
            inputs: provenance.inputs.map { .init(path: $0.path, digest: $0.sha256) }, isOwn: isOwn)
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
    /// Nil if the mask was not found by a search.
    init?(_ mask: MaskContent) {
        func values(_ name: String) -> [Double] {
            guard case .reals(let values)? = mask.history.first(where: { $0.name == name })?.values else { return [] }
            return values
        }
        guard !values("best").isEmpty else { return nil }
        self.init(
            best: values("best"), mean: values("mean"), diversity: values("diversity"),
            front: mask.front.map { .init(accuracy: $0.accuracy, features: $0.indices.count, cost: $0.cost) },
            test: mask.test.map { .init(accuracy: $0.accuracy, photographs: $0.photographs) })
    }
}

extension Scree {
    /// Nil if the total variance is not known.
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
    /// The chosen columns of each layer, or of each reduction for reduced columns; empty without a mask.
    static func all(of application: ClassifierApplication, in path: String) throws -> [SelectedColumns] {
        guard let mask = application.mask else { return [] }
        let parts = try ColumnPipeline(application, of: path).segments.flatMap { segment in
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
