import Evolution
import Judging
import Selection

extension SourceFeatures {
    /// The taps of all extractors, in the order of their columns.
    ///
    /// - Throws: `SelectionError.reducedColumns` if the columns are no longer those of taps.
    func taps() throws(SelectionError) -> [TapSelection.Tap] {
        guard reductions.isEmpty else { throw .reducedColumns(files: join.files.map(\.path)) }
        var taps: [TapSelection.Tap] = []
        for extractor in extractors {
            for (tap, width) in zip(extractor.taps, extractor.tapWidths) {
                let first = taps.last?.columns.upperBound ?? 0
                taps.append(TapSelection.Tap(name: "\(extractor.network)/\(tap)", columns: first..<first + width))
            }
        }
        return taps
    }

    /// The names of the taps that a mask takes.
    func tapsWithin(_ mask: FeatureMask) throws(SelectionError) -> [String] {
        let columns = Set(mask.columns)
        return try taps().filter { columns.contains($0.columns.lowerBound) }.map(\.name)
    }
}
