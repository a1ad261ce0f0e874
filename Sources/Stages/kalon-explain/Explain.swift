import ArgumentParser
import DataSets
import Evaluation
import Faults
import Files
import Foundation
import Imaging
import Records
import Reporting
import StageSupport

@main
struct Explain: Stage {
    static let resumes = true

    static let configuration = CommandConfiguration(
        commandName: "kalon-explain",
        abstract: "Says why a judge gives photographs their verdicts.",
        discussion: """
            For each photograph, the folder gets a picture with the methods side by side (NAME.png) and all numbers (NAME.h5), and \
            for all of them one page (index.html). What is explained is the probability of aesthetic, or the mean score: what is \
            positive raises it, and what is negative lowers it.

            lime, shap and shapley hide parts of the picture and ask the judge again, so they work with every judge, and take \
            hundreds of evaluations: lime fits a linear model to segments that are hidden at random, shap divides among parts of \
            the picture what they add to one that is blurred, and shapley does that exactly for a few segments.

            gradients and smoothgrad show where pixels change the number; integrated-gradients and expected-gradients divide \
            among the pixels what distinguishes the picture from others, such as a black one; lrp hands the verdict back layer by \
            layer; cam, grad-cam and multigap show the maps of the last layers. random is no explanation, but what the others are \
            to be compared with.

            With --measure, each explanation is tested: the number should fall early when the pixels with the highest attributions \
            are deleted (a small area), and rise early when they are inserted (a large one); methods that draw random numbers \
            should say nearly the same with another seed.

            A method that fails on a photograph is reported, and the exit code is then not 0. If the command is interrupted, the \
            same command goes on with the methods that are missing.

            EXAMPLES
              kalon-explain photo.jpg --model classifier.h5 --output why
              kalon-explain holiday/*.jpg --model classifier.h5 --output why \\
                --method integrated-gradients lrp --rule z-plus
              kalon-explain photo.jpg --model classifier.h5 --output why \\
                --method lime shap --samples 500 --superpixels slic
              kalon-explain photos/test --model classifier.h5 --output why \\
                --method grad-cam lrp random --measure
            """,
        version: kalonVersion)

    @Argument(help: ArgumentHelp("Photographs, or folders or manifests of photographs.", valueName: "photo|folder"))
    var photographs: [String]

    @OptionGroup(title: "Manifests")
    var manifests: ManifestOptions

    @Option(help: ArgumentHelp("The classifier.", valueName: "classifier.h5"))
    var model: String

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "The methods, in the order in which they are shown: \(Explain.methodNames) (default: grad-cam lrp).",
            valueName: "name"))
    var method: [ExplanationMethodName] = []

    @Option(name: .shortAndLong, help: ArgumentHelp("The folder to write to; it is made if necessary.", valueName: "folder"))
    var output: String

    @OptionGroup(title: "Methods")
    var options: ExplanationOptions

    @OptionGroup(title: "Measures")
    var measures: MeasureOptions

    @OptionGroup
    var weights: MovedWeightsOptions

    @OptionGroup
    var decoding: DecodingOptions

    @OptionGroup(title: "Running")
    var cache: CacheOptions

    @OptionGroup(title: "Running")
    var common: CommonOptions

    private static let methodNames = ExplanationMethodName.allCases.map(\.rawValue).joined(separator: ", ")
    /// The most photographs that a page shows: with more it would be too large for a browser.
    private static let mostOnPage = 50

    /// The methods, each once.
    private var methods: [ExplanationMethodName] {
        var seen: Set<ExplanationMethodName> = []
        return (method.isEmpty ? [.gradCAM, .lrp] : method).filter { seen.insert($0).inserted }
    }

    func validate() throws {
        guard !photographs.isEmpty else { throw ValidationError("at least one photograph or folder is needed") }
    }

    func execute(_ context: StageContext) throws {
        let given = try GivenPhotographs(photographs, separator: .lineBreak, manifests: manifests, for: Self.self)
        for note in given.notes { context.progress.log(note) }
        let outputs = ExplanationOutputs(folder: output, photographs: given.photographs.map(\.path))
        try OutputFolder.make(at: output)
        try requireOutputs(outputs, given.photographs, context)
        try Typeface.requireFont()
        let judge = try ExplainedJudge(
            path: model, weights: try weights.byNetwork(), context: context, cache: cache.cache(context),
            decoder: decoding.decoder)
        context.warn(Warning.randomWeights(of: judge.classifier.pipeline?.extractors ?? []))
        let explainer = try PhotographExplainer(
            judge, methods: methods, options: options, measures: measures.plan, decoder: decoding.decoder, context: context)
        var run = ExplanationRun(
            explainer: explainer, outputs: outputs, model: model, methods: methods.map(\.rawValue), context: context)
        for (number, photograph) in given.photographs.enumerated() { try run.explain(photograph, number) }
        guard !run.records.isEmpty else { throw run.failure ?? ExitCode(65) }
        let page = try run.page(mostPhotographs: Self.mostOnPage)
        try AtomicOutput.write(page, to: outputs.page)
        try run.printMeans()
        let count = run.records.count
        context.progress.log(
            "wrote \(outputs.page) on \(count == 1 ? "1 photograph" : "\(count) photographs"), \(page.count / 1000) kB")
        if let failure = run.failure { throw failure }
        if let failure = given.failure { throw failure.kind.exitCode }
    }

    private func requireOutputs(
        _ outputs: ExplanationOutputs, _ photographs: [Photograph], _ context: StageContext
    ) throws {
        let files = photographs.indices.flatMap { [outputs.record($0), outputs.figure($0)] } + [outputs.page]
        if let replaced = photographs.photograph(among: files) { throw PipelineError.pathTwice(replaced) }
        try context.requireWritable([outputs.page], inputs: [model])
        guard !files.contains(model) else { throw PipelineError.pathTwice(model) }
    }
}
