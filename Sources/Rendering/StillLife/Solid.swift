import Foundation

/// A ray from `origin` along the unit vector `direction`.
struct Ray {
    let origin: SIMD3<Float>
    let direction: SIMD3<Float>

    func point(at distance: Float) -> SIMD3<Float> { origin + direction * distance }
}

/// A thing on the table.
struct Solid {
    enum Shape {
        /// An ellipsoid with these half-axes along x, y and z.
        case ellipsoid(radii: SIMD3<Float>)
        /// A thing turned about a vertical axis, with radii at equal steps from the foot to the top over a total of `height`.
        case turned(radii: [Float], height: Float)
    }

    let shape: Shape
    /// The centre of an ellipsoid, or the middle of the foot of a turned thing.
    let place: SIMD3<Float>
    let material: Material
    /// A ball around the thing, which most rays miss.
    private let middle: SIMD3<Float>
    private let reach: Float

    init(shape: Shape, place: SIMD3<Float>, material: Material) {
        self.shape = shape
        self.place = place
        self.material = material
        switch shape {
        case .ellipsoid(let radii): (middle, reach) = (place, radii.max())
        case .turned(let radii, let height):
            let half = SIMD3(radii.max() ?? 0, height / 2, 0)
            (middle, reach) = (place + SIMD3(0, half.y, 0), half.length)
        }
    }

    /// The distance and unit normal where the ray enters; nil if it misses.
    func hit(_ ray: Ray) -> (distance: Float, normal: SIMD3<Float>)? {
        let offset = middle - ray.origin
        let along = offset.dot(ray.direction)
        guard offset.dot(offset) - along * along < reach * reach else { return nil }
        return switch shape {
        case .ellipsoid(let radii): hitEllipsoid(ray, radii)
        case .turned(let radii, let height): hitTurned(ray, radii, height)
        }
    }

    private func hitEllipsoid(_ ray: Ray, _ radii: SIMD3<Float>) -> (distance: Float, normal: SIMD3<Float>)? {
        let origin = (ray.origin - place) / radii, direction = ray.direction / radii
        let a = direction.dot(direction), b = origin.dot(direction), c = origin.dot(origin) - 1
        let root = b * b - a * c
        guard root > 0 else { return nil }
        let distance = (-b - root.squareRoot()) / a
        guard distance > 1e-3 else { return nil }
        let local = origin + direction * distance
        return (distance, (local / radii).normalized)
    }

    /// Walks along the ray inside the cylinder around the thing until it reaches the surface.
    private func hitTurned(_ ray: Ray, _ radii: [Float], _ height: Float) -> (distance: Float, normal: SIMD3<Float>)? {
        let widest = radii.max() ?? 0
        let origin = ray.origin - place
        let a = ray.direction.x * ray.direction.x + ray.direction.z * ray.direction.z
        let b = origin.x * ray.direction.x + origin.z * ray.direction.z
        let c = origin.x * origin.x + origin.z * origin.z - widest * widest
        let root = b * b - a * c
        guard root > 0, a > 1e-6 else { return nil }
        var distance = max((-b - root.squareRoot()) / a, 1e-3)
        let last = (-b + root.squareRoot()) / a
        for _ in 0..<48 {
            guard distance < last else { return nil }
            let point = origin + ray.direction * distance
            let axis = (point.x * point.x + point.z * point.z).squareRoot()
            let above = max(point.y - height, -point.y)
            let gap = max(axis - Self.radius(radii, at: point.y / height), above)
            if gap < 0.002 { return (distance, normal(point, axis, above, radii, height)) }
            distance += gap * 0.55 + 0.001
        }
        return nil
    }

    private func normal(_ point: SIMD3<Float>, _ axis: Float, _ above: Float, _ radii: [Float], _ height: Float) -> SIMD3<Float> {
        if above > -0.004, point.y > height / 2 { return SIMD3(0, 1, 0) }
        let step: Float = 0.01
        let at = point.y / height
        let taper = (Self.radius(radii, at: at + step) - Self.radius(radii, at: at - step)) / (2 * step * height)
        return SIMD3(point.x / max(axis, 1e-4), -taper, point.z / max(axis, 1e-4)).normalized
    }

    /// The radius at a fraction of the height, on a smooth curve through the given radii (Catmull and Rom 1974).
    private static func radius(_ radii: [Float], at fraction: Float) -> Float {
        let position = clamp01(fraction) * Float(radii.count - 1)
        let index = min(Int(position), radii.count - 2), t = position - Float(index)
        let before = radii[max(index - 1, 0)], from = radii[index], to = radii[index + 1],
            after = radii[min(index + 2, radii.count - 1)]
        let bend = 2 * before - 5 * from + 4 * to - after
        return 0.5 * (2 * from + (to - before) * t + bend * t * t + (3 * (from - to) + after - before) * t * t * t)
    }

    /// Balls that roughly fill the thing, which is enough for its shadow.
    var balls: [(centre: SIMD3<Float>, radius: Float)] {
        switch shape {
        case .ellipsoid(let radii): [(place, (radii.x * radii.y * radii.z).squareRoot() / max(radii.y, 1e-3).squareRoot())]
        case .turned(let radii, let height):
            stride(from: 0, to: radii.count, by: 2).map { index in
                (place + SIMD3(0, height * Float(index) / Float(radii.count - 1), 0), radii[index])
            }
        }
    }
}
