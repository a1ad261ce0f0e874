#include "CMapLoops.h"

#include <string.h>

#if defined(__x86_64__)
#define KALON_EVERY_WIDTH __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define KALON_EVERY_WIDTH
#endif
#define INLINE static inline __attribute__((always_inline))

INLINE float widened(uint16_t value) {
    uint32_t bits = (uint32_t)value << 16;
    float wide;
    memcpy(&wide, &bits, sizeof wide);
    return wide;
}

// The nearest brain float, ties to even; infinities stay, and NaN stays NaN for every number that arithmetic gives.
INLINE uint16_t narrowed(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return (uint16_t)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
}

// e to the x for the gates of swish and sigmoid, to the last bits of float32 (Cephes' polynomial, Moshier 1992).
INLINE float exponential(float x) {
    x = x < -87 ? -87 : x > 88 ? 88 : x;
    float whole = __builtin_elementwise_floor(x * 1.44269504f + 0.5f);
    float rest = x - whole * 0.693359375f + whole * 2.12194440e-4f;
    float power = 1.9875691500e-4f;
    power = power * rest + 1.3981999507e-3f;
    power = power * rest + 8.3334519073e-3f;
    power = power * rest + 4.1665795894e-2f;
    power = power * rest + 1.6666665459e-1f;
    power = power * rest + 5.0000001201e-1f;
    float sum = power * rest * rest + rest + 1;
    int32_t bits;
    memcpy(&bits, &sum, sizeof bits);
    bits += (int32_t)whole << 23;
    memcpy(&sum, &bits, sizeof sum);
    return sum;
}

INLINE float valueOf(float x, int function) {
    switch (function) {
    // What is no number stays none.
    case kalon_relu: return x < 0 ? 0 : x;
    case kalon_relu6: return x < 0 ? 0 : (x > 6 ? 6 : x);
    case kalon_swish: return x / (1 + exponential(-x));
    case kalon_sigmoid: return 1 / (1 + exponential(-x));
    default: return x;
    }
}

INLINE float slopeAt(float x, int function) {
    float gate;
    switch (function) {
    case kalon_relu: return x > 0 ? 1.0f : 0.0f;
    case kalon_relu6: return x > 0 && x < 6 ? 1.0f : 0.0f;
    case kalon_swish: gate = 1 / (1 + exponential(-x)); return gate * (1 + x * (1 - gate));
    case kalon_sigmoid: gate = 1 / (1 + exponential(-x)); return gate * (1 - gate);
    default: return 1;
    }
}

// Calls `loop` with the function as a constant, so that none is chosen inside.
#define FOR_FUNCTION(function, loop) \
    switch (function) { \
    case kalon_relu: loop(kalon_relu); break; \
    case kalon_relu6: loop(kalon_relu6); break; \
    case kalon_swish: loop(kalon_swish); break; \
    case kalon_sigmoid: loop(kalon_sigmoid); break; \
    default: loop(kalon_linear); \
    }

// Calls `loop` with the number of channels as a constant where it is that of a block.
#define FOR_LANES(lanes, loop) \
    if ((lanes) == 16) { loop(16) } else { loop(lanes) }

#define TYPE float
#define NAME(name) kalon_##name##_float32
#define LOAD(value) (value)
#define STORE(value) (value)
#include "MapLoops.inc"
#undef TYPE
#undef NAME
#undef LOAD
#undef STORE

#define TYPE uint16_t
#define NAME(name) kalon_##name##_bfloat16
#define LOAD(value) widened(value)
#define STORE(value) narrowed(value)
#include "MapLoops.inc"
