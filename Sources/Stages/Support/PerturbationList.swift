import ArgumentParser
import Imaging

/// Perturbations as a command line names them.
public struct PerturbationList: ExpressibleByArgument {
    public let perturbations: [Perturbation]

    private static let all = Perturbation.published + Perturbation.graded
    private static let groups = ["published": Perturbation.published, "graded": Perturbation.graded, "all": all]

    /// Nil for a name that none has.
    public init?(argument: String) {
        var found: [Perturbation] = []
        for word in argument.split(separator: ",") {
            guard let chosen = Self.groups[String(word)] ?? Self.all.first(where: { $0.name == word }).map({ [$0] }) else {
                return nil
            }
            found += chosen.filter { !found.contains($0) }
        }
        guard !found.isEmpty else { return nil }
        // In one order, whatever the command line has.
        perturbations = Self.all.filter(found.contains)
    }

    /// Those of several lists, each once.
    public static func perturbations(of lists: [PerturbationList]) -> [Perturbation] {
        all.filter { known in lists.contains { $0.perturbations.contains(known) } }
    }

    public static var allValueStrings: [String] { groups.keys.sorted() + all.map(\.name) }
}
