import Foundation

/// Follows rays to the things on the table and shades what they hit.
struct Tracer {
    private let studio: Studio
    private let solids: [Solid]
    private let balls: [(centre: SIMD3<Float>, radius: Float)]

    init(studio: Studio, solids: [Solid]) {
        self.studio = studio
        self.solids = solids
        balls = solids.flatMap(\.balls)
    }

    /// The colour along the ray, and a number for what it hit: 0 for the wall, 1 for the table, then the things.
    func trace(_ ray: Ray, behind lamps: Colour) -> (colour: Colour, thing: Int) {
        var nearest = Float.infinity, normal = SIMD3<Float>(0, 1, 0), thing = 0
        if ray.direction.y < -1e-4 {
            let distance = -ray.origin.y / ray.direction.y
            if ray.point(at: distance).z < 2.6 { (nearest, thing) = (distance, 1) }
        }
        for (index, solid) in solids.enumerated() {
            if let hit = solid.hit(ray), hit.distance < nearest {
                (nearest, normal, thing) = (hit.distance, hit.normal, index + 2)
            }
        }
        guard thing > 0 else { return (studio.wallColour(ray.direction) + lamps, 0) }
        let point = ray.point(at: nearest)
        return (thing == 1 ? tabletop(point, ray) : surface(solids[thing - 2], point, normal, ray), thing)
    }

    private func tabletop(_ point: SIMD3<Float>, _ ray: Ray) -> Colour {
        let up = SIMD3<Float>(0, 1, 0)
        let near = point + up * 0.001
        let light = studio.keyLight * (studio.key.y * shadow(near)) + studio.fill * openness(near, up)
        let lit = studio.tableColour(point) * light
        // The far edge of the table fades into the wall, as if out of focus.
        return mix(lit, studio.wallColour(ray.direction), smoothStep(1.5, 2.6, point.z))
    }

    private func surface(_ solid: Solid, _ point: SIMD3<Float>, _ normal: SIMD3<Float>, _ ray: Ray) -> Colour {
        let near = point + normal * 0.004
        let albedo = solid.material.albedo(at: point - solid.place, noise: studio.noise)
        let facing = normal.dot(studio.key)
        // Light that wraps a little around the edge looks like that of a large window.
        let diffuse = clamp01((facing + 0.18) / 1.18)
        let fromTable = studio.table * studio.keyLight * (0.22 * clamp01(-normal.y * 0.5 + 0.5))
        let open = openness(near, normal)
        let light = studio.keyLight * (diffuse * shadow(near)) + (studio.fill * (0.7 + 0.3 * normal.y) + fromTable) * open
        let mirrored = ray.direction - normal * (2 * ray.direction.dot(normal))
        let grazing = 1 - clamp01(-ray.direction.dot(normal))
        let fresnel = solid.material.gloss * (0.14 + 0.86 * grazing * grazing * grazing * grazing)
        return albedo * light + studio.surroundings(mirrored) * (fresnel * open)
    }

    /// The share of the lamp that a point sees, decided by how close each ball comes to the line between them.
    private func shadow(_ point: SIMD3<Float>) -> Float {
        var share: Float = 1
        for ball in balls {
            let offset = point - ball.centre
            let along = offset.dot(studio.key)
            guard along < 0 else { continue }
            let squared = offset.dot(offset) - along * along
            let gap = squared.squareRoot() - ball.radius
            share = min(share, smoothStep(-0.5, 0.5, studio.sharpness * gap / max(-along, 0.05)))
        }
        return share
    }

    /// The share of the surroundings that the balls do not hide.
    private func openness(_ point: SIMD3<Float>, _ normal: SIMD3<Float>) -> Float {
        var share: Float = 1
        for ball in balls {
            let offset = ball.centre - point
            let squared = max(offset.dot(offset), ball.radius * ball.radius)
            let facing = clamp01(normal.dot(offset) / squared.squareRoot() * 0.8 + 0.2)
            share *= 1 - 0.85 * facing * ball.radius * ball.radius / squared
        }
        return share
    }
}
