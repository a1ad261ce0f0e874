/// Which files of a folder count as pictures, by the endings of their names, in lower case and without the dot.
public struct PictureEndings: Sendable, ExpressibleByArrayLiteral {
    private let all: Set<String>
    /// The endings of RAW files.
    ///
    /// Next to a picture of the same name, such a file shows the same photograph.
    private let raw: Set<String>

    /// A set of endings.
    ///
    /// - Parameters:
    ///   - all: every ending, in lower case and without the dot.
    ///   - raw: those of RAW files, which are also in `all`.
    public init(_ all: Set<String>, raw: Set<String> = []) {
        self.all = all
        self.raw = raw
    }

    /// A set of endings, none of them of RAW files.
    public init(arrayLiteral endings: String...) {
        self.init(Set(endings))
    }

    /// Whether files with an ending count as pictures.
    ///
    /// - Parameter ending: an ending in lower case, without the dot.
    public func contains(_ ending: String) -> Bool { all.contains(ending) }

    /// The photographs without RAW files that have the same name, in any case, as another picture in their folder: the
    /// camera wrote one photograph twice.
    func withoutTwins(_ photographs: [Photograph]) -> [Photograph] {
        guard !raw.isEmpty else { return photographs }
        func isRaw(_ photograph: Photograph) -> Bool { raw.contains(Self.parts(of: photograph.path).ending) }
        let developed = Set(photographs.filter { !isRaw($0) }.map { Self.parts(of: $0.path).stem })
        return photographs.filter { !isRaw($0) || !developed.contains(Self.parts(of: $0.path).stem) }
    }

    /// The folder as it is with the rest of the name in lower case, and the ending.
    private static func parts(of path: String) -> (stem: String, ending: String) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        let name = path.dropFirst(folder.count).lowercased()
        let dot = name.lastIndex(of: ".") ?? name.endIndex
        return (folder + name[..<dot], String(name[dot...].dropFirst()))
    }
}
