// OpenVINO as an engine: it compiles a network, keeps it in a file, and runs it on pictures.
//
// Failures are reported as in COpenVINO.h.
#ifndef KALON_OPENVINOENGINE_H
#define KALON_OPENVINOENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A compiled network. May be used from several threads at once.
typedef struct kalon_engine kalon_engine;
/// Runs one picture at a time through a network. For one thread at a time; must be freed before its network.
typedef struct kalon_request kalon_request;

typedef struct {
    const char *name;
    const char *value;
} kalon_property;

/// OpenVINO's version and build; valid as long as the process runs.
const char *kalon_engine_version(void);

/// Compiles a network from ONNX, or from OpenVINO's own description with its weights, for the processor. Neither is
/// needed afterwards.
kalon_engine *kalon_engine_compile(
    const void *description, size_t description_bytes, const void *weights, size_t weights_bytes,
    const kalon_property *properties, size_t count, char **message);

/// Loads a network that `kalon_engine_export` wrote. The engine continues to read `network`, which must stay until the
/// engine is freed, but never writes to it.
kalon_engine *kalon_engine_import(
    const void *network, size_t bytes, const kalon_property *properties, size_t count, char **message);

bool kalon_engine_export(kalon_engine *engine, const char *path, char **message);
void kalon_engine_free(kalon_engine *engine);

kalon_request *kalon_request_make(kalon_engine *engine, char **message);
void kalon_request_free(kalon_request *request);

/// Runs the network on a picture, `[1, height, width, 3]`. `features` and `count` describe the output, which is valid until
/// the next run.
bool kalon_request_run(
    kalon_request *request, const float *picture, size_t height, size_t width, const float **features, size_t *count,
    char **message);

/// An output `[1, channels, height, width]`; its values are valid until the next run.
typedef struct {
    const float *values;
    size_t channels, height, width;
} kalon_map;

/// The same for a network with `count` outputs of rank 4, which are put into `maps` in order.
bool kalon_request_run_maps(
    kalon_request *request, const float *picture, size_t height, size_t width, kalon_map *maps, size_t count,
    char **message);

#ifdef __cplusplus
}
#endif

#endif
