import Matrices

/// The way forward through trained layers: batch normalisation by its moving statistics, no dropout.
struct InferencePass {
    let layers: [DenseLayer]
    let parameters: [LayerParameters]

    /// Rows that are taken through the layers together.
    private static let chunkRows = 256

    /// The logits `[rows.count, classes]` of the named rows.
    func logits(of rows: some RandomAccessCollection<Int>, from source: RowGathering, classes: Int) -> Matrix {
        let widest = layers.reduce(source.features.columns) { widest, layer in
            if case .dense(let units, _) = layer { max(widest, units) } else { widest }
        }
        let chunk = min(Self.chunkRows, rows.count)
        let buffers = (FloatBuffer(count: chunk * widest), FloatBuffer(count: chunk * widest))
        return Matrix(rows: rows.count, columns: classes) { target in
            guard let target = target.baseAddress else { return }
            var done = 0
            while done < rows.count {
                let count = min(chunk, rows.count - done)
                let first = rows.index(rows.startIndex, offsetBy: done)
                source.gather(rows[first..<rows.index(first, offsetBy: count)], into: buffers.0.pointer)
                let result = forward(rows: count, buffers: buffers)
                (target + done * classes).update(from: result, count: count * classes)
                done += count
            }
        }
    }

    /// Takes `[rows, inputs]`, which lies in the first buffer, through all layers; returns where the logits lie.
    private func forward(rows: Int, buffers: (FloatBuffer, FloatBuffer)) -> UnsafePointer<Float> {
        var (current, other) = (buffers.0.pointer, buffers.1.pointer)
        for (layer, parameters) in zip(layers, parameters) {
            switch (layer, parameters) {
            case (.dense(_, let activation), .dense(let kernel, let bias)):
                DenseStage.forward(current, rows: rows, kernel: kernel, bias: bias, activation: activation, into: other)
                swap(&current, &other)
            case (
                .batchNormalization(_, let epsilon), .batchNormalization(let gamma, let beta, let mean, let variance)
            ):
                let scale = zip(gamma, variance).map { $0 / ($1 + Float(epsilon)).squareRoot() }
                ColumnPasses.normalise(
                    current, centre: mean, scale: scale, shift: beta, into: current, rows: rows, columns: gamma.count,
                    stride: gamma.count)
            default: break
            }
        }
        return UnsafePointer(current)
    }
}
