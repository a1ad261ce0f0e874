import Files
import HDF5

/// A file of kind `explanation/1`, about one photograph.
///
/// For each method it holds a group `/methods/NAME` with `attribution` float32 [height, width]; with segments, `segments` uint32
/// [height, width] and `weights`; if measured, `curves/shares`, `curves/deletion` and `curves/insertion`; and `figures`, `maps` and
/// `tables` where there are any. The root attribute `methods` keeps their order.
public enum ExplanationFile {
    /// Writes a record.
    ///
    /// - Parameters:
    ///   - record: The record; every array must have as many values as the picture has pixels.
    ///   - provenance: How it was made.
    ///   - path: The file, which is replaced if it exists.
    /// - Throws: `StorageError.cannotWrite`.
    public static func write(
        _ record: ExplanationRecord, provenance: Provenance, to path: String
    ) throws(StorageError) {
        try HDF5File.write(to: path) { root throws(StorageError) in
            try Schema.explanation.write(to: root)
            let attributes = root.attributes
            try attributes.set("photograph", record.photograph)
            try attributes.set("work", record.work)
            try attributes.set("width", record.width)
            try attributes.set("height", record.height)
            try attributes.set("quantity", record.quantity)
            try attributes.set("value", record.value)
            try attributes.set("threshold", record.threshold)
            try root.write("notes", record.notes)
            try root.write("methods/names", record.methods.map(\.name))
            for method in record.methods {
                try root.createGroup("methods/\(method.name)").write(method, height: record.height, width: record.width)
            }
            try provenance.write(to: root)
        }
    }

    /// Reads a record.
    ///
    /// - Parameter path: The file.
    /// - Throws: `StorageError`; `.invalidContent` if its numbers contradict each other.
    public static func read(_ path: String) throws(StorageError) -> ExplanationRecord {
        let root = try HDF5File.open(path).root
        try Schema.explanation.require(in: root)
        let attributes = root.attributes
        var record = ExplanationRecord(
            photograph: try attributes.text("photograph"), work: try attributes.text("work"),
            width: try attributes.integer("width", in: 1...StoredNumbers.mostPictureSide),
            height: try attributes.integer("height", in: 1...StoredNumbers.mostPictureSide),
            quantity: try attributes.text("quantity"), value: try attributes.real("value"),
            threshold: try attributes.real("threshold"))
        record.notes = try root.dataset("notes").readTexts()
        for name in try root.dataset("methods/names").readTexts() {
            record.methods.append(
                try root.group("methods/\(name)").method(named: name, height: record.height, width: record.width))
        }
        return record
    }
}

extension HDF5Group {
    fileprivate func write(_ method: ExplanationRecord.Method, height: Int, width: Int) throws(StorageError) {
        try attributes.set("settings", method.settings)
        try attributes.set("seconds", method.seconds)
        try write("attribution", method.attribution, shape: [height, width])
        if let segments = method.segments {
            try write("segments", segments.labels, shape: [height, width])
            try write("weights", segments.weights)
        }
        if let sum = method.sum {
            try attributes.set("sum", sum.found)
            try attributes.set("sum_expected", sum.expected)
        }
        if let stability = method.stability { try attributes.set("stability", stability) }
        if let curves = method.curves {
            try write("curves/shares", curves.shares)
            try write("curves/deletion", curves.deletion)
            try write("curves/insertion", curves.insertion)
        }
        try write("notes", method.notes)
        try write("figures/names", method.figures.map(\.name))
        try write("figures/values", method.figures.map(\.value))
        try write("maps/names", method.maps.map(\.name))
        try write("maps/values", method.maps.flatMap(\.values), shape: [method.maps.count, height, width])
        for (number, table) in method.tables.enumerated() {
            try createGroup("tables/\(number)").write(table)
        }
        try attributes.set("tables", method.tables.count)
    }

    private func write(_ table: ExplanationRecord.Table) throws(StorageError) {
        try attributes.set("title", table.title)
        try attributes.set("part", table.part)
        try write("columns", table.columns)
        try write("parts", table.parts)
        try write("values", table.values, shape: [table.parts.count, table.columns.count])
    }

    fileprivate func method(
        named name: String, height: Int, width: Int
    ) throws(StorageError) -> ExplanationRecord.Method {
        let shape = [height, width]
        var method = ExplanationRecord.Method(
            name: name, settings: try attributes.text("settings"),
            attribution: try finite("attribution", shape: shape), seconds: try attributes.real("seconds"))
        if try contains("segments") { method.segments = try segments(shape: shape) }
        if let found = try attributes.optionalReal("sum") {
            method.sum = .init(found: found, expected: try attributes.real("sum_expected"))
        }
        method.stability = try attributes.optionalReal("stability")
        if try contains("curves") { method.curves = try curves() }
        method.notes = try dataset("notes").readTexts()
        let figures = try dataset("figures/names").readTexts()
        method.figures = zip(figures, try doubles("figures/values", count: figures.count)).map { .init($0, $1) }
        let maps = try dataset("maps/names").readTexts()
        let values = try finite("maps/values", shape: [maps.count] + shape)
        let pixels = height * width
        method.maps = maps.enumerated().map { .init($1, values: Array(values[$0 * pixels..<($0 + 1) * pixels])) }
        for number in 0..<(try attributes.integer("tables", in: 0...StoredNumbers.mostTables)) {
            method.tables.append(try group("tables/\(number)").table())
        }
        return method
    }

    private func finite(_ path: String, shape: [Int]) throws(StorageError) -> [Float] {
        let dataset = try dataset(path)
        try dataset.requireShape(shape)
        let values = try dataset.read(Float.self)
        guard values.allSatisfy(\.isFinite) else { throw invalid(path, "it holds a number that is not finite") }
        return values
    }

    private func segments(shape: [Int]) throws(StorageError) -> ExplanationRecord.Segments {
        let labels = try dataset("segments")
        try labels.requireShape(shape)
        let weights = try dataset("weights")
        try weights.requireRank(1, "a list")
        let segments = ExplanationRecord.Segments(labels: try labels.read(), weights: try weights.read())
        guard segments.labels.allSatisfy({ Int($0) < segments.weights.count }) else {
            throw invalid("segments", "a pixel belongs to a segment beyond the \(segments.weights.count) that have a weight")
        }
        return segments
    }

    private func curves() throws(StorageError) -> ExplanationRecord.Curves {
        let shares = try dataset("curves/shares")
        try shares.requireRank(1, "a list")
        let values: [Double] = try shares.read()
        guard values.count >= 2 else { throw invalid("curves/shares", "a curve needs at least two points") }
        return .init(
            shares: values, deletion: try doubles("curves/deletion", count: values.count),
            insertion: try doubles("curves/insertion", count: values.count))
    }

    private func table() throws(StorageError) -> ExplanationRecord.Table {
        let columns = try dataset("columns").readTexts()
        let parts = try dataset("parts").readTexts()
        let values = try dataset("values")
        try values.requireShape([parts.count, columns.count])
        return .init(
            title: try attributes.text("title"), part: try attributes.text("part"), columns: columns, parts: parts,
            values: try values.read())
    }
}
