#include "include/CSampling.h"

#include <math.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

typedef float lk_f32 __attribute__((vector_size(64), aligned(4)));
typedef int32_t lk_i32 __attribute__((vector_size(64), aligned(4)));
typedef uint32_t lk_u32 __attribute__((vector_size(64), aligned(4)));
typedef uint64_t lk_u64 __attribute__((vector_size(128), aligned(8)));

typedef struct lk_column {
  void (*normals)(uint64_t, const uint64_t *, const uint64_t *, size_t, float *);
  void (*lower)(const float *, size_t, const float *, float *);
  void (*diagonal)(const float *, size_t, const float *, float *);
  void (*blend)(size_t, const float *, const float *, const float *, float *);
  void (*affine)(size_t, const float *, const float *, float *);
  void (*squares)(size_t, const float *, float *);
  void (*distances)(size_t, const float *, const float *, size_t, float *);
  void (*products)(size_t, const float *, const float *, size_t, float *);
} lk_column;

// Macros and not functions: a function that takes or gives vectors has another calling convention in
// each instruction set.

#define LK_CHOOSE(mask, yes, no) ((lk_f32)(((mask) & (lk_i32)(yes)) | (~(mask) & (lk_i32)(no))))

// ln(u) for u = (w + 1/2) / 2^32 in (0, 1]: exponent and mantissa apart, the mantissa's logarithm by
// the minimax polynomial of Cephes' logf (absolute error below 1e-7).
// sin and cos of pi t for t = w / 2^31 in [-1, 1): to the nearest quarter turn, then Taylor sums with
// an error below 3e-7.
#define lk_box_muller(word1, word2, first, second)                                                 \
  do {                                                                                             \
    const lk_f32 u_ = __builtin_convertvector((word1), lk_f32) * 0x1p-32f + 0x1p-33f;               \
    const lk_i32 bits_ = (lk_i32)u_;                                                               \
    lk_f32 e_ = __builtin_convertvector((bits_ >> 23) - 126, lk_f32);                              \
    lk_f32 m_ = (lk_f32)((bits_ & 0x007FFFFF) | 0x3F000000);                                       \
    const lk_i32 low_ = m_ < 0.707106781186547524f;                                                \
    e_ -= LK_CHOOSE(low_, (lk_f32){0} + 1.0f, (lk_f32){0});                                        \
    m_ = m_ - 1.0f + LK_CHOOSE(low_, m_, (lk_f32){0});                                             \
    const lk_f32 z_ = m_ * m_;                                                                     \
    lk_f32 p_ = (lk_f32){0} + 7.0376836292E-2f;                                                    \
    p_ = p_ * m_ - 1.1514610310E-1f;                                                               \
    p_ = p_ * m_ + 1.1676998740E-1f;                                                               \
    p_ = p_ * m_ - 1.2420140846E-1f;                                                               \
    p_ = p_ * m_ + 1.4249322787E-1f;                                                               \
    p_ = p_ * m_ - 1.6668057665E-1f;                                                               \
    p_ = p_ * m_ + 2.0000714765E-1f;                                                               \
    p_ = p_ * m_ - 2.4999993993E-1f;                                                               \
    p_ = p_ * m_ + 3.3333331174E-1f;                                                               \
    lk_f32 l_ = m_ * z_ * p_ - 2.12194440e-4f * e_ - 0.5f * z_ + m_ + 0.693359375f * e_;           \
    l_ = LK_CHOOSE(l_ < 0.0f, l_, (lk_f32){0});                                                    \
    const lk_f32 r_ = __builtin_elementwise_sqrt(-2.0f * l_);                                      \
    const lk_f32 t_ = __builtin_convertvector((lk_i32)(word2), lk_f32) * 0x1p-31f;                 \
    const lk_i32 q_ = ((lk_i32)(word2) + 0x20000000) >> 30;                                        \
    /* Wraps above 3/4 turns: -2 quarters are +2. */                                               \
    lk_f32 a_ = t_ - 0.5f * __builtin_convertvector(q_, lk_f32);                                   \
    a_ -= LK_CHOOSE(a_ > 1.0f, (lk_f32){0} + 2.0f, (lk_f32){0});                                   \
    a_ *= 3.14159265358979324f;                                                                    \
    const lk_f32 b_ = a_ * a_;                                                                     \
    lk_f32 s_ = (lk_f32){0} + 2.7557319e-6f;                                                       \
    s_ = s_ * b_ - 1.9841270e-4f;                                                                  \
    s_ = s_ * b_ + 8.3333333e-3f;                                                                  \
    s_ = s_ * b_ - 1.6666667e-1f;                                                                  \
    s_ = a_ + a_ * b_ * s_;                                                                        \
    lk_f32 c_ = (lk_f32){0} + 2.4801587e-5f;                                                       \
    c_ = c_ * b_ - 1.3888889e-3f;                                                                  \
    c_ = c_ * b_ + 4.1666667e-2f;                                                                  \
    c_ = c_ * b_ - 0.5f;                                                                           \
    c_ = 1.0f + b_ * c_;                                                                           \
    const lk_i32 odd_ = (q_ & 1) != 0;                                                             \
    const lk_f32 sine_ = LK_CHOOSE(odd_, c_, s_), cosine_ = LK_CHOOSE(odd_, s_, c_);               \
    const lk_i32 ns_ = (q_ & 2) << 30, nc_ = ((q_ + 1) & 2) << 30;                                 \
    *(first) = r_ * (lk_f32)((lk_i32)cosine_ ^ nc_);                                               \
    *(second) = r_ * (lk_f32)((lk_i32)sine_ ^ ns_);                                                \
  } while (0)

