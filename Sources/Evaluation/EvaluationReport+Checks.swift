import Faults

// Stored results are checked before they are shown or compared: numbers against their ranges, and against each other.

extension EvaluationReport {
    /// Checks every number against its range and against the numbers it must agree with.
    ///
    /// - Throws: `StoredProblem` for the first number that is impossible, or that contradicts another.
    public func check() throws(StoredProblem) {
        guard !sets.isEmpty else { throw StoredProblem("sets", "is empty") }
        try StoredProblem.each("sets", sets) { (set) throws(StoredProblem) in try set.check() }
        try StoredProblem.each("robustness", robustness) { (result) throws(StoredProblem) in try result.check() }
        try StoredProblem.each("students", students ?? []) { (student) throws(StoredProblem) in try student.check() }
        for (index, set) in sets.enumerated() where sets[..<index].contains(where: { $0.name == set.name }) {
            throw StoredProblem("sets[\(index)].name", "is also the name of another set")
        }
    }
}

extension SetResult {
    func check() throws(StoredProblem) {
        try StoredProblem.require("threshold", threshold, in: .finite)
        try StoredProblem.requireCount("unlabelled", unlabelled)
        for (reason, count) in skipped.sorted(by: { $0.key < $1.key }) {
            try StoredProblem.requireCount("skipped.\(reason)", count)
        }
        try StoredProblem.each("photographs", photographs) { (photograph) throws(StoredProblem) in try photograph.check() }
        try checkCounts()
        try checkRates()
        try StoredProblem.at("ratings") { () throws(StoredProblem) in try ratings?.check() }
        try StoredProblem.at("reliability") { () throws(StoredProblem) in try reliability?.check(count: photographs.count) }
    }

    /// Checks that the counts agree with the verdicts.
    private func checkCounts() throws(StoredProblem) {
        try StoredProblem.at("confusion") { () throws(StoredProblem) in try confusion.check() }
        let counted = ConfusionMatrix(
            truths: photographs.map { $0.label == 1 }, verdicts: photographs.map { $0.probability >= threshold })
        let source = "the photographs listed"
        try StoredProblem.requireEqual("confusion", confusion.words, counted.words, by: source)
        try StoredProblem.requireEqual("aesthetic", aesthetic, counted.positives, by: source)
        try StoredProblem.requireEqual("notAesthetic", notAesthetic, counted.negatives, by: source)
        let expected = GroupResult.all(photographs, threshold: threshold)
        try StoredProblem.requireEqual("groups", groups.map(\.name), expected.map(\.name), by: source)
        for (index, group) in groups.enumerated() {
            try StoredProblem.at("groups[\(index)]") { () throws(StoredProblem) in
                try group.confusion.check()
                try StoredProblem.requireEqual("confusion", group.confusion.words, expected[index].confusion.words, by: source)
                try StoredProblem.requireRate("accuracy", group.accuracy, expected[index].accuracy)
                try group.accuracyInterval?.check("accuracyInterval")
            }
        }
    }

    private func checkRates() throws(StoredProblem) {
        for (key, rate, expected) in [
            ("accuracy", accuracy, confusion.accuracy), ("precision", precision, confusion.precision),
            ("recall", recall, confusion.recall), ("f1", f1, confusion.f1),
            ("specificity", specificity, confusion.specificity),
            ("balancedAccuracy", balancedAccuracy, confusion.balancedAccuracy),
        ] { try StoredProblem.requireRate(key, rate, expected) }
        try StoredProblem.require("area", area, in: .share)
        try StoredProblem.require("averagePrecision", averagePrecision, in: .share)
        try accuracyInterval?.check("accuracyInterval")
        try StoredProblem.require("published.geneticAlgorithm", published?.geneticAlgorithm, in: .share)
        try StoredProblem.require("published.principalComponents", published?.principalComponents, in: .share)
        try StoredProblem.require("accuracyDifference", accuracyDifference, in: -1...1)
    }
}

extension JudgedPhotograph {
    fileprivate func check() throws(StoredProblem) {
        guard (0...1).contains(label) else { throw StoredProblem("label", "is \(label); expected 0 or 1") }
        try StoredProblem.require("probability", probability, in: .share)
        try StoredProblem.require("meanVote", meanVote, in: .finite)
    }
}

extension ConfusionMatrix {
    fileprivate func check() throws(StoredProblem) {
        try StoredProblem.requireCount("truePositives", truePositives)
        try StoredProblem.requireCount("falsePositives", falsePositives)
        try StoredProblem.requireCount("trueNegatives", trueNegatives)
        try StoredProblem.requireCount("falseNegatives", falseNegatives)
    }

    fileprivate var words: String {
        "\(truePositives) true and \(falsePositives) false positives, \(trueNegatives) true and \(falseNegatives) false negatives"
    }
}

extension WilsonInterval {
    func check(_ key: String) throws(StoredProblem) {
        try StoredProblem.require(key + ".lower", lower, in: .share)
        try StoredProblem.require(key + ".upper", upper, in: .share)
        guard lower <= upper else { throw StoredProblem(key, "ends before it begins") }
    }
}

