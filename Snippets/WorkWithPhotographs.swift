// Photographs: decoded, measured, turned into features or batches, and judged. Run where there are a folder `pictures` and a classifier.
import Batches
import DataSets
import Explanation
import Exploration
import Extraction
import Foundation
import Imaging
import Inference
import Judging
import Learning
import Networks
import Tuning

func imaging(_ path: String) throws {
    // snippet.imaging
    let picture = try PictureDecoder().decode(path: path).upright
    print(picture.width, picture.height)

    let input = InputDescription(geometry: .border(side: 224), values: .signed)
    let tensor = try input.tensor(from: picture)
    print(tensor.width, tensor.height, tensor.values.count)  // 224 224 150528
    // snippet.end
    precondition(tensor.width == 224 && tensor.height == 224 && tensor.values.count == 150_528)
}

func exploration(_ path: String) throws {
    // snippet.exploration
    let picture = try PictureDecoder().decode(path: path)
    let measures = try PictureMeasures(of: picture)
    print(measures.brightness, measures.sharpness, measures.colourfulness)

    let hash = try PerceptualHash(of: picture)
    let smaller = try PerceptualHash(of: picture.thumbnail(side: 200))
    print(hash.distance(to: smaller) <= 4)  // true: at most 4 of 64 bits differ
    // snippet.end
    precondition(hash.distance(to: smaller) <= 4 && (0...1).contains(measures.brightness))
}

func extraction(_ photographs: [Photograph]) throws {
    var found = 0
    // snippet.extraction
    var request = ExtractorRequest(network: try Network(named: "mobilenet-v1@0.25"), weights: .seeded(1))
    request.side = 64
    let extractor = try FeatureExtractor(request, threads: 2, cache: nil)

    try ExtractionPass(extractors: [extractor], threads: 2).run(photographs) { number, outcome in
        switch outcome {
        case .features(let features, _): print(photographs[number].path, features.count)
        case .skipped(let reason): print(photographs[number].path, reason)
        }
        // snippet.hide
        if case .features(let features, _) = outcome, features.count == 256 { found += 1 }
        // snippet.show
    }
    // snippet.end
    precondition(found == photographs.count)
}

func tuning(_ photographs: [Photograph]) throws {
    let labels = photographs.indices.map { $0 % 2 }
    // snippet.tuning
    let split = try StratifiedSplit(labels: labels, fraction: 0.25, seed: 1)
    let recipe = try PictureRecipe(width: 32, height: 32, resize: .plain(width: 36, height: 36))
    let run = try TuningRun(
        body: WeightedNetwork(
            Network(named: "mobilenet-v1@0.1"), taps: nil, weights: .seeded(1), downsampling: .keras),
        head: NetworkArchitecture(layers: [.dropout(rate: 0.5), .softmax(classes: 2)]),
        configuration: TuningConfiguration(phases: [
            TuningPhase(.head, epochs: 2, rate: 1e-3), TuningPhase(.all, epochs: 1, rate: 1e-4),
        ]),
        data: TuningData(.labels(labels, classes: 2), split: split),
        batches: PhotographBatches(of: photographs, recipe: recipe, seed: 1, batchSize: 32, threads: 2), threads: 2)
    while !run.isFinished {
        let epoch = try run.nextEpoch { Task.isCancelled }.record
        print(epoch.trainingLoss, epoch.validationLoss)
    }
    let (body, head) = (try run.body(), try run.head())
    // snippet.end
    precondition(body.graph.parameterCount > 0 && head.inputs == 102 && run.history.epochs.count == 3)
}

func batches(_ photographs: [Photograph]) throws {
    var rows = 0
    // snippet.batches
    let batches = try PhotographBatches(of: photographs, recipe: .nima, seed: 1, batchSize: 2, threads: 2)
    let pass = batches.training(epoch: 0, order: Array(photographs.indices))
    while let batch = try pass.next() {
        print(batch.photographs, batch.pixels.count)  // [0, 1] 301056, the first time
        // snippet.hide
        rows += batch.rows
        // snippet.show
    }
    // snippet.end
    precondition(rows == photographs.count)
}

func judging(_ photographs: [Photograph]) throws {
    var found = 0
    // snippet.judging
    let panel = try Panel(paths: ["classifier.h5"])
    let extractors = try SharedExtractors(panel.classifiers, weights: [:], threads: 2, pictures: 1, cache: nil)
    let judge = try Judge(panel.classifiers, extractors: extractors, decoder: PictureDecoder(), threads: 2)
    _ = try judge.judge(photographs) { photograph, result in
        switch result {
        case .success(let verdict): print(photograph.path, verdict.label, verdict.opinion.confidence)
        case .failure(let reason): print(photograph.path, reason.text)
        }
        // snippet.hide
        if case .success(let verdict) = result, verdict.opinions.count == 1 { found += 1 }
        // snippet.show
    }
    // snippet.end
    precondition(found == photographs.count)
}

func explanation(_ path: String) throws {
    let panel = try Panel(paths: ["classifier.h5"])
    let extractors = try SharedExtractors(panel.classifiers, weights: [:], threads: 2, pictures: .max, cache: nil)
    let judge = try Judge(panel.classifiers, extractors: extractors, decoder: PictureDecoder(), threads: 2)
    // snippet.explanation
    let function = JudgeFunction(judge)
    let picture = try PictureDecoder().decode(path: path).working(for: function.inputs)
    let progress = ExplanationProgress { done, total in print("\(done) of \(total)") }
    let attribution = try RandomAttribution().explain(picture, of: function, seed: 1, progress: progress)
    print(attribution.explained)  // the probability of aesthetic

    let test = try DeletionInsertion(of: attribution, picture: picture, function: function, steps: 4)
    print(test.deletion.area, test.insertion.area)
    try AttributionPanel(attribution, over: picture).picture.write(to: "explained.png", as: .png)
    // snippet.end
    precondition(abs(test.deletion.values[0] - attribution.explained) < 1e-6)
}

let photographs = Array(try PhotographList.load("pictures", pictureExtensions: ["jpg"]).photographs.prefix(4))
try imaging(photographs[0].location)
try exploration(photographs[0].location)
try extraction(photographs)
try tuning(photographs)
try batches(photographs)
try judging(photographs)
try explanation(photographs[0].location)
