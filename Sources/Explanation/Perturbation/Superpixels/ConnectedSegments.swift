/// Makes segments connected.
package enum ConnectedSegments {
    /// Numbers connected parts of segments anew, from the top left.
    ///
    /// A part that grows to `most` pixels ends there, and what is left of it is another part. One with fewer than `least` pixels
    /// goes to a part beside it that was numbered before, or to the first of all if there is none.
    ///
    /// - Parameters:
    ///   - segments: `[height, width]`: pixels with the same number belong together.
    ///   - width: The number of columns.
    ///   - height: The number of rows.
    ///   - least: The least number of pixels of a part.
    ///   - most: The largest number of pixels of a part, at least 1.
    /// - Returns: `[height, width]`: the number of each pixel's part.
    package static func labels(_ segments: [Int32], width: Int, height: Int, least: Int, most: Int) -> [Int32] {
        var result = [Int32](repeating: -1, count: segments.count)
        var next: Int32 = 0
        var part: [Int] = []
        for start in segments.indices where result[start] < 0 {
            part.removeAll(keepingCapacity: true)
            part.append(start)
            result[start] = next
            var beside: Int32 = 0
            var visited = 0
            while visited < part.count, part.count < most {
                let (row, column) = (part[visited] / width, part[visited] % width)
                for place in neighbours(row, column, width, height) {
                    if segments[place] == segments[start], result[place] < 0 {
                        result[place] = next
                        part.append(place)
                        if part.count >= most { break }
                    } else if result[place] >= 0, result[place] != next {
                        beside = result[place]
                    }
                }
                visited += 1
            }
            if part.count < least {
                for place in part { result[place] = beside }
            } else {
                next += 1
            }
        }
        return result
    }

    /// The neighbours to the right, to the left, below and above.
    private static func neighbours(_ row: Int, _ column: Int, _ width: Int, _ height: Int) -> [Int] {
        var places: [Int] = []
        let place = row * width + column
        if column + 1 < width { places.append(place + 1) }
        if column > 0 { places.append(place - 1) }
        if row + 1 < height { places.append(place + width) }
        if row > 0 { places.append(place - width) }
        return places
    }
}