#define ISA
#define NAME(operation) lk_##operation##_plain
#include "body.h"
#undef ISA
#undef NAME

#if defined(__x86_64__)
#define ISA __attribute__((target("avx2")))
#define NAME(operation) lk_##operation##_avx2
#include "body.h"
#undef ISA
#undef NAME

#define ISA __attribute__((target("avx512f,avx512dq,avx512vl")))
#define NAME(operation) lk_##operation##_avx512
#include "body.h"
#undef ISA
#undef NAME
#endif

int lk_sampling_best_level(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl"))
    return LK_SAMPLING_AVX512;
  if (__builtin_cpu_supports("avx2")) return LK_SAMPLING_AVX2;
#endif
  return LK_SAMPLING_PLAIN;
}

static const lk_column *column(int level) {
#if defined(__x86_64__)
  // A level that the machine lacks falls back: results are the same.
  const int best = lk_sampling_best_level();
  if (level > best) level = best;
  if (level == LK_SAMPLING_AVX512) return &lk_column_avx512;
  if (level == LK_SAMPLING_AVX2) return &lk_column_avx2;
#endif
  return &lk_column_plain;
}

void lk_sampling_normals(int level, uint64_t key, const uint64_t *streams, const uint64_t *starts,
                         size_t rows, float *out) {
  column(level)->normals(key, streams, starts, rows, out);
}

void lk_sampling_lower(int level, const float *lower, size_t rows, const float *in, float *out) {
  column(level)->lower(lower, rows, in, out);
}

void lk_sampling_diagonal(int level, const float *diagonal, size_t rows, const float *in,
                          float *out) {
  column(level)->diagonal(diagonal, rows, in, out);
}

void lk_sampling_blend(int level, size_t rows, const float *scale, const float *other,
                       const float *weight, float *inout) {
  column(level)->blend(rows, scale, other, weight, inout);
}

void lk_sampling_affine(int level, size_t rows, const float *offset, const float *gain,
                        float *inout) {
  column(level)->affine(rows, offset, gain, inout);
}

void lk_sampling_squares(int level, size_t rows, const float *in, float *out) {
  column(level)->squares(rows, in, out);
}

void lk_sampling_distances(int level, size_t rows, const float *in, const float *probes,
                           size_t probe_count, float *out) {
  column(level)->distances(rows, in, probes, probe_count, out);
}

void lk_sampling_products(int level, size_t rows, const float *in, const float *probes,
                          size_t probe_count, float *out) {
  column(level)->products(rows, in, probes, probe_count, out);
}