extension Reliability {
    func check(count: Int) throws(StoredProblem) {
        try StoredProblem.each("bins", bins) { (bin) throws(StoredProblem) in
            try StoredProblem.requireCount("count", bin.count)
            for (key, number) in [
                ("lower", bin.lower), ("upper", bin.upper), ("meanProbability", bin.meanProbability), ("share", bin.share),
            ] { try StoredProblem.require(key, number, in: -1e-9...1 + 1e-9) }
        }
        guard bins.count <= count else {
            throw StoredProblem("bins", "holds \(bins.count) bins, more than the \(count) photographs")
        }
        try StoredProblem.requireEqual(
            "bins", bins.reduce(0) { $0 + $1.count }, count, by: "the number of photographs")
        try StoredProblem.require("expectedCalibrationError", expectedCalibrationError, in: .share)
        try StoredProblem.require("brierScore", brierScore, in: .share)
        try StoredProblem.require("logLoss", logLoss, in: .positive)
    }
}

extension RatingEvaluation {
    /// Counts are not compared with the photographs listed: photographs without a label have mean scores too, but are not listed.
    fileprivate func check() throws(StoredProblem) {
        guard count >= 1 else {
            throw StoredProblem("count", "is \(count); expected 1 or more")
        }
        for (key, number) in [
            ("rankCorrelation", rankCorrelation), ("linearCorrelation", linearCorrelation),
            ("kendallCorrelation", kendallCorrelation), ("mapped.linearCorrelation", mapped?.linearCorrelation),
            ("scores.deviationCorrelation", scores?.deviationCorrelation),
            ("scores.deviationRankCorrelation", scores?.deviationRankCorrelation),
        ] { try StoredProblem.require(key, number, in: -1 - 1e-9...1 + 1e-9) }
        for (key, number) in [
            ("mapped.rootMeanSquareError", mapped?.rootMeanSquareError), ("mapped.meanError", mapped?.meanError),
            ("scores.meanError", scores?.meanError), ("scores.rootMeanSquareError", scores?.rootMeanSquareError),
            ("scores.earthMoversDistance", scores?.earthMoversDistance),
            ("scores.quadraticEarthMoversDistance", scores?.quadraticEarthMoversDistance),
        ] { try StoredProblem.require(key, number, in: .positive) }
        try rankInterval?.check("rankInterval")
        try linearInterval?.check("linearInterval")
        try StoredProblem.require("scores.accuracy", scores?.accuracy, in: .share)
        try scores?.accuracyInterval?.check("scores.accuracyInterval")
        try StoredProblem.at("scores.reliability") { () throws(StoredProblem) in try scores?.reliability?.check(count: count) }
    }
}

extension RobustnessResult {
    fileprivate func check() throws(StoredProblem) {
        try StoredProblem.each("perturbations", perturbations) { (result) throws(StoredProblem) in try result.check() }
        try StoredProblem.each("published", published) { (figure) throws(StoredProblem) in
            for (key, rate) in [
                ("accuracy", figure.accuracy), ("precision", figure.precision), ("recall", figure.recall),
            ] { try StoredProblem.require(key, rate, in: .share) }
            try StoredProblem.require("accuracyChange", figure.accuracyChange, in: -1...1)
            try StoredProblem.requireCount("aesthetic", figure.aesthetic)
            try StoredProblem.requireCount("notAesthetic", figure.notAesthetic)
        }
    }
}

extension StudentComparison {
    fileprivate func check() throws(StoredProblem) {
        guard count >= 1 else { throw StoredProblem("count", "is \(count); expected 1 or more") }
        for (key, rate) in [
            ("agreement", agreement), ("probabilityDifference", probabilityDifference), ("teacher.accuracy", teacher.accuracy),
            ("student.accuracy", student.accuracy),
        ] { try StoredProblem.require(key, rate, in: .share) }
        for (key, bytes) in [("teacher.bytes", teacher.bytes), ("student.bytes", student.bytes)] {
            if let bytes { try StoredProblem.requireCount(key, bytes) }
        }
        guard let features else { return }
        try StoredProblem.require("features.difference", features.difference, in: .positive)
        try StoredProblem.require("features.differenceOfMean", features.differenceOfMean, in: .positive)
        for (key, values) in [("features.teacher", features.teacher), ("features.student", features.student)] {
            for value in values { try StoredProblem.require(key, Double(value), in: .finite) }
        }
        try StoredProblem.requireEqual(
            "features.student", features.student.count, features.teacher.count, by: "the teacher's features")
    }
}

extension PerturbationResult {
    fileprivate func check() throws(StoredProblem) {
        try StoredProblem.requireCount("count", count)
        for (key, rate) in [
            ("accuracy", accuracy), ("precision", precision), ("recall", recall), ("meanChange", meanChange),
            ("flipped", flipped), ("pValue", pValue),
        ] { try StoredProblem.require(key, rate, in: .share) }
        try StoredProblem.require("accuracyChange", accuracyChange, in: -1...1)
        try accuracyInterval?.check("accuracyInterval")
        try StoredProblem.requireCount("test.onlyFirstRight", test.onlyFirstRight)
        try StoredProblem.requireCount("test.onlySecondRight", test.onlySecondRight)
        guard test.onlyFirstRight + test.onlySecondRight <= count else {
            throw StoredProblem("test", "counts more than the \(count) verdicts there are")
        }
    }
}

extension StoredProblem {
    /// Requires a rate to equal what the counts beside it give, except for rounding.
    fileprivate static func requireRate(_ key: String, _ rate: Double?, _ expected: Double?) throws(StoredProblem) {
        try require(key, rate, in: .share)
        guard let rate else {
            guard let expected else { return }
            throw StoredProblem(key, "is missing; the counts beside it give \(expected.briefly)")
        }
        guard let expected else { throw StoredProblem(key, "is \(rate.briefly), but nothing was counted for it") }
        guard abs(rate - expected) > 1e-9 else { return }
        throw StoredProblem(key, "is \(rate.briefly); the counts beside it give \(expected.briefly)")
    }
}
