// What the files of this target share.
#ifndef LK_KERNELS_H
#define LK_KERNELS_H

#include <string.h>

#include "include/CMatchKernels.h"

#pragma STDC FP_CONTRACT OFF

extern const lk_kernels lk_kernels_scalar;
extern const lk_kernels lk_kernels_avx2;
extern const lk_kernels lk_kernels_avx512_vnni;
extern const lk_kernels lk_kernels_neon;
int lk_has_dotprod(void);

// The fixed reduction of 16 lanes by halving.
static inline double lk_halve(double lanes[16]) {
  for (int width = 8; width > 0; width /= 2)
    for (int i = 0; i < width; i++) lanes[i] += lanes[i + width];
  return lanes[0];
}

// Writes a hit for each row of `mask`; `sums` holds the tile's 64 sums.
static inline size_t lk_emit(uint64_t mask, const int32_t *sums, uint32_t probe, uint32_t first_row,
                             lk_hit *hits) {
  size_t count = 0;
  while (mask) {
    unsigned row = (unsigned)__builtin_ctzll(mask);
    mask &= mask - 1;
    hits[count++] = (lk_hit){probe, first_row + row, sums[row]};
  }
  return count;
}

// The helpers below are written in eight-lane vectors and compiled once more in each column: the
// same operations in the same order, so the same bits.
#define LK_INLINE __attribute__((always_inline)) static inline
typedef double lk_v8 __attribute__((vector_size(64), aligned(8)));
typedef long long lk_m8 __attribute__((vector_size(64)));
typedef long long lk_m8u __attribute__((vector_size(64), aligned(8), may_alias));
typedef float lk_f8 __attribute__((vector_size(32), aligned(4)));
typedef int32_t lk_i8 __attribute__((vector_size(32), aligned(4)));
typedef int8_t lk_b8 __attribute__((vector_size(8), aligned(1)));

LK_INLINE double lk_sum8(const lk_v8 *v) {
  double s[8];
  memcpy(s, v, sizeof s);
  for (int width = 4; width > 0; width /= 2)
    for (int i = 0; i < width; i++) s[i] += s[i + width];
  return s[0];
}

// What a comparison chose: left where the mask is set.
#define LK_SELECT(mask, left, right) ((lk_v8)(((mask) & (lk_m8)(left)) | (~(mask) & (lk_m8)(right))))

// value held to -bound ... bound.
#define LK_HOLD(value, bound)                                                                      \
  do {                                                                                             \
    (value) = LK_SELECT((value) < (bound), value, bound);                                          \
    (value) = LK_SELECT((value) > -(bound), value, -(bound));                                      \
  } while (0)

LK_INLINE void lk_base(const float *offsets, const float *errors, double norm, double inverse_step,
                       int32_t *base) {
  const lk_v8 bound = (lk_v8){0} + (double)(1 << 30);
  for (int r = 0; r < LK_TILE; r += 8) {
    lk_v8 offset = __builtin_convertvector(*(const lk_f8 *)(offsets + r), lk_v8);
    lk_v8 error = __builtin_convertvector(*(const lk_f8 *)(errors + r), lk_v8);
    lk_v8 value = (offset + error * norm) * inverse_step;
    LK_HOLD(value, bound);
    // Truncation plus two is at least the ceiling plus one.
    *(lk_i8 *)(base + r) = __builtin_convertvector(value, lk_i8) + 2;
  }
}

LK_INLINE double lk_centre(const float *values, double scale, const double *centre, size_t count,
                           double *centred) {
  lk_v8 sums = {0};
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    lk_v8 value = __builtin_convertvector(*(const lk_f8 *)(values + i), lk_v8) * scale -
                  *(const lk_v8 *)(centre + i);
    *(lk_v8 *)(centred + i) = value;
    sums += value * value;
  }
  double rest = 0;
  for (; i < count; i++) {
    double value = (double)values[i] * scale - centre[i];
    centred[i] = value;
    rest += value * value;
  }
  return lk_sum8(&sums) + rest;
}

LK_INLINE void lk_turn(const double *matrix, const double *values, size_t count, double *turned) {
  for (size_t row = 0; row < count; row++) {
    const double *m = matrix + row * count;
    lk_v8 first = {0}, second = {0};
    size_t i = 0;
    for (; i + 16 <= count; i += 16) {
      first += *(const lk_v8 *)(m + i) * *(const lk_v8 *)(values + i);
      second += *(const lk_v8 *)(m + i + 8) * *(const lk_v8 *)(values + i + 8);
    }
    first += second;
    double sum = lk_sum8(&first);
    for (; i < count; i++) sum += m[i] * values[i];
    turned[row] = sum;
  }
}

