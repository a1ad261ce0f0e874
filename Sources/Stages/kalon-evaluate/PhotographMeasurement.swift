import Evaluation
import Imaging
import Inference
import StageSupport
import Storage

/// Measures a classifier on photographs, whose features are extracted on the way.
struct PhotographMeasurement {
    let measurement: Measurement
    /// Files of weights that were moved, by network.
    let weights: [String: String]
    let decoder: PictureDecoder
    let cache: EngineCache?

    /// One result a folder or manifest. Throws `PipelineError.setsOfOneName` when one is called as a file's set is.
    func results(of folders: [String], beside files: [FeaturesFile], _ context: StageContext) throws -> [SetResult] {
        let lists = try folders.map { try PhotographList.load($0, pictureExtensions: PictureFormat.everyExtension) }
        try Self.requireDistinct(zip(folders, lists), beside: files)
        for list in lists where list.photographs.allSatisfy({ $0.label < 0 }) {
            throw PipelineError.nothingLabelled(set: list.name, photographs: list.photographs.count)
        }
        let extractors = try measurement.classifier.extractors(
            weights: weights, threads: context.threads, pictures: .max, cache: cache)
        let judge = try Judge(
            measurement.classifier, extractors: extractors, decoder: decoder, threads: context.threads)
        return try lists.map { try result(of: $0, judge, context) }
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
        var judged: [JudgedPhotograph] = []
        var skipped: [SkippedPhotograph] = []
        context.progress.begin()
        try judge.judge(list.photographs) { photograph, verdict in
            switch verdict {
            case .success(let verdict):
                judged.append(
                    JudgedPhotograph(
                        path: photograph.path, label: photograph.label, probability: verdict.probability,
                        group: photograph.group))
            case .failure(let reason):
                skipped.append(SkippedPhotograph(path: photograph.path, reason: reason.text))
            }
            context.progress.update(
                done: judged.count + skipped.count, total: list.photographs.count, note: list.name)
            try context.interruption.check()
        }
        return try measurement.result(named: list.name, judged, skipped: skipped)
    }
}
