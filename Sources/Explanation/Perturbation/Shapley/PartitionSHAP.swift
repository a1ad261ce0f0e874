import Imaging

/// Explains a verdict by how much parts of the picture add to it (partition SHAP; Lundberg and Lee 2017, arXiv:1705.07874).
///
/// The picture is halved again and again; what a part adds, beside all other parts that may be there or not, is divided between its
/// halves by `OwenValues`.
public struct PartitionSHAP: ExplanationMethod, Sendable {
    /// Its name on a command line.
    public var name: String { "shap" }
    /// Nothing about it is random.
    public var dependsOnSeed: Bool { false }

    /// What hidden parts look like.
    public var hiding: Hiding = .blur(nil)
    /// The largest number of evaluations, with those of the whole picture and of nothing; at least 2.
    public var evaluations = 1000
    /// How many evaluations are made together; which parts are divided depends a little on it.
    public var batch = 16

    /// The method with the parameters that its authors' program uses for pictures.
    public init() {}

    /// The memory that a batch of pictures and the sums of pixels take.
    public func memory(width: Int, height: Int) -> Int {
        width * height * (3 * batch + 8 + 4 + 48) + 4 * evaluations * 256
    }

    /// Explains the number that a picture gets.
    ///
    /// - Parameters:
    ///   - picture: The working picture.
    ///   - function: The number to explain.
    ///   - seed: Changes nothing.
    ///   - progress: Told after each batch of evaluations.
    /// - Returns: What each pixel adds; together with the number of the hidden picture it is that of the picture.
    /// - Throws: `ExplanationError`; `.notAdditive` if the parts do not add up; and what the networks throw.
    public func explain(
        _ picture: Picture, of function: any PictureFunction, seed: UInt64, progress: ExplanationProgress
    ) throws -> Attribution {
        try requireMemory(for: picture)
        let background = hiding.background(of: picture)
        let ends = try function.values(of: [background, picture])
        let all = PictureRectangle(left: 0, top: 0, width: picture.width, height: picture.height)
        var done = 2, seen = ends
        let total = max(evaluations, 2)
        let owen = try OwenValues(
            of: all, nobody: ends[0], everybody: ends[1], budget: total - 2, batch: max(batch, 2)
        ) { coalitions in
            let found = try function.values(coalitions.count, progress: progress, done: done, of: total) { number in
                background.showing(coalitions[number].groups, of: picture)
            }
            done += found.count
            seen += found
            return found
        }
        // An odd number is not used up, nor is any for a small picture, and two are not reported above.
        if done < total || owen.evaluations == 0 { try progress.report(total, of: total) }
        var attribution = Attribution(
            method: name, width: picture.width, height: picture.height, values: Self.map(of: owen.credits, over: all),
            explained: ends[1])
        try attribution.requireSum(from: ends[0])
        attribution.figures = [
            .init("base value", ends[0]), .init("evaluations", Double(owen.evaluations + 2)),
            .init("smallest part in pixels", Double(owen.credits.map(\.group.size).min() ?? 0)),
        ]
        if let note = EvaluationNotes.constant(seen) { attribution.notes.append(note) }
        return attribution
    }

    /// What each pixel gets of all parts that it is in.
    private static func map(
        of credits: [(group: PictureRectangle, value: Double)], over all: PictureRectangle
    ) -> [Float] {
        var sums = [Double](repeating: 0, count: all.size)
        for (group, value) in credits {
            let share = value / Double(group.size)
            for row in group.top..<group.top + group.height {
                for pixel in row * all.width + group.left..<row * all.width + group.left + group.width { sums[pixel] += share }
            }
        }
        return sums.map(Float.init)
    }
}

extension Picture {
    /// This picture with some parts of another of the same size.
    fileprivate func showing(_ parts: [PictureRectangle], of other: Picture) -> Picture {
        var pixels = pixels
        for part in parts {
            for row in part.top..<part.top + part.height {
                let bytes = 3 * (row * width + part.left)..<3 * (row * width + part.left + part.width)
                pixels.replaceSubrange(bytes, with: other.pixels[bytes])
            }
        }
        return with(pixels)
    }
}

extension Attribution {
    /// The largest difference between what parts add up to and what they should.
    static let largestGap = 1e-4

    /// Notes that the values add up to the explained number less another, and refuses values that do not.
    ///
    /// - Parameter base: The number of the picture with everything hidden.
    /// - Throws: `ExplanationError.notAdditive`.
    mutating func requireSum(from base: Double) throws(ExplanationError) {
        let sum = Sum(found: values.reduce(0) { $0 + Double($1) }, expected: explained - base)
        guard abs(sum.gap) <= Self.largestGap else {
            throw .notAdditive(method: method, found: sum.found, expected: sum.expected)
        }
        self.sum = sum
    }
}
