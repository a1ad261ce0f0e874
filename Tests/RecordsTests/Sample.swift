import Records
import TestSupport

extension Sample {
    static func header(extractor: String = "multigap") -> FeaturesHeader {
        FeaturesHeader(
            dataset: "alm", extractor: extractor, extractorJSON: #"{"name":"\#(extractor)"}"#, weights: "w.h5",
            weightsSHA256: "00ff", input: #"{"side":996}"#, precision: "float32")
    }
}
