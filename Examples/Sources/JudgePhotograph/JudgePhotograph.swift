import DataSets
import Imaging
import Judging

/// Says what a classifier makes of photographs: `JudgePhotograph classifier.h5 a.jpg b.jpg`.
@main
struct JudgePhotograph {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let classifier = arguments.first else { return print("usage: JudgePhotograph classifier.h5 PHOTOGRAPH…") }
        let panel = try Panel(paths: [classifier])
        let extractors = try SharedExtractors(panel.classifiers, weights: [:], threads: 2, pictures: 1, cache: nil)
        let judge = try Judge(panel.classifiers, extractors: extractors, decoder: PictureDecoder(), threads: 2)
        _ = try judge.judge(arguments.dropFirst().map { Photograph(path: $0, location: $0, label: -1) }) { photograph, result in
            switch result {
            case .success(let verdict): print("\(photograph.path): \(verdict.label), \(verdict.opinion.confidence)")
            case .failure(let reason): print("\(photograph.path): \(reason.text)")
            }
        }
    }
}
