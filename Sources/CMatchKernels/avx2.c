// AVX2 + FMA column.
//
// vpmaddubsw  pairs u8 * s8 into s16, saturating   probes within +-64: 2 * 255 * 64 = 32,640 < 2^15
// vpmaddwd    pairs of s16 into s32, exact
// Floats: four vectors of four doubles are the 16 lanes.
#include "kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#pragma STDC FP_CONTRACT OFF
#define ISA __attribute__((target("avx2,fma")))

ISA static inline double reduce(__m256d a, __m256d b, __m256d c, __m256d d) {
  // Lanes 0-3, 4-7, 8-11, 12-15: halve to 8, to 4, to 2, to 1.
  __m256d four = _mm256_add_pd(_mm256_add_pd(a, c), _mm256_add_pd(b, d));
  __m128d two = _mm_add_pd(_mm256_castpd256_pd128(four), _mm256_extractf128_pd(four, 1));
  return _mm_cvtsd_f64(_mm_add_sd(two, _mm_unpackhi_pd(two, two)));
}

ISA static inline __m256d widen(const float *a) { return _mm256_cvtps_pd(_mm_loadu_ps(a)); }

ISA static double dot(const float *a, const float *b, size_t count) {
  __m256d s0 = _mm256_setzero_pd(), s1 = s0, s2 = s0, s3 = s0;
  size_t i = 0;
  for (; i + 16 <= count; i += 16) {
    s0 = _mm256_fmadd_pd(widen(a + i), widen(b + i), s0);
    s1 = _mm256_fmadd_pd(widen(a + i + 4), widen(b + i + 4), s1);
    s2 = _mm256_fmadd_pd(widen(a + i + 8), widen(b + i + 8), s2);
    s3 = _mm256_fmadd_pd(widen(a + i + 12), widen(b + i + 12), s3);
  }
  if (i < count) {
    // A lane is never -0, so adding the padding's zero changes nothing.
    float x[16] = {0}, y[16] = {0};
    memcpy(x, a + i, (count - i) * sizeof(float));
    memcpy(y, b + i, (count - i) * sizeof(float));
    s0 = _mm256_fmadd_pd(widen(x), widen(y), s0);
    s1 = _mm256_fmadd_pd(widen(x + 4), widen(y + 4), s1);
    s2 = _mm256_fmadd_pd(widen(x + 8), widen(y + 8), s2);
    s3 = _mm256_fmadd_pd(widen(x + 12), widen(y + 12), s3);
  }
  return reduce(s0, s1, s2, s3);
}

ISA static inline __m256d add_square(__m256d sum, const float *a, const float *b) {
  __m256d difference = _mm256_sub_pd(widen(a), widen(b));
  return _mm256_add_pd(sum, _mm256_mul_pd(difference, difference));
}

ISA static double square_distance(const float *a, const float *b, size_t count) {
  __m256d s0 = _mm256_setzero_pd(), s1 = s0, s2 = s0, s3 = s0;
  size_t i = 0;
  for (; i + 16 <= count; i += 16) {
    s0 = add_square(s0, a + i, b + i);
    s1 = add_square(s1, a + i + 4, b + i + 4);
    s2 = add_square(s2, a + i + 8, b + i + 8);
    s3 = add_square(s3, a + i + 12, b + i + 12);
  }
  if (i < count) {
    float x[16] = {0}, y[16] = {0};
    memcpy(x, a + i, (count - i) * sizeof(float));
    memcpy(y, b + i, (count - i) * sizeof(float));
    s0 = add_square(s0, x, y);
    s1 = add_square(s1, x + 4, y + 4);
    s2 = add_square(s2, x + 8, y + 8);
    s3 = add_square(s3, x + 12, y + 12);
  }
  return reduce(s0, s1, s2, s3);
}

