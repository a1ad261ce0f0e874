/// Places that divide a picture evenly: about a number of points, at equal steps along both sides.
struct RegularGrid {
    /// The rows of the points.
    let rows: [Int]
    /// The columns of the points.
    let columns: [Int]
    /// The steps between rows.
    let rowStep: Int
    /// The steps between columns.
    let columnStep: Int

    /// A grid of about `points` points.
    ///
    /// The step is the side of a square that has the share of one point. Along a side that is shorter than that there is one
    /// point, in the middle, and the other side is divided among all.
    init(width: Int, height: Int, points: Int) {
        guard width * height > points else {
            (rows, columns) = (Array(0..<height), Array(0..<width))
            (rowStep, columnStep) = (1, 1)
            return
        }
        var rowSpacing = (Double(width * height) / Double(points)).squareRoot(), columnSpacing = rowSpacing
        if Double(min(width, height)) < rowSpacing {
            let along = Double(max(width, height)) / Double(points)
            rowSpacing = height <= width ? Double(height) : along
            columnSpacing = height <= width ? along : Double(width)
        }
        rowStep = max(Int(rowSpacing.rounded(.toNearestOrEven)), 1)
        columnStep = max(Int(columnSpacing.rounded(.toNearestOrEven)), 1)
        rows = Array(stride(from: Int((rowSpacing / 2).rounded(.down)), to: height, by: rowStep))
        columns = Array(stride(from: Int((columnSpacing / 2).rounded(.down)), to: width, by: columnStep))
    }
}
