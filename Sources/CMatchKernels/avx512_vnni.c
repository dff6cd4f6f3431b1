// AVX-512 VNNI column.
//
// vpdpbusd    four u8 * s8 added to s32, exact: 255 * 127 * d stays below 2^31 for d < 66,000
// Scan: 4 vectors of 16 templates x 6 probes are 24 accumulators; one group costs 4 loads, 6
// broadcasts (load ports only) and 24 vpdpbusd, so the multipliers are the only full unit.
// Floats: two vectors of eight doubles are the 16 lanes.
#include "kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#pragma STDC FP_CONTRACT OFF
#define ISA                                                                                        \
  __attribute__((target("avx2,fma,avx512f,avx512bw,avx512vl,avx512dq,avx512vnni"),                 \
                 min_vector_width(512)))

ISA static inline double reduce(__m512d low, __m512d high) {
  __m512d eight = _mm512_add_pd(low, high);
  __m256d four = _mm256_add_pd(_mm512_castpd512_pd256(eight), _mm512_extractf64x4_pd(eight, 1));
  __m128d two = _mm_add_pd(_mm256_castpd256_pd128(four), _mm256_extractf128_pd(four, 1));
  return _mm_cvtsd_f64(_mm_add_sd(two, _mm_unpackhi_pd(two, two)));
}

ISA static inline __m512d widen(const float *a) { return _mm512_cvtps_pd(_mm256_loadu_ps(a)); }

ISA static double dot(const float *a, const float *b, size_t count) {
  __m512d low = _mm512_setzero_pd(), high = low;
  size_t i = 0;
  for (; i + 16 <= count; i += 16) {
    low = _mm512_fmadd_pd(widen(a + i), widen(b + i), low);
    high = _mm512_fmadd_pd(widen(a + i + 8), widen(b + i + 8), high);
  }
  if (i < count) {
    // A lane is never -0, so adding the padding's zero changes nothing.
    __mmask16 mask = (__mmask16)((1u << (count - i)) - 1);
    __m512 x = _mm512_maskz_loadu_ps(mask, a + i), y = _mm512_maskz_loadu_ps(mask, b + i);
    low = _mm512_fmadd_pd(_mm512_cvtps_pd(_mm512_castps512_ps256(x)),
                          _mm512_cvtps_pd(_mm512_castps512_ps256(y)), low);
    high = _mm512_fmadd_pd(_mm512_cvtps_pd(_mm512_extractf32x8_ps(x, 1)),
                           _mm512_cvtps_pd(_mm512_extractf32x8_ps(y, 1)), high);
  }
  return reduce(low, high);
}

ISA static inline __m512d add_square(__m512d sum, __m256 a, __m256 b) {
  __m512d difference = _mm512_sub_pd(_mm512_cvtps_pd(a), _mm512_cvtps_pd(b));
  return _mm512_add_pd(sum, _mm512_mul_pd(difference, difference));
}

ISA static double square_distance(const float *a, const float *b, size_t count) {
  __m512d low = _mm512_setzero_pd(), high = low;
  size_t i = 0;
  for (; i + 16 <= count; i += 16) {
    low = add_square(low, _mm256_loadu_ps(a + i), _mm256_loadu_ps(b + i));
    high = add_square(high, _mm256_loadu_ps(a + i + 8), _mm256_loadu_ps(b + i + 8));
  }
  if (i < count) {
    __mmask16 mask = (__mmask16)((1u << (count - i)) - 1);
    __m512 x = _mm512_maskz_loadu_ps(mask, a + i), y = _mm512_maskz_loadu_ps(mask, b + i);
    low = add_square(low, _mm512_castps512_ps256(x), _mm512_castps512_ps256(y));
    high = add_square(high, _mm512_extractf32x8_ps(x, 1), _mm512_extractf32x8_ps(y, 1));
  }
  return reduce(low, high);
}

// Writes the hits of a probe whose sums include one at or above its threshold.
ISA __attribute__((noinline)) static size_t emit(const int32_t sums[LK_TILE], int32_t threshold,
                                                 uint32_t probe, uint32_t first_row, lk_hit *hits) {
  uint64_t mask = 0;
  for (int v = 0; v < 4; v++)
    mask |= (uint64_t)_mm512_cmpge_epi32_mask(_mm512_loadu_si512(sums + 16 * v),
                                              _mm512_set1_epi32(threshold))
            << 16 * v;
  return lk_emit(mask, sums, probe, first_row, hits);
}

