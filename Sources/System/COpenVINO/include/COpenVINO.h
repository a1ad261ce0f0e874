// What OpenVINO's C interface does not offer: looking into a network read from a file, and cutting it at any of its tensors.
//
// Every function that can fail returns null or false and puts a text into `message`, which the caller frees with
// `kalon_text_free`. No C++ exception leaves this module. It must not be used from two threads at once.
#ifndef KALON_COPENVINO_H
#define KALON_COPENVINO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "OpenVINOEngine.h"

#ifdef __cplusplus
extern "C" {
#endif

/// A network read from a file.
typedef struct kalon_graph kalon_graph;

/// A tensor of a network. The pointers are valid until the graph is changed, listed again, or freed.
typedef struct {
    const char *name;
    /// As OpenVINO writes it: f32, u8, …
    const char *type;
    /// Number of axes; -1 where it is not fixed.
    int64_t rank;
    /// Length of each axis; -1 where it is not fixed.
    const int64_t *sides;
    /// The same for all names of one tensor.
    size_t number;
} kalon_tensor;

typedef struct {
    const kalon_tensor *first;
    size_t count;
} kalon_tensors;

/// How a tensor `[1, …]` becomes a row of features `[1, width]`.
typedef enum {
    /// `[1, width]` as it is.
    KALON_POOLING_NONE,
    /// `[1, width, rows, columns]`: the average over rows and columns.
    KALON_POOLING_CHANNELS_FIRST,
    /// `[1, rows, columns, width]`: the same.
    KALON_POOLING_CHANNELS_LAST,
    /// `[1, tokens, width]`: the first token.
    KALON_POOLING_FIRST_TOKEN,
    /// `[1, tokens, width]`: the average of all tokens.
    KALON_POOLING_ALL_TOKENS,
    /// `[1, tokens, width]`: the average of all tokens but the first.
    KALON_POOLING_OTHER_TOKENS,
} kalon_pooling;

/// A tensor to cut at.
typedef struct {
    const char *name;
    kalon_pooling pooling;
} kalon_tap;

/// Memory owned by a library; it is freed with `kalon_bytes_free(owner)`.
typedef struct {
    void *owner;
    const void *first;
    size_t count;
} kalon_bytes;

/// Reads ONNX, a TensorFlow SavedModel folder, TensorFlow Lite, or OpenVINO's own format (`.xml` with `.bin` next to it).
kalon_graph *kalon_graph_read(const char *path, char **message);

/// Memory that is only read.
typedef struct {
    const void *first;
    size_t count;
} kalon_part;

/// Reads ONNX from consecutive pieces of memory, as if they were the content of the file at `path`; other files that it
/// names are looked for from there. The pieces are not needed afterwards.
kalon_graph *kalon_graph_read_parts(const char *path, const kalon_part *parts, size_t count, char **message);
void kalon_graph_free(kalon_graph *graph);

kalon_tensors kalon_graph_inputs(kalon_graph *graph);
kalon_tensors kalon_graph_outputs(kalon_graph *graph);
/// Every name of every tensor that is computed, outputs among them, in the order of computation.
kalon_tensors kalon_graph_all(kalon_graph *graph);

/// Gives the only input these four sides, with -1 for any length, and works out the shapes that follow. If this fails, the
/// graph stays as it was.
bool kalon_graph_reshape(kalon_graph *graph, const int64_t *sides, char **message);

/// Turns the graph, whose only input has rank 4, into one with the input `image`, float32 `[1, height, width, 3]`, and the
/// output `features`, float32 `[1, columns]`: the pooled taps side by side. Whatever they do not need is left out.
bool kalon_graph_cut(
    kalon_graph *graph, bool channels_first, const kalon_tap *taps, size_t count, char **message);

/// What a node does that makes a network unusable.
typedef enum {
    /// Every node is as it should be.
    KALON_NODE_SOUND,
    /// It gives other values at every run.
    KALON_NODE_RANDOM,
    /// It computes with numbers of one or two bytes, which the engine clamps to their range where other engines wrap around.
    KALON_NODE_NARROW,
    /// It turns a value that is not a number into one that is.
    KALON_NODE_HIDES,
} kalon_finding;

/// Inspects every node, including those inside others. `node` is the name and the operator of the node that was found; it
/// must be freed with `kalon_text_free`.
bool kalon_graph_inspect(kalon_graph *graph, kalon_finding *finding, char **node, char **message);

/// Runs a graph that was cut on `count` consecutive pictures `[height, width, 3]`, and looks for a node that hides a value
/// that is not a number. Cost: that of compiling the graph and running the pictures.
bool kalon_graph_probe(
    kalon_graph *graph, const float *pictures, size_t count, size_t height, size_t width, kalon_finding *finding,
    char **node, char **message);

/// Writes the graph in OpenVINO's own format: its description as text, and its weights.
bool kalon_graph_write(kalon_graph *graph, kalon_bytes *description, kalon_bytes *weights, char **message);

void kalon_bytes_free(void *owner);
void kalon_text_free(char *text);

#ifdef __cplusplus
}
#endif

#endif
