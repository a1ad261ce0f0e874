import ArgumentParser
import StageSupport

@main
struct KalonReduce: Command {
    static let configuration = CommandConfiguration(
        commandName: "kalon-reduce",
        abstract: "Fits principal or independent components to features, or applies fitted ones.",
        discussion: """
            Rows are read block by block, so files may be larger than memory. Several files are joined by path, with their \
            columns side by side. Each file is reduced separately, so that a network with larger numbers does not push the \
            others out, and the cost depends on the widest file rather than on all columns; --joint fits one reduction to \
            the joined columns. If a manifest's split names the photographs to train on, only those are used for the fit, \
            but all are reduced. Signs and divisor are those of scikit-learn. Features of benchmark sets need not be \
            reduced: kalon-evaluate and kalon-predict do it themselves.

            Independent components (FastICA on the principal ones) are sorted by the variance that they add to the \
            features, the largest first; each has unit variance, and its largest loading is positive. During the fit, the \
            photographs' principal components are kept in memory, 4 bytes each.

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

/// A subcommand, whose messages begin with the name of the whole command.
protocol ReduceStage: Stage {}

extension ReduceStage {
    static var name: String { "kalon-reduce" }
}
