// NEON with the dot-product extension (Armv8.2 DotProd).
//
// sdot        four s8 * s8 added to s32: the unsigned codes are turned signed (x ^ 0x80 = x - 128)
//             and 128 * (sum of the probe's codes) is added, which is the same integer.
// Scan: 4 vectors of 4 templates x 6 probes are 24 of the 32 registers; a quarter of a tile at a time.
// Floats: eight vectors of two doubles are the 16 lanes.
#include "kernels.h"

#if defined(__aarch64__)
#include <arm_neon.h>
#if defined(__linux__)
#include <sys/auxv.h>
#endif

#pragma STDC FP_CONTRACT OFF
#if defined(__clang__)
#define ISA __attribute__((target("dotprod")))
#else
#define ISA __attribute__((target("arch=armv8.2-a+dotprod")))
#endif

int lk_has_dotprod(void) {
#if defined(__linux__)
  return (getauxval(AT_HWCAP) & (1ul << 20)) != 0;
#else
  return 1;
#endif
}

ISA static double reduce(float64x2_t s[8]) {
  for (int width = 4; width > 0; width /= 2)
    for (int i = 0; i < width; i++) s[i] = vaddq_f64(s[i], s[i + width]);
  return vgetq_lane_f64(s[0], 0) + vgetq_lane_f64(s[0], 1);
}

ISA static inline void add_products(float64x2_t s[8], const float *a, const float *b) {
  for (int i = 0; i < 4; i++) {
    float32x4_t x = vld1q_f32(a + 4 * i), y = vld1q_f32(b + 4 * i);
    s[2 * i] = vfmaq_f64(s[2 * i], vcvt_f64_f32(vget_low_f32(x)), vcvt_f64_f32(vget_low_f32(y)));
    s[2 * i + 1] = vfmaq_f64(s[2 * i + 1], vcvt_high_f64_f32(x), vcvt_high_f64_f32(y));
  }
}

ISA static inline void add_squares(float64x2_t s[8], const float *a, const float *b) {
  for (int i = 0; i < 4; i++) {
    float32x4_t x = vld1q_f32(a + 4 * i), y = vld1q_f32(b + 4 * i);
    float64x2_t low = vsubq_f64(vcvt_f64_f32(vget_low_f32(x)), vcvt_f64_f32(vget_low_f32(y)));
    float64x2_t high = vsubq_f64(vcvt_high_f64_f32(x), vcvt_high_f64_f32(y));
    low = vmulq_f64(low, low);
    high = vmulq_f64(high, high);
    s[2 * i] = vaddq_f64(s[2 * i], low);
    s[2 * i + 1] = vaddq_f64(s[2 * i + 1], high);
  }
}

ISA static double dot(const float *a, const float *b, size_t count) {
  float64x2_t s[8];
  for (int i = 0; i < 8; i++) s[i] = vdupq_n_f64(0);
  size_t i = 0;
  for (; i + 16 <= count; i += 16) add_products(s, a + i, b + i);
  if (i < count) {
    float x[16] = {0}, y[16] = {0};
    memcpy(x, a + i, (count - i) * sizeof(float));
    memcpy(y, b + i, (count - i) * sizeof(float));
    add_products(s, x, y);
  }
  return reduce(s);
}

ISA static double square_distance(const float *a, const float *b, size_t count) {
  float64x2_t s[8];
  for (int i = 0; i < 8; i++) s[i] = vdupq_n_f64(0);
  size_t i = 0;
  for (; i + 16 <= count; i += 16) add_squares(s, a + i, b + i);
  if (i < count) {
    float x[16] = {0}, y[16] = {0};
    memcpy(x, a + i, (count - i) * sizeof(float));
    memcpy(y, b + i, (count - i) * sizeof(float));
    add_squares(s, x, y);
  }
  return reduce(s);
}

