import DataSets
import Files
import Foundation
import Imaging
import Inference
import Matrices
import Records

/// What an extraction did.
public struct ExtractionSummary: Sendable, Equatable {
    /// The number of photographs with features.
    public let extracted: Int
    /// The number of rows of each file: as many as photographs, or a multiple with perturbed copies.
    public let rows: Int
    /// The photographs that were left out, with the reasons.
    public let skipped: [SkippedPhotograph]
    /// The number of photographs whose outcome an earlier, interrupted run had left.
    public let resumed: Int
    /// How the photographs with features were read.
    public let reading: ReadingCounts
}

/// An extraction that turns a data set into features files, row by row in the data set's order, and resumes where a killed run
/// stopped.
///
/// Rows are kept in a journal beside the first output until all are there. Then the features files are written, and each
/// appears under its name at once. Apart from the list of photographs, memory does not grow with their number.
public struct FeatureExtraction {
    private let photographs: PhotographList
    private let extractors: [FeatureExtractor]
    private let outputs: [String]
    private let decoder: PictureDecoder
    private let maximumSkipped: Int?
    private let augmentation: [Disturbance]

    /// Makes an extraction.
    ///
    /// - Parameters:
    ///   - photographs: the data set.
    ///   - extractors: the extractors whose features are computed.
    ///   - outputs: one file for each extractor, or one file for the columns of all, side by side.
    ///   - decoder: reads the photographs.
    ///   - maximumSkipped: the most photographs that may be unreadable before the run fails; nil for any number.
    ///   - augmentation: disturbances for perturbed copies. After each photograph's row comes one row for each of them; a
    ///     photograph has all of its rows or none.
    public init(
        photographs: PhotographList, extractors: [FeatureExtractor], outputs: [String],
        decoder: PictureDecoder = PictureDecoder(), maximumSkipped: Int? = nil,
        augmentation: [Disturbance] = []
    ) {
        precondition(outputs.count == 1 || outputs.count == extractors.count, "an output for each extractor, or for all")
        self.photographs = photographs
        self.extractors = extractors
        self.outputs = outputs
        self.decoder = decoder
        self.maximumSkipped = maximumSkipped
        self.augmentation = augmentation
    }

    /// Extracts what is not in the journal yet, and writes the files.
    ///
    /// - Parameters:
    ///   - threads: the number of photographs that are under way at a time.
    ///   - provenance: what the files record about this command.
    ///   - clock: measures the work. The time of earlier runs is added, and the sum is recorded in the provenance. If it is
    ///     nil, the time is not measured.
    ///   - progress: called after each photograph with the numbers of photographs done and skipped; it may throw to stop, which
    ///     keeps the journal.
    /// - Throws: `ExtractionError`, `InferenceError`, `StorageError`, and whatever `progress` throws.
    public func run(
        threads: Int, provenance: Provenance, clock: WorkClock? = nil,
        progress: (_ done: Int, _ skipped: Int) throws -> Void
    ) throws -> ExtractionSummary {
        let journal = try ExtractionJournal(beside: outputs[0], identity: try identity())
        let resumed = journal.count
        clock?.add(journal.seconds)
        var skippedCount = 0
        var walked = 0
        /// Counts an outcome.
        func count(_ outcome: ExtractionOutcome) throws(ExtractionError) {
            walked += 1
            guard case .skipped(let reason) = outcome else { return }
            skippedCount += 1
            guard let maximumSkipped, skippedCount > maximumSkipped else { return }
            throw .tooManySkipped(
                skipped: skippedCount, done: walked, maximum: maximumSkipped,
                photograph: photographs.photographs[walked - 1].path, reason: reason)
        }
        try journal.forEach(count)
        try progress(journal.count, skippedCount)
        let pass = ExtractionPass(
            extractors: extractors, decoder: decoder, threads: threads, variants: [nil] + augmentation)
        try pass.run(photographs.photographs, from: resumed) { number, outcome in
            try journal.append(outcome, seconds: clock?.seconds ?? 0)
            try count(outcome)
            try progress(number + 1, skippedCount)
        }
        let summary = try write(journal, provenance: provenance, clock: clock, resumed: resumed)
        try journal.remove()
        return summary
    }

