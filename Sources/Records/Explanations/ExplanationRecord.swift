/// Why a judge gave a photograph its verdict, in the words of one or several methods.
public struct ExplanationRecord: Sendable, Equatable {
    /// The photograph's path, as given.
    public var photograph: String
    /// What the record depends on besides the methods, as one line of JSON: photograph, judge and precision.
    public var work: String
    /// The size of the picture that is explained, in pixels.
    public var width: Int
    /// The height of that picture.
    public var height: Int
    /// What is explained: `probability`, or `mean score`.
    public var quantity: String
    /// The number that the judge gives the picture.
    public var value: Double
    /// The number from which a photograph counts as aesthetic.
    public var threshold: Double
    /// What a reader must know about the photograph or the judge, as sentences.
    public var notes: [String] = []
    /// The methods, in the order in which they are shown.
    public var methods: [Method] = []

    /// A record without methods.
    ///
    /// - Parameters:
    ///   - photograph: The photograph's path, as given.
    ///   - work: What the record depends on besides the methods, as one line of JSON.
    ///   - width: The number of columns of the picture that is explained.
    ///   - height: The number of its rows.
    ///   - quantity: What is explained: `probability`, or `mean score`.
    ///   - value: The number that the judge gives the picture.
    ///   - threshold: The number from which a photograph counts as aesthetic.
    public init(
        photograph: String, work: String, width: Int, height: Int, quantity: String, value: Double, threshold: Double
    ) {
        (self.photograph, self.work, self.width, self.height) = (photograph, work, width, height)
        (self.quantity, self.value, self.threshold) = (quantity, value, threshold)
    }

    /// The number of pixels of the picture.
    public var pixels: Int { width * height }
}

extension ExplanationRecord {
    /// What one method says.
    public struct Method: Sendable, Equatable {
        /// The method's name on a command line.
        public var name: String
        /// The settings that it was used with, as one line of JSON.
        public var settings: String
        /// `[height, width]`: positive where a pixel raises the explained number.
        public var attribution: [Float]
        /// The segments, for a method that works on segments.
        public var segments: Segments?
        /// What the parts of the attribution add up to, and what they should; nil for a method that promises no sum.
        public var sum: Sum?
        /// Further figures by name, in the order in which they are shown.
        public var figures: [Figure] = []
        /// Further maps by name, each `[height, width]`.
        public var maps: [Map] = []
        /// Numbers by part.
        public var tables: [Table] = []
        /// What a reader must know, as sentences.
        public var notes: [String] = []
        /// The curves of deletion and insertion; nil if they were not measured.
        public var curves: Curves?
        /// The mean rank correlation over seeds, in [-1, 1]; nil if it was not measured or is undefined.
        public var stability: Double?
        /// How long the explanation took, in seconds.
        public var seconds: Double

        /// What a method says.
        ///
        /// - Parameters:
        ///   - name: The method's name on a command line.
        ///   - settings: The settings that it was used with, as one line of JSON.
        ///   - attribution: `[height, width]`.
        ///   - seconds: How long the explanation took.
        public init(name: String, settings: String, attribution: [Float], seconds: Double) {
            (self.name, self.settings, self.attribution, self.seconds) = (name, settings, attribution, seconds)
        }
    }

    /// The segments of a picture, and the weight of each.
    public struct Segments: Sendable, Equatable {
        /// `[height, width]`: the number of each pixel's segment, from 0.
        public var labels: [UInt32]
        /// The weight of each segment.
        public var weights: [Double]

        /// Segments with weights.
        public init(labels: [UInt32], weights: [Double]) {
            (self.labels, self.weights) = (labels, weights)
        }
    }

    /// What parts add up to, and what they should.
    public struct Sum: Sendable, Equatable {
        /// What the parts add up to.
        public var found: Double
        /// What they should add up to.
        public var expected: Double

        /// A sum.
        public init(found: Double, expected: Double) {
            (self.found, self.expected) = (found, expected)
        }
    }

    /// A figure with its name.
    public struct Figure: Sendable, Equatable {
        /// The name.
        public var name: String
        /// The figure.
        public var value: Double

        /// A figure.
        public init(_ name: String, _ value: Double) {
            (self.name, self.value) = (name, value)
        }
    }

    /// A map with its name.
    public struct Map: Sendable, Equatable {
        /// What it shows.
        public var name: String
        /// `[height, width]`.
        public var values: [Float]

        /// A map.
        public init(_ name: String, values: [Float]) {
            (self.name, self.values) = (name, values)
        }
    }

    /// Numbers by part.
    public struct Table: Sendable, Equatable {
        /// What the table shows.
        public var title: String
        /// The heading of the column of parts.
        public var part: String
        /// The heading of each column of numbers.
        public var columns: [String]
        /// The parts.
        public var parts: [String]
        /// The numbers, row by row: one for each part and column.
        public var values: [Double]

        /// A table.
        public init(title: String, part: String, columns: [String], parts: [String], values: [Double]) {
            (self.title, self.part, self.columns) = (title, part, columns)
            (self.parts, self.values) = (parts, values)
        }
    }

    /// The explained number as pixels are deleted and inserted.
    public struct Curves: Sendable, Equatable {
        /// The shares of the pixels.
        public var shares: [Double]
        /// The explained number as they are deleted.
        public var deletion: [Double]
        /// The explained number as they are inserted.
        public var insertion: [Double]

        /// Two curves over the same shares.
        public init(shares: [Double], deletion: [Double], insertion: [Double]) {
            (self.shares, self.deletion, self.insertion) = (shares, deletion, insertion)
        }
    }
}
