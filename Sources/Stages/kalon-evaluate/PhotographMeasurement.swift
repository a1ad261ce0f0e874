import DataSets
import Evaluation
import Extraction
import Files
import Imaging
import Inference
import Judging
import Records
import StageSupport

/// Measures a classifier on photographs, whose features are extracted on the way.
struct PhotographMeasurement {
    let measurement: Measurement
    /// Files of weights that were moved, by network.
    let weights: [String: String]
    let decoder: PictureDecoder
    let cache: EngineCache?
    /// The perturbations; each takes a pass over the photographs.
    let perturbations: [Perturbation]
    /// Where the results will be written; nil for nowhere.
    let output: String?

    /// One result for each data set, and the effect of the perturbations.
    ///
    /// - Parameters:
    ///   - sets: The data sets, each with the place that it was read from.
    ///   - files: The features files that are measured too.
    ///   - context: The context of the stage.
    /// - Throws: `PipelineError.setsOfOneName` if two sets have the same name.
    func results(
        of sets: [(place: String, list: PhotographList)], beside files: [FeaturesFile], _ context: StageContext
    ) throws -> (sets: [SetResult], robustness: [RobustnessResult]) {
        let lists = sets.map { measurement.testPart(of: $0.list, context) }
        try Self.requireDistinct(zip(sets.map(\.place), lists), beside: files)
        if let output = lists.flatMap(\.photographs).photograph(among: [output].compactMap { $0 }) {
            throw PipelineError.pathTwice(output)
        }
        let takesScores = measurement.classifier.prediction.givesScores
        for list in lists where list.photographs.allSatisfy({ label(of: $0, list) < 0 }) {
            if takesScores, list.bins > 0 || measurement.isOnScale(list.scale, bins: 0) { continue }
            throw PipelineError.nothingLabelled(set: list.name, photographs: list.photographs.count)
        }
        let extractors = try SharedExtractors(
            [measurement.classifier], weights: weights, threads: context.threads, pictures: .max, cache: cache)
        let sets = try lists.map { try result(of: $0, judge(extractors, nil, context), context) }
        if perturbations.isEmpty { return (sets, []) }
        return (sets, try zip(lists, sets).map { try robustness(of: $0, $1, extractors, context) })
    }

    /// The label of a photograph, made from its mean score if that is asked for.
    private func label(of photograph: Photograph, _ list: PhotographList) -> Int8 {
        measurement.scoreLabels.isEmpty ? photograph.label : measurement.scoreLabels.label(photograph.knownMeanScore)
    }

    private func judge(
        _ extractors: SharedExtractors, _ perturbation: Perturbation?, _ context: StageContext
    ) throws -> Judge {
        try Judge(
            [measurement.classifier], extractors: extractors, decoder: decoder, threads: context.threads,
            disturbance: perturbation.map { Disturbance($0, seed: context.seed, purpose: .measuring) })
    }

    private func robustness(
        of list: PhotographList, _ untouched: SetResult, _ extractors: SharedExtractors, _ context: StageContext
    ) throws -> RobustnessResult {
        var results: [PerturbationResult] = []
        var pooled: [JudgedPhotograph] = []
        for perturbation in perturbations {
            let judge = try judge(extractors, perturbation, context)
            let rows = try judged(list, judge, note: "\(list.name), \(perturbation.name)", context).rows
            let judged = rows.compactMap {
                $0.photograph(for: measurement.classifier, threshold: measurement.threshold)
            }
            if Perturbation.published.contains(perturbation) { pooled += judged }
            results.append(
                try PerturbationResult(
                    name: perturbation.name, untouched: untouched.photographs, perturbed: judged,
                    threshold: untouched.threshold))
        }
        if Perturbation.published.allSatisfy(perturbations.contains) {
            results.append(
                try PerturbationResult(
                    name: "joint", untouched: untouched.photographs, perturbed: pooled, threshold: untouched.threshold))
        }
        return measurement.robustness(of: untouched, results)
    }

    private static func requireDistinct(
        _ lists: some Sequence<(String, PhotographList)>, beside files: [FeaturesFile]
    ) throws(PipelineError) {
        var places = Dictionary(files.map { ($0.header.dataset, $0.path) }, uniquingKeysWith: { first, _ in first })
        for (folder, list) in lists {
            if let first = places.updateValue(folder, forKey: list.name) {
                throw .setsOfOneName(list.name, first: first, second: folder)
            }
        }
    }

    private func result(of list: PhotographList, _ judge: Judge, _ context: StageContext) throws -> SetResult {
        let found = try judged(list, judge, note: list.name, context)
        for sentence in found.sentences { context.progress.log("\(list.name): \(sentence)") }
        return try measurement.result(named: list.name, found.rows, skipped: found.skipped)
    }

    private func isTrainedOn(_ photograph: Photograph, set: String) -> Bool {
        guard let overlap = measurement.overlap else { return false }
        return overlap.contains(
            path: photograph.path, digest: overlap.knowsContents ? try? FileDigest.brief(of: photograph.location) : nil, set: set)
    }

    private func judged(
        _ list: PhotographList, _ judge: Judge, note: String, _ context: StageContext
    ) throws -> (rows: [JudgedRow], skipped: [SkippedPhotograph], sentences: [String]) {
        var judged: [JudgedRow] = []
        var skipped: [SkippedPhotograph] = []
        context.progress.begin()
        let sentences = try judge.judge(list.photographs) { photograph, verdict in
            switch verdict {
            case .success(let verdict):
                judged.append(
                    JudgedRow(
                        path: photograph.path, label: label(of: photograph, list), group: photograph.group,
                        votes: photograph.scores, mean: photograph.meanScore,
                        isOnScale: measurement.isOnScale(list.scale, bins: list.bins), judgement: verdict.opinion.judgement,
                        isTrainedOn: isTrainedOn(photograph, set: list.name)))
            case .failure(let reason):
                skipped.append(SkippedPhotograph(path: photograph.path, reason: reason.text))
            }
            context.progress.update(done: judged.count + skipped.count, total: list.photographs.count, note: note)
            try context.interruption.check()
        }
        return (judged, skipped, sentences)
    }
}
