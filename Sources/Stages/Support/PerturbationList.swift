import ArgumentParser
import Imaging

/// Perturbations as a command line names them.
public struct PerturbationList: ExpressibleByArgument {
    /// As they were named.
    private let perturbations: [Perturbation]

    private static let all = Perturbation.published + Perturbation.graded
    private static let groups = ["published": Perturbation.published, "graded": Perturbation.graded, "all": all]

    /// Nil for a name that none has.
    public init?(argument: String) {
        var found: [Perturbation] = []
        for word in argument.split(separator: ",") {
            guard let chosen = Self.groups[String(word)] ?? Self.all.first(where: { $0.name == word }).map({ [$0] }) else {
                return nil
            }
            found += chosen
        }
        guard !found.isEmpty else { return nil }
        perturbations = found
    }

    /// Those of several lists, each once, in one order whatever the command line has.
    public static func perturbations(of lists: [PerturbationList]) -> [Perturbation] {
        all.filter(lists.flatMap(\.perturbations).contains)
    }

    public static var allValueStrings: [String] { groups.keys.sorted() + all.map(\.name) }
}
