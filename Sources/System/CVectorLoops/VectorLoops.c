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
