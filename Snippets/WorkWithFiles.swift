// Files: what they are, data sets of photographs, and features that were stored. Run where there are a folder `pictures`,
// its features and a classifier.
import DataSets
import Files
import Records

func files() throws {
    // snippet.files
    print(FileKind(of: "classifier.h5")?.name ?? "unknown")  // an HDF5 file
    print(try FileDigest.sha256(of: "classifier.h5"))  // 64 hexadecimal digits
    print(try CanonicalJSON.text(["precision": "float32", "extractor": "multigap"]))
    // {"extractor":"multigap","precision":"float32"}
    // snippet.end
    let digest = try FileDigest.sha256(of: "classifier.h5")
    precondition(FileKind(of: "classifier.h5")?.name == "an HDF5 file" && digest.count == 64)
    let text = try CanonicalJSON.text(["precision": "float32", "extractor": "multigap"])
    precondition(text == #"{"extractor":"multigap","precision":"float32"}"#)
}

func dataSets() throws {
    // snippet.data-sets
    let list = try PhotographList.load("pictures", pictureExtensions: ["jpg"])
    print(list.photographs.count, list.photographs.count { $0.label == 1 })  // 16 8

    let parts = [SplitRule.Part(name: "training", fraction: 0.75), SplitRule.Part(name: "test", fraction: 0.25)]
    let rule = SplitRule(seed: 1, parts: parts)
    for photograph in list.photographs {
        print(photograph.path, parts[rule.part(of: photograph)].name)
    }
    // snippet.end
    precondition(list.photographs.count == 16 && list.photographs.count { $0.label == 1 } == 8)
    precondition(Set(list.photographs.map { rule.part(of: $0) }) == [0, 1])
}

func records() throws {
    // snippet.records
    let file = try FeaturesFile.open("features.h5")
    print(file.header.extractor, file.count, file.columns)  // mobilenet-v1@0.25 16 256
    print(file.rows.paths[0], file.rows.labels[0])  // aesthetic/0001.jpg 1

    let firstRows = try file.read(rows: 0..<4)
    print(firstRows.rows, firstRows.columns)  // 4 256
    // snippet.end
    precondition(file.header.extractor == "mobilenet-v1@0.25" && file.count == 16 && file.columns == 256)
    precondition(file.rows.paths[0] == "aesthetic/0001.jpg" && file.rows.labels[0] == 1)
    precondition(firstRows.rows == 4 && firstRows.columns == 256)
}

try files()
try dataSets()
try records()