// A quarter of the tile (16 templates, two vectors) against `width` probes: 12 accumulators.
ISA __attribute__((always_inline)) static inline void
quarter(const int width, const uint8_t *tile, size_t groups, const int32_t *base,
        const int8_t *probes, const int32_t *thresholds, unsigned place, int32_t (*sums)[LK_TILE],
        uint64_t *masks) {
  const __m256i ones = _mm256_set1_epi16(1);
  __m256i sum[LK_GROUP][2];
#pragma clang loop unroll(full)
  for (int p = 0; p < width; p++) {
    sum[p][0] = _mm256_loadu_si256((const __m256i *)(base + place));
    sum[p][1] = _mm256_loadu_si256((const __m256i *)(base + place + 8));
  }
  const uint8_t *x = tile + place * 4;
  for (size_t g = 0; g < groups; g++, x += LK_TILE * 4, probes += width * 4) {
    __m256i x0 = _mm256_loadu_si256((const __m256i *)x);
    __m256i x1 = _mm256_loadu_si256((const __m256i *)(x + 32));
#pragma clang loop unroll(full)
    for (int p = 0; p < width; p++) {
      __m256i q = _mm256_set1_epi32(lk_load32(probes + p * 4));
      sum[p][0] =
          _mm256_add_epi32(sum[p][0], _mm256_madd_epi16(_mm256_maddubs_epi16(x0, q), ones));
      sum[p][1] =
          _mm256_add_epi32(sum[p][1], _mm256_madd_epi16(_mm256_maddubs_epi16(x1, q), ones));
    }
  }
#pragma clang loop unroll(full)
  for (int p = 0; p < width; p++) {
    __m256i threshold = _mm256_set1_epi32(thresholds[p]);
    _mm256_storeu_si256((__m256i *)(sums[p] + place), sum[p][0]);
    _mm256_storeu_si256((__m256i *)(sums[p] + place + 8), sum[p][1]);
    unsigned below0 = (unsigned)_mm256_movemask_ps(
        _mm256_castsi256_ps(_mm256_cmpgt_epi32(threshold, sum[p][0])));
    unsigned below1 = (unsigned)_mm256_movemask_ps(
        _mm256_castsi256_ps(_mm256_cmpgt_epi32(threshold, sum[p][1])));
    masks[p] |= (uint64_t)(~(below0 | below1 << 8) & 0xFFFF) << place;
  }
}

ISA __attribute__((always_inline)) static inline size_t
scan_set(const int width, const uint8_t *tile, size_t groups, const int32_t *base,
         const int8_t *probes, const int32_t *thresholds, uint32_t first_probe, uint32_t first_row,
         lk_hit *hits) {
  int32_t sums[LK_GROUP][LK_TILE];
  uint64_t masks[LK_GROUP] = {0};
  for (unsigned place = 0; place < LK_TILE; place += 16)
    quarter(width, tile, groups, base, probes, thresholds, place, sums, masks);
  size_t found = 0;
  for (int p = 0; p < width; p++)
    if (masks[p])
      found += lk_emit(masks[p], sums[p], first_probe + (uint32_t)p, first_row, hits + found);
  return found;
}

ISA static size_t scan(const uint8_t *tile, size_t groups, const int32_t *base,
                       const int8_t *probes, const int32_t *thresholds, size_t probe_count,
                       uint32_t first_row, const uint8_t *next, lk_hit *hits) {
  size_t found = 0, lines = groups * 4, fetched = 0;
  for (size_t start = 0; start < probe_count; start += LK_GROUP) {
    size_t width = probe_count - start < LK_GROUP ? probe_count - start : LK_GROUP;
    const int8_t *set = probes + start * groups * 4;
    const int32_t *t = thresholds + start;
    uint32_t first = (uint32_t)start;
    if (next) {
      size_t until = lines * (start + width) / probe_count;
      for (; fetched < until; fetched++)
        _mm_prefetch((const char *)next + fetched * 64, _MM_HINT_T1);
    }
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
  const __m256i ones = _mm256_set1_epi16(1);
  __m256i sum = _mm256_setzero_si256();
  size_t i = 0;
  for (; i + 32 <= count; i += 32) {
    __m256i x = _mm256_loadu_si256((const __m256i *)(codes + i));
    __m256i q = _mm256_loadu_si256((const __m256i *)(probe + i));
    sum = _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_maddubs_epi16(x, q), ones));
  }
  __m128i four = _mm_add_epi32(_mm256_castsi256_si128(sum), _mm256_extracti128_si256(sum, 1));
  four = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0x4E));
  four = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0xB1));
  int32_t total = _mm_cvtsi128_si32(four);
  for (; i < count; i++) total += codes[i] * probe[i];
  return total;
}

#define LK_ISA ISA
LK_HELPERS

const lk_kernels lk_kernels_avx2 = {
    LK_AVX2, 64, dot, square_distance, scan, dot_codes, LK_HELPER_ENTRIES};
#endif
