// swift-tools-version: 6.1
// The system libraries come from Debian's packages and from the OpenVINO wheel; `make setup` installs them
// and writes the pkg-config file that OpenVINO lacks. Build through `make build`, which sets the paths.
import PackageDescription

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")

/// One C library, found by pkg-config: `Sources/System/<name>`.
func system(_ name: String, pkgConfig: String? = nil, debian: String) -> Target {
    .systemLibrary(
        name: name, path: "Sources/System/\(name)", pkgConfig: pkgConfig, providers: [.apt([debian])])
}

/// One library target with its tests: `Sources/<name>` and `Tests/<name>Tests`.
func library(
    _ name: String, _ dependencies: [Target.Dependency], tests: [Target.Dependency] = [], exclude: [String] = []
) -> [Target] {
    [
        .target(name: name, dependencies: dependencies, exclude: exclude),
        .testTarget(name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies + tests),
    ]
}

/// One executable: `Sources/Stages/kalon-<name>`.
func stage(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .executableTarget(
        name: "kalon-\(name)", dependencies: ["StageSupport", argumentParser] + dependencies, path: "Sources/Stages/kalon-\(name)"
    )
}

let package = Package(
    name: "Kalon",
    // What programs outside may use: `public` in these targets. `package` is shared among targets and may change at any time.
    products: [
        .library(
            name: "Kalon",
            targets: [
                "Batches", "DataSets", "Evaluation", "Evolution", "Explanation", "Exploration", "Extraction", "Files", "Graphs",
                "Imaging", "Inference", "Judging", "Learning", "Matrices", "Networks", "Quantisation", "Records", "Reduction",
                "Selection", "Tuning",
            ])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        // Only for `make docs`.
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", exact: "1.5.0"),
    ],
    targets: [
        system("CCurl", pkgConfig: "libcurl", debian: "libcurl4-openssl-dev"),
        system("CHDF5", pkgConfig: "hdf5", debian: "libhdf5-dev"),
        system("CLAPACK", pkgConfig: "openblas", debian: "libopenblas-dev"),
        system("CVips", pkgConfig: "kalon-vips", debian: "libvips-dev"),
        system("CZlib", pkgConfig: "zlib", debian: "zlib1g-dev"),
        // Where the wheel of OpenVINO is.
        system("OpenVINOPaths", pkgConfig: "kalon-openvino", debian: "(the OpenVINO wheel: run make setup)"),
        // C++ behind a C header: OpenVINO's own C interface leaves out much of what is needed.
        .target(name: "COpenVINO", dependencies: ["OpenVINOPaths"], path: "Sources/System/COpenVINO"),
        // Products and convolutions of oneDNN, whose interface differs between its generations.
        .target(
            name: "COneDNN", path: "Sources/System/COneDNN",
            linkerSettings: [.linkedLibrary("dnnl"), .linkedLibrary("gomp"), .linkedLibrary("pthread")]),
        // Loops compiled for several generations of processors.
        .target(name: "CVectorLoops", path: "Sources/System/CVectorLoops"),
        // The same over maps, in float32 and bfloat16.
        .target(name: "CMapLoops", path: "Sources/System/CMapLoops", exclude: ["MapLoops.inc"]),
        // System calls that Swift cannot make: copies of a process, and what they may use.
        .target(name: "CIsolation", path: "Sources/System/CIsolation"),
        .target(name: "Faults"),
        .testTarget(name: "FaultsTests", dependencies: ["Faults", "TestSupport"]),
        .target(name: "TestSupport", dependencies: ["Faults", "Files"], path: "Tests/Support"),
        // Stands in for the allocator of the test process.
        .target(name: "CAllocationCount", path: "Tests/AllocationCount"),
        // Two functions of OpenMP, whose header clang does not have.
        .systemLibrary(name: "COpenMP", path: "Tests/OpenMP"),
        .testTarget(
            name: "SystemTests",
            dependencies: [
                "CAllocationCount", "CCurl", "CHDF5", "CIsolation", "CLAPACK", "CMapLoops", "COneDNN", "COpenMP", "COpenVINO",
                "CVectorLoops", "CVips", "CZlib", "Imaging", "Matrices", "TestSupport",
            ]),
    ]
        + library("Isolation", ["CIsolation", "Faults"], tests: ["isolation-trial"])
        + library("Matrices", [])
        + library("Concurrency", [], tests: ["Matrices"])
        + library("Graphs", ["Faults", "Matrices", crypto])
        + library("Reference", ["Concurrency", "Graphs"])
        + library(
            "LinearAlgebra", ["CLAPACK", "COneDNN", "CVectorLoops", "Concurrency", "Faults", "Matrices"])
        + library("Files", ["Faults", crypto], tests: ["ForeignFormats", "HDF5", "Matrices", "Records"])
        + library("HDF5", ["CHDF5", "Files", "Isolation", "Matrices"], tests: ["Faults", "ForeignFormats", "Records"])
        + library("DataSets", ["Faults", "Files", "Matrices"])
        + library("ForeignFormats", ["CZlib", "Faults", "Files", "HDF5"])
        + library("Records", ["DataSets", "Faults", "Files", "ForeignFormats", "HDF5", "Matrices"])
        + library("Downloads", ["CCurl", "Faults", "Files"])
        + library("Weights", ["DataSets", "Faults", "Files", "ForeignFormats"])
        + library("Imaging", ["CVips", "Faults", "Files", "Isolation", "Matrices"])
        + library("Rendering", ["Concurrency", "Files", "Imaging", "Matrices"])
        + library(
            "Networks",
            ["Concurrency", "Faults", "Files", "ForeignFormats", "Graphs", "Imaging", "Matrices", "Reference", protobuf],
            tests: ["HDF5"], exclude: ["ONNX/onnx.proto", "ONNX/onnx-weights.proto"])
        + library(
            "Inference",
            ["COpenVINO", "Faults", "Files", "Graphs", "Imaging", "Isolation", "Matrices", "Networks"],
            tests: ["ForeignFormats", "Reference"])
        + library(
            "Quantisation", ["Concurrency", "Faults", "Graphs", "Imaging", "Inference", "LinearAlgebra", "Networks"],
            tests: ["Matrices"])
        + library(
            "Extraction", ["Concurrency", "DataSets", "Faults", "Files", "Imaging", "Inference", "Matrices", "Records"],
            tests: ["ForeignFormats", "Networks"])
        + library(
            "Batches", ["Concurrency", "DataSets", "Extraction", "Faults", "Files", "Imaging", "Matrices", "Records"])
        + library("Reduction", ["Concurrency", "Faults", "LinearAlgebra", "Matrices"])
        + library("Evolution", ["Concurrency", "Faults", "Matrices"], tests: ["Learning"])
        + library(
            "Kernels", ["CMapLoops", "COneDNN", "Concurrency", "Faults", "Graphs", "LinearAlgebra", "Matrices"],
            tests: ["Reference"])
        + library(
            "Learning", ["CVectorLoops", "Concurrency", "Faults", "Graphs", "Kernels", "LinearAlgebra", "Matrices"],
            tests: ["CAllocationCount"])
        + library(
            "Tuning",
            [
                "Batches", "DataSets", "Faults", "Files", "Graphs", "Imaging", "Kernels", "Learning", "LinearAlgebra", "Matrices",
                "Networks", "Records",
            ])
        + library("Evaluation", ["Faults", "Matrices"])
        + library(
            "Selection", ["Concurrency", "Evaluation", "Evolution", "Faults", "Graphs", "Learning", "LinearAlgebra", "Matrices"])
        + library("Exploration", ["Concurrency", "DataSets", "Faults", "Files", "Imaging", "Matrices"])
        + library("Reporting", ["Evaluation", "Exploration", "Faults"], tests: ["DataSets"])
        + library("TensorBoard", ["Files", protobuf], exclude: ["event.proto"])
        + library(
            "Judging",
            [
                "DataSets", "Extraction", "Faults", "Files", "Graphs", "Imaging", "Inference", "Learning", "LinearAlgebra",
                "Matrices", "Networks", "Records", "Reduction",
            ], tests: ["Kernels", "Reference"])
        + library(
            "Explanation",
            [
                "CVectorLoops", "Concurrency", "Evaluation", "Faults", "Files", "Graphs", "Imaging", "Inference", "Judging",
                "Kernels", "LinearAlgebra", "Matrices",
            ], tests: ["ForeignFormats", "HDF5", "Learning", "Networks", "Records", "Reference"])
        + [
            .target(
                name: "StageSupport",
                dependencies: [
                    "DataSets", "Evaluation", "Explanation", "Exploration", "Faults", "Files", "Graphs", "HDF5", "Imaging",
                    "Inference", "Isolation", "Judging", "Kernels", "Learning", "LinearAlgebra", "Networks", "Records",
                    "Reduction", "Reporting", "TensorBoard", "Weights", argumentParser,
                ], path: "Sources/Stages/Support"),
            .executableTarget(name: "kalon", dependencies: ["Files", "StageSupport"], path: "Sources/Stages/kalon"),
            stage("render", ["Rendering"]),
            stage(
                "extract",
                [
                    "DataSets", "Evaluation", "Extraction", "Files", "Graphs", "Imaging", "Inference", "Judging", "Networks",
                    "Records", "Reporting",
                ]),
            stage("reduce", ["Evaluation", "Faults", "Files", "Inference", "Judging", "LinearAlgebra", "Records", "Reduction"]),
            stage("select", ["Evaluation", "Evolution", "Judging", "Learning", "Matrices", "Records", "Selection"]),
            stage("evolve", ["Evaluation", "Evolution", "Files", "Judging", "Learning", "Records", "Selection"]),
            stage(
                "tune",
                [
                    "Batches", "DataSets", "Evaluation", "Faults", "Files", "Imaging", "Inference", "Judging", "Kernels",
                    "Learning", "Matrices", "Networks", "Records", "Tuning",
                ]),
            stage("train", ["Evaluation", "Faults", "Files", "Judging", "Learning", "Matrices", "Records"]),
            stage(
                "evaluate",
                [
                    "DataSets", "Evaluation", "Extraction", "Faults", "Files", "Imaging", "Inference", "Judging", "Learning",
                    "Matrices", "Records", "Reporting",
                ]),
            stage(
                "predict",
                ["Concurrency", "DataSets", "Evaluation", "Faults", "Files", "Imaging", "Judging", "Matrices", "Reporting"]),
            stage(
                "explore",
                ["DataSets", "Exploration", "Extraction", "Files", "Imaging", "Judging", "Matrices", "Records", "Reporting"]),
            stage(
                "report",
                ["DataSets", "Evaluation", "Exploration", "Files", "Imaging", "Inference", "Judging", "Records", "Reporting"]),
            stage(
                "explain",
                [
                    "DataSets", "Evaluation", "Faults", "Files", "Imaging", "Records", "Reporting",
                ]),
            stage("inspect", ["Faults", "Files", "HDF5", "Records", "Reporting"]),
            stage("export", ["Evaluation", "Files", "Inference", "Judging", "Networks"]),
            stage(
                "quantise",
                [
                    "DataSets", "Evaluation", "Faults", "Files", "Graphs", "Imaging", "Inference", "Judging", "Matrices",
                    "Networks", "Quantisation",
                ]),
            stage("weights", ["Downloads", "Faults", "Files", "Reporting", "Weights"]),
            // What the tests of `Isolation` run: a process with threads, as theirs is, cannot be copied.
            .executableTarget(name: "isolation-trial", dependencies: ["Imaging", "Isolation"], path: "Tests/IsolationTrial"),
            .testTarget(
                name: "StagesTests",
                dependencies: [
                    "DataSets", "Evaluation", "Faults", "Files", "Imaging", "Inference", "Judging", "Learning", "Matrices",
                    "Networks", "Records",
                    "Rendering", "StageSupport", "TensorBoard", "TestSupport",
                ]),
        ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx20
)