    /// The number of rows per photograph.
    private var variants: Int { 1 + augmentation.count }

    /// One line that is the same exactly if the rows of an earlier run can be kept.
    ///
    /// The extractors, the copies, the photographs and their order must match, and the sizes, times and permissions of
    /// their files.
    private func identity() throws -> String {
        var hash = StableHash()
        hash.combine(try ExtractorConfiguration.json(extractors.map(\.configuration)))
        hash.combine("\(decoder.maximumPixels)")
        for disturbance in augmentation { hash.combine(disturbance.identity) }
        for photograph in photographs.photographs {
            let attributes = try? FileManager.default.attributesOfItem(atPath: photograph.location)
            hash.combine(photograph.path)
            hash.combine(photograph.location)
            hash.combine("\(attributes?[.size] ?? "none") \(attributes?[.modificationDate] ?? "none")")
            // Granting a permission leaves size and time unchanged.
            hash.combine(access(photograph.location, R_OK) == 0 ? "readable" : "unreadable")
        }
        return String(hash.value, radix: 16)
    }

    private func write(
        _ journal: ExtractionJournal, provenance: Provenance, clock: WorkClock?, resumed: Int
    ) throws -> ExtractionSummary {
        let files = try files()
        var kept: [Photograph] = []
        var skipped: [SkippedPhotograph] = []
        var reading = ReadingCounts()
        var number = 0
        try journal.forEach { outcome in
            let photograph = photographs.photographs[number]
            number += 1
            switch outcome {
            case .features(let values, let notes):
                kept.append(photograph)
                reading.add(notes)
                let width = values.count / variants
                for variant in 0..<variants {
                    let row = Array(values[variant * width..<(variant + 1) * width])
                    for file in files { try file.append(row) }
                }
            case .skipped(let reason):
                skipped.append(SkippedPhotograph(path: photograph.path, reason: reason))
            }
        }
        guard !kept.isEmpty else {
            try journal.remove()
            throw ExtractionError.nothingExtracted(
                dataset: photographs.name, photographs: number, firstReason: skipped.first?.reason ?? "there are none")
        }
        var provenance = provenance
        if let clock { provenance.seconds = clock.seconds }
        for file in files { try file.finish(rows: rows(of: kept), skipped: skipped, provenance: provenance, reading: reading) }
        return ExtractionSummary(
            extracted: kept.count, rows: kept.count * variants, skipped: skipped, resumed: resumed, reading: reading)
    }

    /// Opens the outputs.
    private func files() throws -> [FeaturesBlocks] {
        let configurations = extractors.map(\.configuration)
        let groups = outputs.count == 1 ? [configurations] : configurations.map { [$0] }
        var first = 0
        return try zip(outputs, groups).map { output, group in
            let columns = first..<first + group.reduce(0) { $0 + $1.columns }
            first = columns.upperBound
            return try FeaturesBlocks(
                path: output, header: FeaturesHeader(dataset: photographs.name, extractors: group), columns: columns,
                capacity: photographs.photographs.count * variants)
        }
    }

    private func rows(of kept: [Photograph]) -> FeaturesRows {
        let each = kept.flatMap { Array(repeating: $0, count: variants) }
        let scores =
            photographs.bins == 0
            ? nil : Matrix(rows: each.count, columns: photographs.bins, elements: each.flatMap(\.scores))
        let means = photographs.scale.map { MeanScores(values: each.map(\.meanScore), scale: $0) }
        let isGrouped = photographs.photographs.contains { $0.group != nil }
        let isDivided = photographs.photographs.contains { $0.split != nil }
        let names = [""] + augmentation.map(\.perturbation.name)
        let facts = kept.map { PictureFacts(of: $0, decoder) }
        return FeaturesRows(
            paths: each.map(\.path), labels: each.map(\.label), scores: scores, means: means,
            groups: isGrouped ? each.map { $0.group ?? "" } : nil, splits: isDivided ? each.map(\.split) : nil,
            perturbations: augmentation.isEmpty ? nil : kept.flatMap { _ in names },
            digests: facts.flatMap { Array(repeating: $0.digest, count: variants) },
            sizes: facts.flatMap { Array(repeating: $0.size, count: variants) })
    }
}
