/// One quantity followed over generations or epochs.
public struct HistorySeries: Sendable, Equatable {
    public enum Values: Sendable, Equatable {
        case reals([Double])
        case integers([Int64])
    }

    /// Such as `best_fitness`; the name of its dataset.
    public var name: String
    public var values: Values

    public init(name: String, values: Values) {
        self.name = name
        self.values = values
    }

    /// How many generations or epochs there were.
    public var count: Int {
        switch values {
        case .reals(let values): values.count
        case .integers(let values): values.count
        }
    }
}

extension HDF5Group {
    /// Writes one dataset a series into the group `name`.
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
