// Convolutions of oneDNN, forward and back, and the threads that it works with. For the room of kernels.
#ifndef KALON_CONVOLUTIONS_H
#define KALON_CONVOLUTIONS_H

#include <stddef.h>

// Calls `body(thread, context)` on each of `threads` threads of OpenMP, the calling one among them: those that oneDNN works
// with, so that two sets of threads do not wait for each other's processors.
void kalon_team_run(int threads, void (*body)(int thread, void *context), void *context);

// Sets the number of threads that oneDNN uses when the calling thread asks it for something, and returns the one before.
int kalon_team_limit(int threads);

// The version of oneDNN, and a number for the instructions that it may use.
void kalon_onednn_version(int *major, int *minor, int *patch, int *processor);

typedef struct kalon_convolver kalon_convolver;
// NULL if there is no memory.
kalon_convolver *kalon_convolver_make(void);
void kalon_convolver_free(kalon_convolver *engine);

enum { kalon_clamp_none, kalon_clamp_relu, kalon_clamp_relu6 };
enum { kalon_pass_forward, kalon_pass_data, kalon_pass_weights };

// Heights come before widths. A block of 1 stands for channels before pixels, one of 8 or 16 for pixels of so many channels,
// block after block; anything else for channels last.
typedef struct {
    long batch, groups, channels, filters;
    long input[2], output[2], kernel[2], stride[2], dilation[2], before[2], after[2];
    long sourceBlock, resultBlock;
    // Of maps, and of weights other than gradients, which are float32.
    int isBrainFloat;
    int hasBias;
    // What the forward pass ends with.
    int clamp;
} kalon_convolution_shape;

typedef struct kalon_convolution kalon_convolution;

// Makes one pass of a convolution by the library's implementation of this number, from 0 on. Not 0 if there is none.
int kalon_convolution_make(
    kalon_convolver *engine, const kalon_convolution_shape *shape, int pass, int number, kalon_convolution **made);
void kalon_convolution_free(kalon_convolution *made);

// The implementation's name.
const char *kalon_convolution_name(const kalon_convolution *made);
size_t kalon_convolution_weight_bytes(const kalon_convolution *made);
size_t kalon_convolution_scratch_bytes(const kalon_convolution *made);

// Takes float32 weights [height, width, channels / groups, filters] to the order of the pass, or its gradient back to that one.
int kalon_convolution_reorder(const kalon_convolution *made, const void *from, void *to);

// Runs a pass. Forward: source, weights and bias to result. Data: gradient of the result and weights to that of the source.
// Weights: source and gradient of the result to those of weights and bias. Whatever is written is overwritten.
int kalon_convolution_run(
    const kalon_convolution *made, const void *source, const void *weights, const float *bias, void *result, void *scratch);

#endif
