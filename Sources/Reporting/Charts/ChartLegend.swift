/// The names of what a chart shows, each with its key.
enum ChartLegend {
    /// A name with its key.
    struct Entry {
        /// What the key shows.
        enum Key {
            /// A line in one of the page's colours.
            case line(colour: Int)
            /// A point in one of the page's colours.
            case point(colour: Int)
            /// A faint line to compare with.
            case reference
        }

        let name: String
        let key: Key

        init(_ name: String, _ key: Key) {
            self.name = name
            self.key = key
        }
    }

    static func list(_ entries: [Entry]) -> Markup {
        Markup(
            "ul", ["class": "legend"],
            entries.map { entry in
                let key = Markup("svg", ["viewBox": "0 0 24 8", "class": "key", "aria-hidden": "true"], drawing(of: entry.key))
                return Markup("li", [:], key, Markup(entry.name))
            })
    }

    private static func drawing(of key: Entry.Key) -> Markup {
        switch key {
        case .point(let colour): Markup("circle", ["cx": "12", "cy": "4", "r": "4", "class": "point series-\(colour)"])
        case .line(let colour): line(class: "line series-\(colour)")
        case .reference: line(class: "reference")
        }
    }

    private static func line(class name: String) -> Markup {
        Markup("line", ["x1": "0", "y1": "4", "x2": "24", "y2": "4", "class": name])
    }
}
