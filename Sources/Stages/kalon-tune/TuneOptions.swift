import ArgumentParser
import Batches
import Files
import Foundation
import Imaging
import Kernels
import Learning
import Networks
import StageSupport
import Tuning

/// How photographs become inputs, and how the network is trained on them.
struct TuneOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Side of the network's input in pixels. Default: the network's own.", valueName: "pixels"))
    var size: Int?

    @Option(
        help: ArgumentHelp(
            "Resize photographs to this side, of which a random part of --size is trained on. (default: 8/7 of --size)",
            valueName: "pixels"))
    var resize: Int?

    @Option(help: ArgumentHelp("Photographs per step.", valueName: "count"))
    var batch = 32

    @Option(help: ArgumentHelp("Steps whose gradients are averaged before the weights change.", valueName: "count"))
    var accumulate = 1

    @Option(
        help: ArgumentHelp(
            "Share of a new head's inputs that are dropped in training. (default: \(Self.standardDropout))", valueName: "share"))
    var dropout: Double?

    /// The share that NIMA drops.
    static let standardDropout = 0.75

    @Option(
        help: ArgumentHelp(
            "How unequal classes are balanced. none; folds: the larger class is divided into folds, and each epoch uses one of "
                + "them; oversample: photographs of the smaller class are repeated. Features of a teacher are balanced by the "
                + "labels of the photographs.", valueName: "rule"))
    var balance: ClassBalancing = .none

    @Option(
        help: ArgumentHelp(
            "Random parts of each photograph that features are computed of, for phases of the head.", valueName: "count"))
    var variants = 4

    @Option(help: ArgumentHelp("The method that updates the weights: adam, adamw or sgd.", valueName: "optimiser"))
    var optimiser: TrainingOptions.OptimiserName = .adam

    @Option(help: "With --optimiser adamw: the weight decay of kernels, times the learning rate, per step. (default: 0.01)")
    var weightDecay: Double?

    @Option(help: "With --optimiser sgd: the momentum. (default: 0.9)")
    var momentum: Double?

    @Option(
        help: ArgumentHelp(
            "Whose constants and order of operations the optimiser has, and which variance is remembered.",
            valueName: "keras|pytorch"))
    var convention: OptimiserConvention = .keras

    @Option(help: ArgumentHelp("Scale gradients to at most this norm.", valueName: "norm"))
    var clipNorm: Double?

    @Option(help: ArgumentHelp("Cut each number of a gradient off at plus and minus this.", valueName: "value"))
    var clipValue: Double?

    @Option(
        help: ArgumentHelp(
            "Precision of maps and products: float32, or bfloat16 in about half the time; weights and their updates are always "
                + "float32.", valueName: "precision"))
    var precision: ProductPrecision = .float32

    @Option(
        help: ArgumentHelp(
            "Keep resized photographs in this folder, so that only the first epoch decodes them.", valueName: "folder"))
    var pictureCache: String?

    @Option(help: ArgumentHelp("The most that --picture-cache may take, in megabytes.", valueName: "MB"))
    var pictureCacheLimit = 4096

    @Flag(
        name: .customLong("no-cache"),
        help: """
            Choose the fastest implementation of each convolution anew, instead of as earlier runs on this machine did \
            ($XDG_CACHE_HOME/kalon or ~/.cache/kalon).
            """)
    var noCache = false

    @Option(
        help: ArgumentHelp(
            "Also write the loss, accuracy and learning rate of each epoch for TensorBoard, as a run that is named after the "
                + "output.", valueName: "folder"))
    var tensorboard: String?

    func validate() throws {
        let numbers: [(String, Int?)] = [
            ("--size", size), ("--resize", resize), ("--batch", batch), ("--accumulate", accumulate), ("--variants", variants),
            ("--picture-cache-limit", pictureCacheLimit),
        ]
        for (option, value) in numbers { try OptionNumbers.require(option, value, 1...OptionNumbers.most) }
        try OptionNumbers.require("--dropout", dropout, .from(0, below: 1))
        try optimiser.require(weightDecay: weightDecay, momentum: momentum)
        try OptionNumbers.require("--clip-norm", clipNorm, .above(0))
        try OptionNumbers.require("--clip-value", clipValue, .above(0))
        guard clipNorm == nil || clipValue == nil else { throw ValidationError("give --clip-norm or --clip-value, not both") }
    }

    func configuration(phases: [TuningPhase], seed: UInt64) -> TuningConfiguration {
        var configuration = TuningConfiguration(phases: phases, seed: seed)
        configuration.batchSize = batch
        configuration.accumulation = accumulate
        configuration.variants = variants
        configuration.convention = convention
        configuration.balancing = balance
        configuration.precision = precision
        configuration.clipping = clipNorm.map { .norm($0) } ?? clipValue.map { .value($0) }
        configuration.optimiser = optimiser.rule(weightDecay: weightDecay, momentum: momentum)
        return configuration
    }

    /// Where the choice of implementations is kept between runs; nil with `--no-cache`.
    func implementations(_ context: StageContext) -> ImplementationStore? {
        guard !noCache else { return nil }
        let progress = context.progress
        return ImplementationStore.standard(environment: ProcessInfo.processInfo.environment) { progress.log($0) }
    }

    func cache(_ context: StageContext) -> PictureCache? {
        pictureCache.map { folder in
            PictureCache(folder: folder, maximumBytes: pictureCacheLimit << 20) { context.progress.log($0) }
        }
    }
}

extension OptimiserConvention: ExpressibleByArgument {}