ISA __attribute__((always_inline)) static inline size_t
scan_set(const int width, const uint8_t *tile, size_t groups, const int32_t *base,
         const int8_t *probes, const int32_t *thresholds, uint32_t first_probe, uint32_t first_row,
         lk_hit *hits) {
  int32_t sums[LK_GROUP][LK_TILE];
  int32_t shift[LK_GROUP] = {0};
  for (size_t g = 0; g < groups; g++)
    for (int p = 0; p < width; p++)
      for (int i = 0; i < 4; i++) shift[p] += 128 * probes[(g * (size_t)width + (size_t)p) * 4 + (size_t)i];
  for (int place = 0; place < LK_TILE; place += 16) {
    int32x4_t sum[LK_GROUP][4];
    for (int p = 0; p < width; p++)
      for (int v = 0; v < 4; v++)
        sum[p][v] = vaddq_s32(vld1q_s32(base + place + 4 * v), vdupq_n_s32(shift[p]));
    const uint8_t *x = tile + place * 4;
    const int8_t *q = probes;
    for (size_t g = 0; g < groups; g++, x += LK_TILE * 4, q += width * 4) {
      int8x16_t t[4];
      for (int v = 0; v < 4; v++)
        t[v] = vreinterpretq_s8_u8(veorq_u8(vld1q_u8(x + 16 * v), vdupq_n_u8(0x80)));
      for (int p = 0; p < width; p++) {
        int8x16_t probe = vreinterpretq_s8_s32(vdupq_n_s32(lk_load32(q + p * 4)));
        for (int v = 0; v < 4; v++) sum[p][v] = vdotq_s32(sum[p][v], t[v], probe);
      }
    }
    for (int p = 0; p < width; p++)
      for (int v = 0; v < 4; v++) vst1q_s32(sums[p] + place + 4 * v, sum[p][v]);
  }
  size_t found = 0;
  for (int p = 0; p < width; p++) {
    int32x4_t threshold = vdupq_n_s32(thresholds[p]);
    uint64_t mask = 0;
    for (int r = 0; r < LK_TILE; r += 4) {
      uint32x4_t at = vcgeq_s32(vld1q_s32(sums[p] + r), threshold);
      if (vmaxvq_u32(at))
        for (int i = 0; i < 4; i++) mask |= (uint64_t)(sums[p][r + i] >= thresholds[p]) << (r + i);
    }
    if (mask)
      found += lk_emit(mask, sums[p], first_probe + (uint32_t)p, first_row, hits + found);
  }
  return found;
}

ISA static size_t scan(const uint8_t *tile, size_t groups, const int32_t *base,
                       const int8_t *probes, const int32_t *thresholds, size_t probe_count,
                       uint32_t first_row, const uint8_t *next, lk_hit *hits) {
  (void)next;
  size_t found = 0;
  for (size_t start = 0; start < probe_count; start += LK_GROUP) {
    size_t width = probe_count - start < LK_GROUP ? probe_count - start : LK_GROUP;
    const int8_t *set = probes + start * groups * 4;
    const int32_t *t = thresholds + start;
    uint32_t first = (uint32_t)start;
    lk_hit *out = hits + found;
    switch (width) {
    case 1: found += scan_set(1, tile, groups, base, set, t, first, first_row, out); break;
    case 2: found += scan_set(2, tile, groups, base, set, t, first, first_row, out); break;
    case 3: found += scan_set(3, tile, groups, base, set, t, first, first_row, out); break;
    case 4: found += scan_set(4, tile, groups, base, set, t, first, first_row, out); break;
    case 5: found += scan_set(5, tile, groups, base, set, t, first, first_row, out); break;
    default: found += scan_set(6, tile, groups, base, set, t, first, first_row, out);
    }
  }
  return found;
}

ISA static int32_t dot_codes(const uint8_t *codes, const int8_t *probe, size_t count) {
  int32x4_t sum = vdupq_n_s32(0);
  const int8x16_t ones = vdupq_n_s8(1);
  int32x4_t shift = vdupq_n_s32(0);
  size_t i = 0;
  for (; i + 16 <= count; i += 16) {
    int8x16_t x = vreinterpretq_s8_u8(veorq_u8(vld1q_u8(codes + i), vdupq_n_u8(0x80)));
    int8x16_t q = vld1q_s8(probe + i);
    sum = vdotq_s32(sum, x, q);
    shift = vdotq_s32(shift, q, ones);
  }
  int32_t total = vaddvq_s32(sum) + 128 * vaddvq_s32(shift);
  for (; i < count; i++) total += codes[i] * probe[i];
  return total;
}

#define LK_ISA ISA
LK_HELPERS

const lk_kernels lk_kernels_neon = {
    LK_NEON, 127, dot, square_distance, scan, dot_codes, LK_HELPER_ENTRIES};
#endif
