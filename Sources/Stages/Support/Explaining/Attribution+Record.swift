import Explanation
import Records

extension ExplanationRecord.Method {
    /// What a method said, with its measures.
    ///
    /// - Parameters:
    ///   - attribution: The attribution.
    ///   - settings: The settings of the method, as one line of JSON.
    ///   - measures: What was measured about it.
    public init(_ attribution: Attribution, settings: String, measures: ExplanationMeasures) {
        self.init(
            name: attribution.method, settings: settings, attribution: attribution.values, seconds: measures.seconds)
        segments = attribution.segments.map { .init(labels: $0.map.labels.map { UInt32($0) }, weights: $0.weights) }
        sum = attribution.sum.map { .init(found: $0.found, expected: $0.expected) }
        figures = attribution.figures.map { .init($0.name, $0.value) }
        maps = attribution.maps.map { .init($0.name, values: $0.values) }
        tables = attribution.tables.map { table in
            .init(
                title: table.title, part: table.part, columns: table.columns, parts: table.rows.map(\.part),
                values: table.rows.flatMap(\.values))
        }
        notes = attribution.notes
        curves = measures.curves.map {
            .init(shares: $0.deletion.shares, deletion: $0.deletion.values, insertion: $0.insertion.values)
        }
        stability = measures.stability
    }
}

extension ExplanationRecord {
    /// The attribution of a method, with what is drawn of it.
    public func attribution(of method: Method) -> Attribution {
        var attribution = Attribution(
            method: method.name, width: width, height: height, values: method.attribution, explained: value)
        attribution.segments = method.segments.map { segments in
            WeightedSegments(
                SegmentMap(width: width, height: height, labels: segments.labels.map { Int32(bitPattern: $0) }),
                weights: segments.weights)
        }
        return attribution
    }

    /// Whether the judge calls the picture aesthetic.
    public var isAesthetic: Bool { value >= threshold }
}

extension ExplanationRecord.Curves {
    /// The area below the curve of deletion.
    public var deletionArea: Double { RevealingCurve(shares: shares, values: deletion).area }
    /// The area below the curve of insertion.
    public var insertionArea: Double { RevealingCurve(shares: shares, values: insertion).area }
}
