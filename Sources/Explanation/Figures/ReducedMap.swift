/// A map reduced to a smaller size: each pixel is the mean of those that fall on it.
struct ReducedMap {
    let values: [Float]

    /// - Precondition: Neither side becomes larger.
    init(_ values: [Float], width: Int, height: Int, to size: (width: Int, height: Int)) {
        precondition(size.width <= width && size.height <= height, "\(width) x \(height) to \(size.width) x \(size.height)")
        precondition(values.count == width * height, "\(values.count) values for \(width) x \(height) pixels")
        guard (size.width, size.height) != (width, height) else {
            self.values = values
            return
        }
        var reduced: [Float] = []
        reduced.reserveCapacity(size.width * size.height)
        for row in 0..<size.height {
            let rows = row * height / size.height..<(row + 1) * height / size.height
            for column in 0..<size.width {
                let columns = column * width / size.width..<(column + 1) * width / size.width
                var sum: Float = 0
                for source in rows { for place in columns { sum += values[source * width + place] } }
                reduced.append(sum / Float(rows.count * columns.count))
            }
        }
        self.values = reduced
    }
}
