#include "CVectorLoops.h"

#include <string.h>

#if defined(__x86_64__)
#define KALON_EVERY_WIDTH __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define KALON_EVERY_WIDTH
#endif

KALON_EVERY_WIDTH
void kalon_adam(
    size_t count, float *restrict parameters, float *restrict first, float *restrict second,
    const float *restrict gradient, float firstShare, float secondShare, float epsilon, float stepSize, float decay) {
    for (size_t i = 0; i < count; i++) {
        float slope = gradient[i];
        float mean = first[i] + (slope - first[i]) * firstShare;
        float square = second[i] + (slope * slope - second[i]) * secondShare;
        first[i] = mean;
        second[i] = square;
        parameters[i] -= parameters[i] * decay + mean * stepSize / (__builtin_elementwise_sqrt(square) + epsilon);
    }
}

KALON_EVERY_WIDTH
void kalon_momentum(
    size_t count, float *restrict parameters, float *restrict velocity, const float *restrict gradient, float momentum,
    float share, float rate) {
    for (size_t i = 0; i < count; i++) {
        velocity[i] = velocity[i] * momentum - share * gradient[i];
        parameters[i] += rate * velocity[i];
    }
}

KALON_EVERY_WIDTH
void kalon_move_towards(size_t count, float *restrict averages, const float *restrict values, float share) {
    for (size_t i = 0; i < count; i++) averages[i] += (values[i] - averages[i]) * share;
}

KALON_EVERY_WIDTH
void kalon_round_to_bfloat16(size_t count, const float *restrict values, uint16_t *restrict rounded) {
    for (size_t i = 0; i < count; i++) {
        uint32_t bits;
        memcpy(&bits, &values[i], sizeof bits);
        rounded[i] = (uint16_t)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}

// exp for -700 <= x <= 0: 2^n times a series for the rest, whose 13 terms leave an error below the last digit.
static inline __attribute__((always_inline)) double exponential(double x) {
    const double shift = 0x1.8p52;
    double shifted = x * 0x1.71547652b82fep0 + shift;
    double n = shifted - shift;
    double r = (x - n * 0x1.62e42fefa3800p-1) - n * 0x1.ef35793c76730p-45;
    double sum = 1.0 / 6227020800;
    sum = sum * r + 1.0 / 479001600;
    sum = sum * r + 1.0 / 39916800;
    sum = sum * r + 1.0 / 3628800;
    sum = sum * r + 1.0 / 362880;
    sum = sum * r + 1.0 / 40320;
    sum = sum * r + 1.0 / 5040;
    sum = sum * r + 1.0 / 720;
    sum = sum * r + 1.0 / 120;
    sum = sum * r + 1.0 / 24;
    sum = sum * r + 1.0 / 6;
    sum = sum * r + 0.5;
    sum = sum * r + 1.0;
    sum = sum * r + 1.0;
    // The last bits of `shifted` are those of n.
    uint64_t bits;
    memcpy(&bits, &shifted, sizeof bits);
    bits = (bits + 1023) << 52;
    double power;
    memcpy(&power, &bits, sizeof power);
    return sum * power;
}

KALON_EVERY_WIDTH
void kalon_add_density(
    size_t count, const double *const here[3], const double *const there[3], double offset, double scale,
    double *restrict density) {
    const double *restrict a0 = here[0], *restrict a1 = here[1], *restrict a2 = here[2];
    const double *restrict b0 = there[0], *restrict b1 = there[1], *restrict b2 = there[2];
    for (size_t i = 0; i < count; i++) {
        double d0 = a0[i] - b0[i], d1 = a1[i] - b1[i], d2 = a2[i] - b2[i];
        double exponent = (d0 * d0 + d1 * d1 + d2 * d2 + offset) * scale;
        density[i] += exponential(exponent < -700 ? -700 : exponent);
    }
}

KALON_EVERY_WIDTH
void kalon_find_denser(
    size_t count, const double *const here[3], const double *const there[3], double offset,
    const double *restrict hereDensity, const double *restrict thereDensity, int64_t step, double *restrict closest,
    int64_t *restrict parent) {
    const double *restrict a0 = here[0], *restrict a1 = here[1], *restrict a2 = here[2];
    const double *restrict b0 = there[0], *restrict b1 = there[1], *restrict b2 = there[2];
    for (size_t i = 0; i < count; i++) {
        double d0 = a0[i] - b0[i], d1 = a1[i] - b1[i], d2 = a2[i] - b2[i];
        double distance = d0 * d0 + d1 * d1 + d2 * d2 + offset;
        int isNearer = (thereDensity[i] > hereDensity[i]) & (distance < closest[i]);
        closest[i] = isNearer ? distance : closest[i];
        parent[i] = isNearer ? step : parent[i];
    }
}
