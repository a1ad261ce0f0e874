import Evaluation
import Foundation
import Judging
import StageSupport

/// How far several classifiers agree, as a sentence.
struct AgreementSummary {
    private let agreement: JudgeAgreement
    private let names: [String]
    private let photographs: Int

    /// Nil with only one classifier, or without any verdict.
    init?(_ verdicts: [Verdict], names: [String]) {
        guard names.count > 1, !verdicts.isEmpty else { return nil }
        agreement = JudgeAgreement(
            verdicts: names.indices.map { index in verdicts.map { $0.opinions[index].isAesthetic } })
        self.names = names
        photographs = verdicts.count
    }

    var sentence: String {
        let all = String(format: "%.2f %%", 100 * agreement.unanimousShare)
        let who = names.count == 2 ? "both" : "all \(names.count)"
        return "\(who) classifiers agree on \(all) of \(photographs) photographs; " + kappas
    }

    /// For two classifiers Cohen's kappa; for more, Fleiss' kappa and Cohen's for every pair.
    private var kappas: String {
        if names.count == 2 { return "Cohen's kappa \(Self.text(agreement.cohenKappa(0, 1)))" }
        let pairs = names.indices.flatMap { first in
            names.indices.dropFirst(first + 1).map { second in
                "\(names[first]) and \(names[second]) \(Self.text(agreement.cohenKappa(first, second)))"
            }
        }
        return "Fleiss' kappa \(Self.text(agreement.fleissKappa)), Cohen's kappa of " + pairs.joined(separator: ", ")
    }

    private static func text(_ kappa: Double?) -> String {
        kappa.map { String(format: "%.4f", $0) } ?? "unknown (all verdicts are the same)"
    }
}
