// The portable column: plain C, the reference of all others.
//
// Accumulators: double for floats, int32 for codes. 255 * 127 * d stays below 2^31 for d < 66,000.
#include "kernels.h"

#pragma STDC FP_CONTRACT OFF

static double dot(const float *a, const float *b, size_t count) {
  double lanes[16] = {0};
  for (size_t i = 0; i < count; i++) lanes[i & 15] += (double)a[i] * (double)b[i];
  return lk_halve(lanes);
}

static double square_distance(const float *a, const float *b, size_t count) {
  double lanes[16] = {0};
  for (size_t i = 0; i < count; i++) {
    double difference = (double)a[i] - (double)b[i];
    double square = difference * difference;
    lanes[i & 15] += square;
  }
  return lk_halve(lanes);
}

static size_t scan(const uint8_t *tile, size_t groups, const int32_t *base, const int8_t *probes,
                   const int32_t *thresholds, size_t probe_count, uint32_t first_row,
                   const uint8_t *next, lk_hit *hits) {
  (void)next;
  size_t found = 0;
  for (size_t start = 0; start < probe_count; start += LK_GROUP) {
    size_t width = probe_count - start < LK_GROUP ? probe_count - start : LK_GROUP;
    const int8_t *set = probes + start * groups * 4;
    for (size_t p = 0; p < width; p++) {
      int32_t sums[LK_TILE];
      memcpy(sums, base, sizeof sums);
      for (size_t g = 0; g < groups; g++) {
        const int8_t *q = set + (g * width + p) * 4;
        const uint8_t *x = tile + g * LK_TILE * 4;
        for (size_t r = 0; r < LK_TILE; r++)
          sums[r] += x[4 * r] * q[0] + x[4 * r + 1] * q[1] + x[4 * r + 2] * q[2] +
                     x[4 * r + 3] * q[3];
      }
      uint64_t mask = 0;
      for (size_t r = 0; r < LK_TILE; r++)
        mask |= (uint64_t)(sums[r] >= thresholds[start + p]) << r;
      found += lk_emit(mask, sums, (uint32_t)(start + p), first_row, hits + found);
    }
  }
  return found;
}

static int32_t dot_codes(const uint8_t *codes, const int8_t *probe, size_t count) {
  int32_t sum = 0;
  for (size_t i = 0; i < count; i++) sum += codes[i] * probe[i];
  return sum;
}

#define LK_ISA 
LK_HELPERS

const lk_kernels lk_kernels_scalar = {
    LK_SCALAR, 127, dot, square_distance, scan, dot_codes, LK_HELPER_ENTRIES};
