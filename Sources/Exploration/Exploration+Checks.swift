import Faults

extension Exploration {
    /// Checks every number against its range and against the numbers it must agree with.
    ///
    /// - Throws: `StoredProblem` for the first number that is impossible, or that contradicts another.
    public func check() throws(StoredProblem) {
        try StoredProblem.each("sets", sets) { (set) throws(StoredProblem) in
            try StoredProblem.each("classes", set.classes) { (part) throws(StoredProblem) in try part.check() }
            try StoredProblem.at("ratings.ratings") { () throws(StoredProblem) in try set.ratings?.ratings.check() }
            try StoredProblem.at("ratings.meanRating") { () throws(StoredProblem) in try set.ratings?.meanRating.check() }
            try StoredProblem.at("ratings") { () throws(StoredProblem) in try set.ratings?.checkRows() }
            try StoredProblem.requireCount("withoutPictures", set.withoutPictures ?? 0)
        }
        try StoredProblem.each("duplicates", duplicates) { (pair) throws(StoredProblem) in
            guard !(0...64).contains(pair.distance) else { return }
            throw StoredProblem("distance", "is \(pair.distance); expected a number of bits from 0 to 64")
        }
    }
}

extension ClassExploration {
    fileprivate func check() throws(StoredProblem) {
        try StoredProblem.requireCount("count", count)
        for (key, summary) in [
            ("megapixels", megapixels), ("aspectRatio", aspectRatio), ("fileSize", fileSize), ("brightness", brightness),
            ("contrast", contrast), ("sharpness", sharpness), ("colourfulness", colourfulness),
        ] {
            try StoredProblem.at(key) { () throws(StoredProblem) in
                try summary.check()
                try StoredProblem.requireEqual("count", summary.count, count, by: "the number of photographs of the class")
            }
        }
    }
}

extension RatingExploration {
    fileprivate func checkRows() throws(StoredProblem) {
        try StoredProblem.each("ranges", ranges ?? []) { (range) throws(StoredProblem) in
            try StoredProblem.require("lowest", range.lowest, in: .finite)
            try StoredProblem.require("highest", range.highest, in: .finite)
            try StoredProblem.requireCount("count", range.count)
            guard range.count <= meanRating.count else {
                throw StoredProblem("count", "is \(range.count), more than the \(meanRating.count) photographs there are")
            }
        }
        for (key, rows) in [("best", rows?.best), ("worst", rows?.worst), ("examples", rows?.examples)] {
            try StoredProblem.each("rows.\(key)", rows ?? []) { (row) throws(StoredProblem) in
                guard row.votes.allSatisfy({ $0.isFinite && $0 >= 0 }), row.ratings > 0, row.ratings.isFinite else {
                    throw StoredProblem("votes", "has no votes, or impossible ones")
                }
            }
        }
    }
}

extension DistributionSummary {
    /// Kalon writes no histogram with more bins than this.
    private static let mostParts = 10_000

    fileprivate func check() throws(StoredProblem) {
        guard count > 0 else { throw StoredProblem("count", "is \(count); expected 1 or more") }
        try StoredProblem.requireCount("count", count)
        let numbers = [
            ("minimum", minimum), ("lowerQuartile", lowerQuartile), ("median", median), ("upperQuartile", upperQuartile),
            ("maximum", maximum),
        ]
        for (key, number) in numbers + [("mean", mean), ("histogramLower", histogramLower), ("histogramUpper", histogramUpper)] {
            try StoredProblem.require(key, number, in: .finite)
        }
        for (before, after) in zip(numbers, numbers.dropFirst()) where before.1 > after.1 {
            throw StoredProblem(after.0, "is \(after.1.briefly), less than \(before.0), which is \(before.1.briefly)")
        }
        if let deviation { try StoredProblem.require("deviation", deviation, in: .positive) }
        if let outliers {
            try StoredProblem.requireCount("outliers.below", outliers.below)
            try StoredProblem.requireCount("outliers.above", outliers.above)
            guard outliers.below <= count, outliers.above <= count - outliers.below else {
                throw StoredProblem("outliers", "counts more values than the \(count) there are")
            }
        }
        guard histogramLower <= histogramUpper else { throw StoredProblem("histogramUpper", "is less than histogramLower") }
        guard (1...Self.mostParts).contains(histogram.count) else {
            throw StoredProblem("histogram", "has \(histogram.count) bins; expected 1 to \(Self.mostParts)")
        }
        for (index, part) in histogram.enumerated() { try StoredProblem.requireCount("histogram[\(index)]", part) }
        guard histogram.reduce(0, +) <= count else {
            throw StoredProblem("histogram", "counts \(histogram.reduce(0, +)) values, more than the \(count) there are")
        }
    }
}
