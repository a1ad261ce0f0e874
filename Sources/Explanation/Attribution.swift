/// How much each pixel of a picture speaks for the number that a judge gives it.
public struct Attribution: Sendable, Equatable {
    /// A figure about how it was made, such as the weighted R² of a surrogate.
    public struct Figure: Sendable, Equatable {
        /// What the figure is, for a table.
        public let name: String
        /// The figure.
        public let value: Double

        /// A figure.
        public init(_ name: String, _ value: Double) {
            self.name = name
            self.value = value
        }
    }

    /// Whether the parts of an attribution add up to what they should.
    public struct Sum: Sendable, Equatable {
        /// What all parts add up to.
        public let found: Double
        /// What they should add up to, such as the difference between a picture and a baseline.
        public let expected: Double

        /// A sum.
        public init(found: Double, expected: Double) {
            self.found = found
            self.expected = expected
        }

        /// By how much they differ.
        public var gap: Double { found - expected }
    }

    /// A further map of the same picture, such as that of low ratings.
    public struct FurtherMap: Sendable, Equatable {
        /// What it shows, for a caption.
        public let name: String
        /// `[height, width]`, all finite.
        public let values: [Float]

        /// A further map.
        public init(_ name: String, values: [Float]) {
            self.name = name
            self.values = values
        }
    }

    /// Numbers by part, such as the relevance of each block, or the conservation of each layer.
    public struct Table: Sendable, Equatable {
        /// A part and its numbers.
        public struct Row: Sendable, Equatable {
            /// The part, such as the name of a layer.
            public let part: String
            /// A number for each column.
            public let values: [Double]

            /// A row.
            public init(_ part: String, _ values: [Double]) {
                self.part = part
                self.values = values
            }
        }

        /// What the table shows, for its heading.
        public let title: String
        /// The heading of the column of parts.
        public let part: String
        /// The heading of each column of numbers.
        public let columns: [String]
        /// The rows, in the order in which they are shown.
        public let rows: [Row]

        /// A table.
        ///
        /// - Precondition: Each row has a number for each column.
        public init(_ title: String, part: String, columns: [String], rows: [Row]) {
            precondition(rows.allSatisfy { $0.values.count == columns.count }, "rows of '\(title)' have other columns")
            (self.title, self.part, self.columns, self.rows) = (title, part, columns, rows)
        }
    }

    /// The method's name on a command line, such as `lime`.
    public let method: String
    /// The number of columns.
    public let width: Int
    /// The number of rows.
    public let height: Int
    /// `[height, width]`: positive where a pixel raises the explained number, negative where it lowers it.
    public let values: [Float]
    /// The segments and the weight of each, for a method that works on segments; nil for others.
    public var segments: WeightedSegments?
    /// What is explained: the number that the judge gives the whole picture.
    public let explained: Double
    /// Whether it adds up; nil for a method that promises no such thing.
    public var sum: Sum?
    /// Further figures, in the order in which they are shown.
    public var figures: [Figure] = []
    /// Further maps, in the order in which they are shown.
    public var maps: [FurtherMap] = []
    /// Numbers by part, in the order in which they are shown.
    public var tables: [Table] = []
    /// What a reader must know, as sentences.
    public var notes: [String] = []

    /// An attribution.
    ///
    /// - Parameters:
    ///   - method: The method's name on a command line.
    ///   - width: The number of columns.
    ///   - height: The number of rows.
    ///   - values: `[height, width]`, all finite.
    ///   - explained: The number that the judge gives the whole picture.
    /// - Precondition: There are as many values as pixels.
    public init(method: String, width: Int, height: Int, values: [Float], explained: Double) {
        precondition(values.count == width * height, "\(values.count) values for \(width) x \(height) pixels")
        self.method = method
        (self.width, self.height, self.values, self.explained) = (width, height, values, explained)
    }
}

/// A picture divided into segments, each with a weight.
public struct WeightedSegments: Sendable, Equatable {
    /// The segments.
    public let map: SegmentMap
    /// The weight of each segment, by its number.
    public let weights: [Double]

    /// Segments with weights.
    ///
    /// - Precondition: There is a weight for each segment.
    public init(_ map: SegmentMap, weights: [Double]) {
        precondition(weights.count == map.count, "\(weights.count) weights for \(map.count) segments")
        self.map = map
        self.weights = weights
    }
}

/// A picture divided into segments: every pixel belongs to one.
public struct SegmentMap: Sendable, Equatable {
    /// The number of columns.
    public let width: Int
    /// The number of rows.
    public let height: Int
    /// `[height, width]`: the number of each pixel's segment, from 0.
    public let labels: [Int32]
    /// The number of segments, at least 1.
    public let count: Int

    /// A division; segments are numbered by their first pixel.
    ///
    /// - Parameters:
    ///   - width: The number of columns.
    ///   - height: The number of rows.
    ///   - labels: `[height, width]`: pixels with the same number belong together.
    /// - Precondition: There are as many labels as pixels, and at least one.
    public init(width: Int, height: Int, labels: [Int32]) {
        precondition(labels.count == width * height && !labels.isEmpty, "\(labels.count) labels for \(width) x \(height) pixels")
        var numbers: [Int32: Int32] = [:]
        self.labels = labels.map { label in
            if let known = numbers[label] { return known }
            let new = Int32(numbers.count)
            numbers[label] = new
            return new
        }
        (self.width, self.height, count) = (width, height, numbers.count)
    }
}
