import ArgumentParser
import DataSets
import Faults
import Files
import Foundation
import Imaging
import Records
import Reporting
import StageSupport

/// Explains photographs one after the other and writes their files.
struct ExplanationRun {
    let explainer: PhotographExplainer
    let outputs: ExplanationOutputs
    let model: String
    let methods: [String]
    let context: StageContext
    /// What was found, with the number of each photograph.
    private(set) var records: [(number: Int, location: String, record: ExplanationRecord)] = []
    /// The exit code for the first explanation that is missing; nil if none is.
    private(set) var failure: ExitCode?

    init(
        explainer: PhotographExplainer, outputs: ExplanationOutputs, model: String, methods: [String], context: StageContext
    ) {
        (self.explainer, self.outputs, self.model) = (explainer, outputs, model)
        (self.methods, self.context) = (methods, context)
    }

    /// Explains one photograph; one that cannot be read is reported and left out.
    mutating func explain(_ photograph: Photograph, _ number: Int) throws {
        try context.interruption.check()
        if let obstacle = photograph.obstacle { return report(obstacle, of: photograph.path, .missingInput) }
        let outcome: PhotographExplainer.Outcome
        do {
            outcome = try explainer.explain(photograph.path, at: photograph.location, kept: outputs.kept(number)) { record in
                try ExplanationFile.write(
                    record, provenance: try provenance(of: photograph), to: outputs.progress(number))
            }
        } catch let error as ImagingError {
            return report(error.reason, of: photograph.path, error.kind)
        }
        for (method, fault) in outcome.failures {
            report("\(method): \(Explain.sentence(of: fault))", of: photograph.path, fault.kind)
        }
        for note in outcome.record.notes { context.progress.log("\(photograph.path): \(note)") }
        guard !outcome.record.methods.isEmpty else { return }
        try ExplanationFile.write(outcome.record, provenance: try provenance(of: photograph), to: outputs.record(number))
        outputs.removeProgress(number)
        let drawing = try ExplanationDrawing(outcome.record, of: outcome.picture)
        try drawing.sheet().write(to: outputs.figure(number), as: .png)
        try tell(outcome.record, drawing.verdict)
        records.append((number, photograph.location, outcome.record))
    }

    private func provenance(of photograph: Photograph) throws -> Provenance {
        try context.provenance(inputs: [model, photograph.location])
    }

    private mutating func report(_ sentence: String, of path: String, _ kind: FaultKind) {
        context.progress.clear()
        Console.error("\(context.name): \(path): \(sentence)")
        failure = failure ?? kind.exitCode
    }

    private func tell(_ record: ExplanationRecord, _ verdict: String) throws {
        context.progress.clear()
        try Console.output("\(record.photograph.shown): \(verdict)\n" + ExplanationTables.figures(of: record).text)
        for method in record.methods {
            for note in method.notes { context.progress.log("\(record.photograph): \(method.name): \(note)") }
        }
    }

    /// Prints the means over all photographs, if there are several that were measured.
    func printMeans() throws {
        guard records.count > 1, let means else { return }
        try Console.output("means over \(records.count) photographs\n" + means.text)
    }

    private var means: TextTable? {
        ExplanationTables.means(of: records.map(\.record), methods: methods, seed: context.seed)
    }

    /// The page about the first photographs, with the means over all.
    func page(mostPhotographs most: Int) throws -> Data {
        let shown = try records.prefix(most).map { _, location, record in
            try ExplanationDrawing(record, of: explainer.picture(of: location)).explained()
        }
        var introduction = [
            "What \(model) sees in \(records.count == 1 ? "a photograph" : "\(records.count) photographs"): what is positive raises "
                + "the \(records[0].record.quantity), what is negative lowers it."
        ]
        if records.count > most {
            introduction.append(
                "The first \(most) of \(records.count) photographs are shown; the files of all are in the folder.")
        }
        return ExplanationPage(
            title: "Why photographs got their verdicts", introduction: introduction,
            means: records.count > 1 ? means : nil, photographs: shown
        ).html
    }
}
