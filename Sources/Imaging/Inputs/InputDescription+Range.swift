extension InputDescription {
    /// The least and the largest value that each channel of the input can have, in the order in which the network takes them.
    package var range: (low: [Float], high: [Float]) {
        func pixel(_ byte: Float) -> [Float] {
            let (red, green, blue) = values.values(red: byte, green: byte, blue: byte)
            var pixel = channels == .bgr ? [blue, green, red] : [red, green, blue]
            if let normalisation {
                pixel = pixel.indices.map { (pixel[$0] - normalisation.mean[$0]) / normalisation.deviation[$0] }
            }
            return pixel
        }
        return (pixel(0), pixel(255))
    }
}
