/// Which files of a folder count as pictures, by the endings of their names, in lower case and without the dot.
public struct PictureEndings: Sendable, ExpressibleByArrayLiteral {
    private let all: Set<String>
    /// Those of what a camera's sensor gave: beside a picture of the same name, it shows what that shows.
    private let raw: Set<String>

    /// `raw` are among `all`.
    public init(_ all: Set<String>, raw: Set<String> = []) {
        self.all = all
        self.raw = raw
    }

    public init(arrayLiteral endings: String...) {
        self.init(Set(endings))
    }

    public func contains(_ ending: String) -> Bool { all.contains(ending) }

    /// The photographs without RAW files that stand in one folder with another picture of the same name, whatever the case
    /// of its letters: one photograph was taken, and the camera wrote it twice.
    func withoutTwins(_ photographs: [Photograph]) -> [Photograph] {
        guard !raw.isEmpty else { return photographs }
        func isRaw(_ photograph: Photograph) -> Bool { raw.contains(Self.parts(of: photograph.path).ending) }
        let developed = Set(photographs.filter { !isRaw($0) }.map { Self.parts(of: $0.path).stem })
        return photographs.filter { !isRaw($0) || !developed.contains(Self.parts(of: $0.path).stem) }
    }

    /// The folder as it is and the rest of the name in lower case, and the ending.
    private static func parts(of path: String) -> (stem: String, ending: String) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        let name = path.dropFirst(folder.count).lowercased()
        let dot = name.lastIndex(of: ".") ?? name.endIndex
        return (folder + name[..<dot], String(name[dot...].dropFirst()))
    }
}
