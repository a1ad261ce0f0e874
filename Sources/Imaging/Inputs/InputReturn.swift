/// The way back from a network's input to the picture that it was made from.
package struct InputReturn {
    /// The size of the picture.
    package let width: Int
    package let height: Int
    /// Where the picture is on the input.
    package let placement: Placement
    private let columns: ReturnAxis
    private let rows: ReturnAxis

    /// The way back of an input that is made as described.
    ///
    /// - Parameters:
    ///   - description: How the input is made.
    ///   - width: The columns of the picture, which is not turned.
    ///   - height: Its rows.
    /// - Throws: `vanishingSide`, as the way there does.
    package init(_ description: InputDescription, width: Int, height: Int) throws(ImagingError) {
        (self.width, self.height) = (width, height)
        placement = try description.geometry.placement(width: width, height: height)
        let (resized, kept, kernel) = (placement.resized, placement.kept, description.resampling.kernel)
        columns = ReturnAxis(
            source: width, target: resized.width, cut: placement.cutLeft, count: kept.width, kernel: kernel)
        rows = ReturnAxis(
            source: height, target: resized.height, cut: placement.cutTop, count: kept.height, kernel: kernel)
    }

    /// Gives each number of the input to the pixels that it was made from, in the shares that they had in it, so that the sum is
    /// kept but for what lies on borders.
    ///
    /// - Parameter map: `[canvas height, canvas width]`.
    /// - Returns: The numbers `[height, width]` of the picture, and the sum of those on borders.
    package func shared(_ map: [Float]) -> (values: [Float], outside: Double) {
        precondition(map.count == placement.canvas.width * placement.canvas.height, "\(map.count) numbers do not fill the input")
        var values = [Float](repeating: 0, count: width * height)
        var (all, inside) = (0.0, 0.0)
        for value in map { all += Double(value) }
        var line = [Float](repeating: 0, count: width)
        for row in 0..<placement.kept.height {
            let start = (placement.padTop + row) * placement.canvas.width + placement.padLeft
            for column in line.indices { line[column] = 0 }
            for column in 0..<placement.kept.width {
                let value = map[start + column]
                inside += Double(value)
                columns.forEach(column) { line[$0] += value * $1 }
            }
            rows.forEach(row) { target, weight in
                for column in 0..<width { values[target * width + column] += weight * line[column] }
            }
        }
        return (values, all - inside)
    }

    /// A coarse map over the whole input as the picture sees it: enlarged between the centres of its cells, the borders left out.
    ///
    /// - Parameters:
    ///   - map: `[map height, map width]`.
    ///   - mapWidth: The columns of the map.
    ///   - mapHeight: Its rows.
    /// - Returns: `[height, width]`.
    package func enlarged(_ map: [Float], mapWidth: Int, mapHeight: Int) -> [Float] {
        func axis(_ count: Int, side: Int, pad: Int, canvas: Int, cut: Int, resized: Int) -> [(Int, Int, Float)] {
            (0..<side).map { position in
                // To the resized picture, to the canvas, to the map; all by centres.
                let onCanvas = (Double(position) + 0.5) * Double(resized) / Double(side) - Double(cut) + Double(pad)
                let place = min(max(onCanvas / Double(canvas) * Double(count) - 0.5, 0), Double(count - 1))
                let first = Int(place)
                return (first, min(first + 1, count - 1), Float(place - Double(first)))
            }
        }
        let across = axis(
            mapWidth, side: width, pad: placement.padLeft, canvas: placement.canvas.width,
            cut: placement.cutLeft, resized: placement.resized.width)
        let down = axis(
            mapHeight, side: height, pad: placement.padTop, canvas: placement.canvas.height,
            cut: placement.cutTop, resized: placement.resized.height)
        var values: [Float] = []
        values.reserveCapacity(width * height)
        for (top, bottom, lower) in down {
            for (left, right, later) in across {
                let above = map[top * mapWidth + left] * (1 - later) + map[top * mapWidth + right] * later
                let below = map[bottom * mapWidth + left] * (1 - later) + map[bottom * mapWidth + right] * later
                values.append(above * (1 - lower) + below * lower)
            }
        }
        return values
    }
}

/// For each position along one side of the result, the source positions that it was made from, with their shares.
private struct ReturnAxis {
    private var starts = [0]
    private var sources: [Int] = []
    private var shares: [Float] = []

    init(source: Int, target: Int, cut: Int, count: Int, kernel: FilteredResize.Kernel?) {
        if let kernel {
            let axis = WeightedAxis(source: source, target: target, cut: cut, count: count, kernel: kernel)
            for position in 0..<count {
                let range = axis.weightRange(position)
                let sum = range.reduce(0.0) { $0 + Double(axis.weights[$1]) }
                for (step, index) in range.enumerated() {
                    sources.append(axis.first[position] + step)
                    shares.append(Float(Double(axis.weights[index]) / sum))
                }
                starts.append(sources.count)
            }
        } else {
            let axis = ResizeAxis(source: source, target: target, cut: cut, count: count)
            for position in 0..<count {
                sources += [axis.first[position], axis.second[position]]
                shares += [1 - axis.fraction[position], axis.fraction[position]]
                starts.append(sources.count)
            }
        }
    }

    @inline(__always)
    func forEach(_ position: Int, _ body: (Int, Float) -> Void) {
        for index in starts[position]..<starts[position + 1] { body(sources[index], shares[index]) }
    }
}
