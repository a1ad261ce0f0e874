import ArgumentParser
import Imaging

/// A value of the command line that names perturbations, or groups of them, separated by commas.
public struct PerturbationList: ExpressibleByArgument {
    private let perturbations: [Perturbation]

    private static let all = Perturbation.published + Perturbation.graded
    private static let groups = ["published": Perturbation.published, "graded": Perturbation.graded, "all": all]

    /// Reads names separated by commas; nil for an unknown name.
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

    /// The perturbations of several lists, each once, in a fixed order that does not depend on the command line.
    public static func perturbations(of lists: [PerturbationList]) -> [Perturbation] {
        all.filter(lists.flatMap(\.perturbations).contains)
    }

    /// The names of all groups and perturbations.
    public static var allValueStrings: [String] { groups.keys.sorted() + all.map(\.name) }
}
