import Batches
import DataSets
import Evaluation
import Files
import Foundation
import Imaging
import Inference
import Judging
import Learning
import Networks
import Records
import StageSupport
import Tuning

extension Tune {
    /// What a training reads and writes.
    struct Places {
        let photographs: String
        let output: String
        let weights: String
    }

    /// Where the weights of the trained network go: beside the classifier.
    static func weightsPath(beside output: String, _ network: Network) -> String {
        let stem = output.hasSuffix(".h5") ? String(output.dropLast(3)) : output
        return stem + (network.twin == .keras ? ".weights.h5" : ".weights.safetensors")
    }

    func write(
        _ run: TuningRun, _ start: TuneBody, _ recipe: PictureRecipe, _ configuration: TuningConfiguration,
        _ truth: TuneTruth, _ teaching: Teaching?, _ places: Places, _ context: StageContext
    ) throws {
        let body = start.network
        let weightsPath = places.weights
        // An older classifier needs its older weights.
        let outputs = JointOutputs([weightsPath, places.output])
        let (newWeights, newOutput) = (outputs.temporaryPaths[0], outputs.temporaryPaths[1])
        let isManifest = PhotographList.isManifest(at: places.photographs)
        let provenance = try context.provenance(inputs: (isManifest ? [places.photographs] : []) + inputs)
        try run.body().writeWeights(of: body.network, to: newWeights, provenance: provenance)
        let trained = try WeightedNetwork(
            body.network, taps: body.taps, weights: .file(newWeights), downsampling: .keras, threads: context.threads)
        let extractor = ExtractorConfiguration(
            of: trained, weights: .file(weightsPath),
            input: InputDescription(
                geometry: recipe.judgedGeometry, values: body.network.values,
                orientation: recipe.orientation, resampling: recipe.resampling),
            downsampling: .keras, precision: .float32)
        let head = try classifier(of: run, teaching)
        let digests = truth.photographs.map { (try? FileDigest.brief(of: $0.location)) ?? "" }
        let application = ClassifierApplication(
            extractors: [try ExtractorConfiguration.json([extractor])],
            blocks: ColumnBlock.sideBySide([(extractor: body.network.name, width: body.columns)]),
            output: truth.output, classNames: truth.classNames, threshold: truth.threshold,
            history: head.history.series.filter { truth.data.truth.isRightOrWrong || !$0.name.hasSuffix("accuracy") },
            trainingJSON: try CanonicalJSON.text(
                TuningReport(
                    network: body.network.name, weights: start.weights, start: self.start, teacher: teachers.teacher,
                    configuration: configuration)),
            trainedOn: TrainedPhotographs(
                dataset: PathParts.name(of: places.photographs), paths: truth.photographs.map(\.path), digests: digests))
        try ClassifierFile.write(
            ClassifierContent(inputWidth: head.inputs, layers: head.classifierLayers, application: application),
            provenance: provenance, to: newOutput)
        try outputs.commit()
        context.progress.log("wrote the classifier \(places.output) and the weights of its network \(weightsPath)")
    }
}
