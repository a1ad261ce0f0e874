import ArgumentParser
import StageSupport

@main
struct KalonReduce: Command {
    static let configuration = CommandConfiguration(
        commandName: "kalon-reduce",
        abstract: "Fits principal or independent components to features, or applies fitted ones.",
        discussion: """
            Rows are read block by block, so that files may be larger than memory. Several files are joined by path, \
            their columns side by side. Where a manifest's split says which photographs to train on, the fit is to those alone, \
            and all are reduced. Each is reduced on its own, so that the network with the larger numbers does \
            not push the others out, and the cost grows with the widest file and not with all columns; --joint fits \
            one reduction to the joined columns. Signs and divisor are scikit-learn's. Features of benchmark sets \
            need not be reduced: kalon-evaluate and kalon-predict do it themselves.

            Independent components (FastICA on the principal ones) stand by the variance that they add to the \
            features, the largest first; each has unit variance and its largest loading is positive. The photographs' \
            principal components are kept in memory meanwhile, 4 bytes each.

            EXAMPLES
              kalon-reduce multigap.h5 --components 8464 --model pca-multigap.h5 \\
                --output reduced.h5
              kalon-reduce b7.h5 --components 0.95 --whiten --model pca-b7.h5 \\
                --output reduced-b7.h5
              kalon-reduce multigap.h5 b7.h5 --components 8464,1280 --model pca.h5 \\
                --output reduced.h5
              kalon-reduce multigap.h5 b7.h5 --joint --components 9744 --model pca.h5 \\
                --output reduced.h5
              kalon-reduce b7.h5 --method ica --components 64 --contrast exp \\
                --model ica-b7.h5 --output sources-b7.h5
              kalon-reduce other.h5 --apply pca-multigap.h5 --output reduced-other.h5
              kalon-reduce first.h5 --components 512 --keep-statistics --model p1.h5 \\
                --output r1.h5
              kalon-reduce later.h5 --update p1.h5 --components 512 --model p2.h5 \\
                --output r2.h5
              kalon-reduce import pca.pkl --features multigap.h5 --output pca-multigap.h5
              kalon-reduce export pca-multigap.h5 --output pca.npz
            """,
        version: kalonVersion, subcommands: [Reduce.self, Import.self, Export.self], defaultSubcommand: Reduce.self)
}

/// A subcommand, which speaks under the name of the whole.
protocol ReduceStage: Stage {}

extension ReduceStage {
    static var name: String { "kalon-reduce" }
}
