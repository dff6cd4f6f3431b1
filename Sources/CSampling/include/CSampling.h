// The arithmetic of drawing simulated templates, sixteen at a time.
//
// Everything lies in rows of sixteen lanes: value i of template l of a batch stands at
// [i * LK_LANES + l]. Each function runs in the widest instruction set of the machine and gives the
// same bits in each of them: the same operations in the same order, and no fused ones.
#ifndef C_SAMPLING_H
#define C_SAMPLING_H

#include <stddef.h>
#include <stdint.h>

// Templates of a batch.
#define LK_LANES 16

// Instruction sets, from the portable one upward.
enum { LK_SAMPLING_PLAIN = 0, LK_SAMPLING_AVX2 = 1, LK_SAMPLING_AVX512 = 2 };

// The widest instruction set of this machine.
int lk_sampling_best_level(void);

// Standard normal numbers: row i of lane l is number i of the lane's own sequence, which starts at
// Philox block starts[l] of stream streams[l] under `key`. Four numbers a block, by Box and Muller's
// transform of 32-bit uniforms: |z| < 6.77. `rows` is a multiple of 4.
void lk_sampling_normals(int level, uint64_t key, const uint64_t *streams, const uint64_t *starts,
                         size_t rows, float *out);

// out = L in, for a lower triangular L of `rows` rows packed row by row. `out` is not `in`.
void lk_sampling_lower(int level, const float *lower, size_t rows, const float *in, float *out);

// out[i] = diagonal[i] in[i].
void lk_sampling_diagonal(int level, const float *diagonal, size_t rows, const float *in, float *out);

// inout[i] = inout[i] * scale + other[i] * weight, with a scale and a weight for each lane.
void lk_sampling_blend(int level, size_t rows, const float *scale, const float *other,
                       const float *weight, float *inout);

// inout[i] = offset[i] + gain[i] * inout[i], the same for each lane; a null gain is 1.
void lk_sampling_affine(int level, size_t rows, const float *offset, const float *gain,
                        float *inout);

// The sum of squares of each lane.
void lk_sampling_squares(int level, size_t rows, const float *in, float *out);

// Squared distances, or inner products, of each lane and each probe: out[p * LK_LANES + l]. Probes
// lie row by row: probes[p * rows + i].
void lk_sampling_distances(int level, size_t rows, const float *in, const float *probes,
                           size_t probe_count, float *out);
void lk_sampling_products(int level, size_t rows, const float *in, const float *probes,
                          size_t probe_count, float *out);

// The parameters of the preset dlib-lfw, a JSON text of `*count` bytes.
const uint8_t *lk_sampling_dlib_lfw(size_t *count);

#endif
