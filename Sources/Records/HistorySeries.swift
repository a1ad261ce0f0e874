import Files
import HDF5

/// One quantity over generations or epochs.
public struct HistorySeries: Sendable, Equatable {
    /// The values, one for each generation or epoch.
    public enum Values: Sendable, Equatable {
        /// Real numbers, such as losses.
        case reals([Double])
        /// Whole numbers, such as counts.
        case integers([Int64])
    }

    /// The name of the quantity and of its dataset, such as `best_fitness`.
    public var name: String
    /// The values, in order.
    public var values: Values

    /// A series.
    ///
    /// - Parameters:
    ///   - name: the name of the quantity.
    ///   - values: one value for each generation or epoch.
    public init(name: String, values: Values) {
        self.name = name
        self.values = values
    }

    /// The number of generations or epochs.
    public var count: Int {
        switch values {
        case .reals(let values): values.count
        case .integers(let values): values.count
        }
    }
}

extension HDF5Group {
    /// Writes one dataset for each series into the group `name`.
    func writeHistory(_ history: [HistorySeries], into name: String) throws(StorageError) {
        let group = try createGroup(name)
        for series in history {
            switch series.values {
            case .reals(let values): try group.write(series.name, values)
            case .integers(let values): try group.write(series.name, values)
            }
        }
    }

    /// The series of the group `name`, by name.
    func readHistory(from name: String) throws(StorageError) -> [HistorySeries] {
        let group = try group(name)
        var history: [HistorySeries] = []
        for child in try group.children() {
            let dataset = try group.dataset(child.name)
            let values: HistorySeries.Values =
                dataset.kind == .integer ? .integers(try dataset.read()) : .reals(try dataset.read())
            history.append(HistorySeries(name: child.name, values: values))
        }
        return history
    }
}
