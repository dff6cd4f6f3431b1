// What the files of this target share.
#ifndef LK_KERNELS_H
#define LK_KERNELS_H

#include <string.h>

#include "include/CMatchKernels.h"

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

static inline int32_t lk_load32(const int8_t *bytes) {
  int32_t word;
  memcpy(&word, bytes, 4);
  return word;
}

#endif
