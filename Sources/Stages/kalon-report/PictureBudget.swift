import Reporting

/// How many bytes of a page pictures may take.
struct PictureBudget {
    let bytes: Int

    /// The grids with at most `count` pictures each, fewer if the budget requires it, and that number.
    func fitting(_ grids: [PhotographGrid], count: Int) -> (grids: [PhotographGrid], shown: Int) {
        for shown in stride(from: count, to: 0, by: -1) {
            let cut = grids.map { PhotographGrid(title: $0.title, pictures: Array($0.pictures.prefix(shown))) }
            if cut.flatMap(\.pictures).reduce(0, { $0 + Self.size(of: $1) }) <= bytes { return (cut, shown) }
        }
        return ([], 0)
    }

    /// The approximate size of a picture with its text; pages encode bytes as text that is a third longer.
    private static func size(of picture: PhotographGrid.Picture) -> Int {
        (picture.thumbnail?.count ?? 0) * 4 / 3 + 3 * picture.path.utf8.count + 400
    }
}