// `fetch` lines of `next` are asked for beside each group, until `lines` are.
ISA __attribute__((always_inline)) static inline size_t
scan_set(const int width, const size_t fetch, const uint8_t *tile, size_t groups,
         const int32_t *base, const int8_t *probes, const int32_t *thresholds, uint32_t first_probe,
         uint32_t first_row, const uint8_t *next, size_t lines, lk_hit *hits) {
  __m512i sum[LK_GROUP][4];
#pragma clang loop unroll(full)
  for (int p = 0; p < width; p++)
#pragma clang loop unroll(full)
    for (int v = 0; v < 4; v++) sum[p][v] = _mm512_loadu_si512(base + 16 * v);
  for (size_t g = 0; g < groups; g++, tile += LK_TILE * 4, probes += width * 4) {
    __m512i x0 = _mm512_loadu_si512(tile), x1 = _mm512_loadu_si512(tile + 64);
    __m512i x2 = _mm512_loadu_si512(tile + 128), x3 = _mm512_loadu_si512(tile + 192);
    if (g * fetch < lines) {
#pragma clang loop unroll(full)
      for (size_t line = 0; line < fetch; line++) {
        const char *ahead = (const char *)next + (g * fetch + line) * 64;
        // A single set comes to the next tile soon; others would push the current one out.
        if (fetch == 4)
          _mm_prefetch(ahead, _MM_HINT_T0);
        else
          _mm_prefetch(ahead, _MM_HINT_T1);
      }
    }
#pragma clang loop unroll(full)
    for (int p = 0; p < width; p++) {
      __m512i q = _mm512_set1_epi32(lk_load32(probes + p * 4));
      sum[p][0] = _mm512_dpbusd_epi32(sum[p][0], x0, q);
      sum[p][1] = _mm512_dpbusd_epi32(sum[p][1], x1, q);
      sum[p][2] = _mm512_dpbusd_epi32(sum[p][2], x2, q);
      sum[p][3] = _mm512_dpbusd_epi32(sum[p][3], x3, q);
    }
  }
  // One branch for the whole set: most sets have no hit at all.
  __mmask16 reached[LK_GROUP], any = 0;
#pragma clang loop unroll(full)
  for (int p = 0; p < width; p++) {
    __m512i most = _mm512_max_epi32(_mm512_max_epi32(sum[p][0], sum[p][1]),
                                    _mm512_max_epi32(sum[p][2], sum[p][3]));
    reached[p] = _mm512_cmpge_epi32_mask(most, _mm512_set1_epi32(thresholds[p]));
    any |= reached[p];
  }
  if (__builtin_expect(any == 0, 1)) return 0;
  size_t found = 0;
#pragma clang loop unroll(full)
  for (int p = 0; p < width; p++) {
    if (!reached[p]) continue;
    int32_t sums[LK_TILE];
#pragma clang loop unroll(full)
    for (int v = 0; v < 4; v++) _mm512_storeu_si512(sums + 16 * v, sum[p][v]);
    found += emit(sums, thresholds[p], first_probe + (uint32_t)p, first_row, hits + found);
  }
  return found;
}

// The set of `width` probes, with one instance of the loop for each width.
ISA __attribute__((always_inline)) static inline size_t
scan_width(size_t width, const size_t fetch, const uint8_t *tile, size_t groups,
           const int32_t *base, const int8_t *probes, const int32_t *thresholds,
           uint32_t first_probe, uint32_t first_row, const uint8_t *next, size_t lines,
           lk_hit *hits) {
#define LK_WIDTH(w)                                                                                \
  scan_set(w, fetch, tile, groups, base, probes, thresholds, first_probe, first_row, next, lines,  \
           hits)
  switch (width) {
  case 1: return LK_WIDTH(1);
  case 2: return LK_WIDTH(2);
  case 3: return LK_WIDTH(3);
  case 4: return LK_WIDTH(4);
  case 5: return LK_WIDTH(5);
  default: return LK_WIDTH(6);
  }
#undef LK_WIDTH
}

ISA static size_t scan(const uint8_t *tile, size_t groups, const int32_t *base,
                       const int8_t *probes, const int32_t *thresholds, size_t probe_count,
                       uint32_t first_row, const uint8_t *next, lk_hit *hits) {
  // The next tile's lines are spread over the sets and, within a set, over its groups: asked for in
  // one burst they would hold up the loads of the current tile.
  size_t found = 0, sets = (probe_count + LK_GROUP - 1) / LK_GROUP, all = groups * 4;
  for (size_t set = 0; set < sets; set++) {
    size_t start = set * LK_GROUP;
    size_t width = probe_count - start < LK_GROUP ? probe_count - start : LK_GROUP;
    const int8_t *q = probes + start * groups * 4;
    const int32_t *t = thresholds + start;
    uint32_t first = (uint32_t)start;
    size_t from = all * set / sets, lines = next ? all * (set + 1) / sets - from : 0;
    const uint8_t *ahead = next ? next + from * 64 : tile;
    lk_hit *out = hits + found;
    if (sets >= 4)
      found += scan_width(width, 1, tile, groups, base, q, t, first, first_row, ahead, lines, out);
    else if (sets > 1)
      found += scan_width(width, 2, tile, groups, base, q, t, first, first_row, ahead, lines, out);
    else
      found += scan_width(width, 4, tile, groups, base, q, t, first, first_row, ahead, lines, out);
  }
  return found;
}

ISA static int32_t dot_codes(const uint8_t *codes, const int8_t *probe, size_t count) {
  __m512i sum = _mm512_setzero_si512();
  size_t i = 0;
  for (; i + 64 <= count; i += 64)
    sum = _mm512_dpbusd_epi32(sum, _mm512_loadu_si512(codes + i), _mm512_loadu_si512(probe + i));
  if (i < count) {
    __mmask64 mask = (1ull << (count - i)) - 1;
    sum = _mm512_dpbusd_epi32(sum, _mm512_maskz_loadu_epi8(mask, codes + i),
                              _mm512_maskz_loadu_epi8(mask, probe + i));
  }
  return _mm512_reduce_add_epi32(sum);
}

#define LK_ISA ISA
LK_HELPERS

const lk_kernels lk_kernels_avx512_vnni = {
    LK_AVX512_VNNI, 127, dot, square_distance, scan, dot_codes, LK_HELPER_ENTRIES};
#endif