LK_INLINE void lk_encode(const double *values, size_t count, double step, int limit, int8_t *codes,
                         double *sums) {
  // Adding and taking away 1.5 * 2^52 rounds to the nearest whole number, ties to even.
  const double shift = 0x1.8p52, inverse = 1 / step;
  const lk_v8 bound = (lk_v8){0} + (double)limit;
  lk_v8 errors = {0}, norms = {0};
  for (size_t i = 0; i < count; i += 8) {
    size_t lanes = count - i < 8 ? count - i : 8;
    lk_v8 value = {0};
    if (lanes == 8)
      value = *(const lk_v8 *)(values + i);
    else
      memcpy(&value, values + i, lanes * sizeof(double));
    lk_v8 code = value * inverse;
    LK_HOLD(code, bound);
    code = (code + shift) - shift;
    lk_v8 back = code * step, error = value - back;
    lk_b8 bytes = __builtin_convertvector(__builtin_convertvector(code, lk_i8), lk_b8);
    memcpy(codes + i, &bytes, lanes);
    errors += error * error;
    norms += back * back;
  }
  sums[0] = lk_sum8(&errors);
  sums[1] = lk_sum8(&norms);
}

// The largest magnitudes, lane by lane.
LK_INLINE void lk_more(lk_v8 *most, const double *values) {
  lk_v8 value = (lk_v8)(*(const lk_m8u *)values & 0x7FFFFFFFFFFFFFFFll);
  *most = LK_SELECT(value > *most, value, *most);
}

LK_INLINE double lk_largest(const double *values, size_t count) {
  // Four chains: one would wait for itself.
  lk_v8 most[4] = {{0}};
  size_t i = 0;
  for (; i + 32 <= count; i += 32)
    for (int c = 0; c < 4; c++) lk_more(&most[c], values + i + 8 * c);
  for (; i + 8 <= count; i += 8) lk_more(&most[0], values + i);
  for (int c = 1; c < 4; c++) most[0] = LK_SELECT(most[c] > most[0], most[c], most[0]);
  double largest = 0;
  for (int l = 0; l < 8; l++) largest = most[0][l] > largest ? most[0][l] : largest;
  for (; i < count; i++) {
    double value = values[i] < 0 ? -values[i] : values[i];
    largest = value > largest ? value : largest;
  }
  return largest;
}

// Four vectors of sums stay in registers while all rows pass.
LK_INLINE void lk_accumulate(double *sums, const double *values, size_t rows, size_t stride,
                             size_t count) {
  size_t i = 0;
  for (; i + 32 <= count; i += 32) {
    lk_v8 sum[4];
    for (int v = 0; v < 4; v++) sum[v] = *(const lk_v8 *)(sums + i + 8 * v);
    for (size_t r = 0; r < rows; r++) {
      const double *row = values + r * stride;
      for (int v = 0; v < 4; v++) sum[v] += row[0] * *(const lk_v8 *)(row + i + 8 * v);
    }
    for (int v = 0; v < 4; v++) *(lk_v8 *)(sums + i + 8 * v) = sum[v];
  }
  for (size_t r = 0; r < rows; r++) {
    const double *row = values + r * stride;
    size_t k = i;
    for (; k + 8 <= count; k += 8) *(lk_v8 *)(sums + k) += row[0] * *(const lk_v8 *)(row + k);
    for (; k < count; k++) sums[k] += row[0] * row[k];
  }
}

// The six helpers as functions of the including file's instruction set.
#define LK_HELPERS                                                                                 \
  LK_ISA static void base_(const float *o, const float *e, double n, double s, int32_t *b) {       \
    lk_base(o, e, n, s, b);                                                                        \
  }                                                                                                \
  LK_ISA static double centre_(const float *v, double s, const double *m, size_t n, double *c) {   \
    return lk_centre(v, s, m, n, c);                                                               \
  }                                                                                                \
  LK_ISA static void turn_(const double *m, const double *v, size_t n, double *t) {                \
    lk_turn(m, v, n, t);                                                                           \
  }                                                                                                \
  LK_ISA static void encode_(const double *v, size_t n, double s, int l, int8_t *c, double *q) {   \
    lk_encode(v, n, s, l, c, q);                                                                   \
  }                                                                                                \
  LK_ISA static double largest_(const double *v, size_t n) { return lk_largest(v, n); }            \
  LK_ISA static void accumulate_(double *s, const double *v, size_t r, size_t t, size_t n) {       \
    lk_accumulate(s, v, r, t, n);                                                                  \
  }
#define LK_HELPER_ENTRIES base_, centre_, turn_, encode_, largest_, accumulate_

static inline int32_t lk_load32(const int8_t *bytes) {
  int32_t word;
  memcpy(&word, bytes, 4);
  return word;
}

#endif
