// Loops over floats that are compiled several times, for the widest vectors of each generation of processors. The one to
// run is chosen when the program starts. Swift compiles for the oldest processor only.
#ifndef KALON_CVECTORLOOPS_H
#define KALON_CVECTORLOOPS_H

#include <stddef.h>
#include <stdint.h>

// One step of Adam on `count` parameters: first += (g - first) * firstShare, second += (g² - second) * secondShare,
// parameters -= parameters * decay + first * stepSize / (sqrt(second) + epsilon).
void kalon_adam(
    size_t count, float *parameters, float *first, float *second, const float *gradient, float firstShare,
    float secondShare, float epsilon, float stepSize, float decay);

// One step of descent with momentum: velocity = velocity * momentum - share * gradient, parameters += rate * velocity.
void kalon_momentum(
    size_t count, float *parameters, float *velocity, const float *gradient, float momentum, float share, float rate);

// averages += (values - averages) * share
void kalon_move_towards(size_t count, float *averages, const float *values, float share);

// Rounds to the nearest bfloat16, ties to even; every number must be finite.
void kalon_round_to_bfloat16(size_t count, const float *values, uint16_t *rounded);

// What a pixel's neighbours on one line of a picture add to its density: for each of `count` places,
// density += exp(scale * (offset + the squared differences of the three values)). `scale` is below 0, and what would be under
// exp(-700) counts as that.
void kalon_add_density(
    size_t count, const double *const here[3], const double *const there[3], double offset, double scale, double *density);

// The nearest neighbour of higher density so far: where `thereDensity` is above `hereDensity` and the distance, as above, is
// below `closest`, that becomes the distance and `parent` becomes `step`.
void kalon_find_denser(
    size_t count, const double *const here[3], const double *const there[3], double offset, const double *hereDensity,
    const double *thereDensity, int64_t step, double *closest, int64_t *parent);

#endif
