import Explanation
import Faults
import Files
import Foundation
import Imaging
import Records

/// Explains the verdicts of one judge on photographs, method by method.
public struct PhotographExplainer {
    /// The methods with their names and settings.
    private struct Way {
        let method: any ExplanationMethod
        let settings: String
    }

    /// A photograph that was explained.
    public struct Outcome {
        /// What the methods say; those that failed are missing.
        public let record: ExplanationRecord
        /// The picture that was explained.
        public let picture: Picture
        /// Why a method has no explanation, in the order of the methods.
        public let failures: [(method: String, fault: any Fault)]
    }

    private let judge: ExplainedJudge
    private let ways: [Way]
    private let measures: MeasurePlan?
    private let decoder: PictureDecoder
    private let context: StageContext

    /// Makes the methods.
    ///
    /// - Parameters:
    ///   - judge: The judge.
    ///   - names: The methods, in the order in which they are shown, each once.
    ///   - options: The options of the methods.
    ///   - measures: What is measured; nil for nothing.
    ///   - decoder: Decodes photographs.
    ///   - context: The seed, the threads, progress and interruption.
    /// - Throws: What `ExplanationOptions.method` throws, such as for a method that the judge cannot have.
    public init(
        _ judge: ExplainedJudge, methods names: [ExplanationMethodName], options: ExplanationOptions,
        measures: MeasurePlan?, decoder: PictureDecoder, context: StageContext
    ) throws {
        (self.judge, self.measures, self.decoder, self.context) = (judge, measures, decoder, context)
        ways = try names.map { name in
            Way(
                method: try options.method(name, of: judge),
                settings: try options.settings(of: name, seed: context.seed))
        }
    }

    /// The picture on which the verdict on a photograph is explained.
    ///
    /// - Parameter location: The photograph.
    /// - Throws: `ImagingError` for a photograph that cannot be read.
    public func picture(of location: String) throws -> Picture {
        try decoder.decode(path: location).working(for: judge.function.inputs)
    }

    /// Explains the verdict on a photograph.
    ///
    /// A method that fails on this photograph is left out, and the others go on.
    ///
    /// - Parameters:
    ///   - path: The photograph's path, as it is shown.
    ///   - location: Where it is.
    ///   - kept: What earlier runs have found; its methods are taken over if photograph, judge and settings are the same.
    ///   - save: Called with the record after each new method.
    /// - Throws: `Interrupted`; `ImagingError` for a photograph that cannot be read; what the networks and `save` throw.
    public func explain(
        _ path: String, at location: String, kept: ExplanationRecord?, save: (ExplanationRecord) throws -> Void
    ) throws -> Outcome {
        let picture = try picture(of: location)
        var record = try emptyRecord(path, location, picture)
        let earlier = kept?.work == record.work ? kept : nil
        var failures: [(method: String, fault: any Fault)] = []
        for way in ways {
            if let known = earlier?.methods.first(where: { isEnough($0, for: way) }) {
                context.progress.log("\(path.shown): \(way.method.name) is taken from an earlier run")
                record.methods.append(known)
                continue
            }
            do {
                record.methods.append(try explanation(of: picture, path, way))
                try save(record)
            } catch ExplanationError.cancelled {
                throw Interrupted()
            } catch let fault as ExplanationError {
                failures.append((way.method.name, fault))
            }
        }
        return Outcome(record: record, picture: picture, failures: failures)
    }

    private func isEnough(_ method: ExplanationRecord.Method, for way: Way) -> Bool {
        method.name == way.method.name && method.settings == way.settings
            && (measures.map { method.curves?.shares.count == $0.portions + 1 } ?? true)
    }

    private func emptyRecord(_ path: String, _ location: String, _ picture: Picture) throws -> ExplanationRecord {
        let value = try judge.function.values(of: [picture])[0]
        let work = try CanonicalJSON.text([
            "photograph": try FileDigest.sha256(of: location), "judge": judge.digest, "version": kalonVersion,
        ])
        var record = ExplanationRecord(
            photograph: path, work: work, width: picture.width, height: picture.height, quantity: judge.quantity, value: value,
            threshold: judge.classifier.threshold)
        if try isConstant(picture, value) {
            record.notes.append(
                "The judge gives this picture, its negative, and the picture turned to grey the same \(judge.quantity): there "
                    + "may be nothing to explain.")
        }
        return record
    }

    /// Whether the judge does not tell a picture from very different ones of its size.
    private func isConstant(_ picture: Picture, _ value: Double) throws -> Bool {
        let others = [picture.pixels.map { 255 - $0 }, [UInt8](repeating: 128, count: picture.pixels.count)].map {
            Picture(width: picture.width, height: picture.height, pixels: $0)
        }
        return try judge.function.values(of: others).allSatisfy { abs($0 - value) < 1e-9 }
    }

    private func explanation(of picture: Picture, _ path: String, _ way: Way) throws -> ExplanationRecord.Method {
        let clock = ContinuousClock()
        let start = clock.now
        let attribution = try checked(
            way.method.explain(picture, of: judge.function, seed: context.seed, progress: progress(way.method.name, path)))
        var found = ExplanationMeasures(seconds: (clock.now - start) / .seconds(1))
        if let measures {
            found.curves = try DeletionInsertion(
                of: attribution, picture: picture, function: judge.function, steps: measures.portions,
                progress: progress("curves of \(way.method.name)", path))
            found.stability = try stability(of: attribution, picture, path, way, seeds: measures.seeds)
        }
        return ExplanationRecord.Method(attribution, settings: way.settings, measures: found)
    }

    /// The mean rank correlation of explanations with this seed and the following ones.
    private func stability(
        of attribution: Attribution, _ picture: Picture, _ path: String, _ way: Way, seeds: Int
    ) throws -> Double? {
        guard way.method.dependsOnSeed, seeds > 1 else { return nil }
        let others = try (1..<UInt64(seeds)).map { step in
            try way.method.explain(
                picture, of: judge.function, seed: context.seed &+ step,
                progress: progress("\(way.method.name), another seed", path))
        }
        return AttributionAgreement.stability([attribution] + others)
    }

    private func progress(_ what: String, _ path: String) -> ExplanationProgress {
        let (reporter, interruption) = (context.progress, context.interruption)
        reporter.begin()
        return ExplanationProgress(
            update: { done, total in reporter.update(done: done, total: total, note: "\(what) of \(path.shown)") },
            shouldStop: { interruption.isRequested })
    }

    private func checked(_ attribution: Attribution) throws -> Attribution {
        guard attribution.values.allSatisfy(\.isFinite) else { throw ExplanationError.notFinite(method: attribution.method) }
        return attribution
    }
}
