// What this machine can do at most, so that a share of it can be stated. Each function works and
// returns how much work it did; the caller takes the time.
#include "kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx512f,avx512bw,avx512vnni"), noinline)) static double
int8_avx512(long rounds, int32_t *sink) {
  __m512i sum[12], x = _mm512_set1_epi32(0x01020304), y = _mm512_set1_epi32(0x04030201);
  for (int i = 0; i < 12; i++) sum[i] = _mm512_set1_epi32(i);
  for (long round = 0; round < rounds; round++) {
#pragma clang loop unroll(full)
    for (int i = 0; i < 12; i++) sum[i] = _mm512_dpbusd_epi32(sum[i], x, y);
    __asm__ volatile("" : "+x"(x), "+x"(y));
  }
  for (int i = 1; i < 12; i++) sum[0] = _mm512_add_epi32(sum[0], sum[i]);
  *sink = _mm512_reduce_add_epi32(sum[0]);
  return (double)rounds * 12 * 64;
}

__attribute__((target("avx2,fma"), noinline)) static double int8_avx2(long rounds, int32_t *sink) {
  __m256i sum[12], x = _mm256_set1_epi32(0x01020304), y = _mm256_set1_epi32(0x04030201);
  __m256i ones = _mm256_set1_epi16(1);
  for (int i = 0; i < 12; i++) sum[i] = _mm256_set1_epi32(i);
  for (long round = 0; round < rounds; round++) {
#pragma clang loop unroll(full)
    for (int i = 0; i < 12; i++) {
      // Each product is computed anew: the compiler may not carry it over.
      __asm__ volatile("" : "+x"(x));
      sum[i] = _mm256_add_epi32(sum[i], _mm256_madd_epi16(_mm256_maddubs_epi16(x, y), ones));
    }
  }
  for (int i = 1; i < 12; i++) sum[0] = _mm256_add_epi32(sum[0], sum[i]);
  *sink = _mm256_extract_epi32(sum[0], 0);
  return (double)rounds * 12 * 32;
}

__attribute__((target("avx512f"), noinline)) static double float_avx512(long rounds, int32_t *sink) {
  __m512 sum[12], x = _mm512_set1_ps(0.5f), y = _mm512_set1_ps(1e-20f);
  for (int i = 0; i < 12; i++) sum[i] = _mm512_set1_ps((float)i);
  for (long round = 0; round < rounds; round++) {
#pragma clang loop unroll(full)
    for (int i = 0; i < 12; i++) sum[i] = _mm512_fmadd_ps(sum[i], x, y);
    __asm__ volatile("" : "+x"(x), "+x"(y));
  }
  for (int i = 1; i < 12; i++) sum[0] = _mm512_add_ps(sum[0], sum[i]);
  *sink = (int32_t)_mm512_reduce_add_ps(sum[0]);
  return (double)rounds * 12 * 16;
}

__attribute__((target("avx2,fma"), noinline)) static double float_avx2(long rounds, int32_t *sink) {
  __m256 sum[12], x = _mm256_set1_ps(0.5f), y = _mm256_set1_ps(1e-20f);
  for (int i = 0; i < 12; i++) sum[i] = _mm256_set1_ps((float)i);
  for (long round = 0; round < rounds; round++) {
#pragma clang loop unroll(full)
    for (int i = 0; i < 12; i++) sum[i] = _mm256_fmadd_ps(sum[i], x, y);
    __asm__ volatile("" : "+x"(x), "+x"(y));
  }
  for (int i = 1; i < 12; i++) sum[0] = _mm256_add_ps(sum[0], sum[i]);
  *sink = (int32_t)_mm256_cvtss_f32(sum[0]);
  return (double)rounds * 12 * 8;
}
#endif

double lk_peak_int8(int level, long rounds, int32_t *sink) {
#if defined(__x86_64__)
  if (level == LK_AVX512_VNNI) return int8_avx512(rounds, sink);
  if (level == LK_AVX2) return int8_avx2(rounds, sink);
#endif
  (void)level, (void)rounds, (void)sink;
  return 0;
}

double lk_peak_float32(int level, long rounds, int32_t *sink) {
#if defined(__x86_64__)
  if (level == LK_AVX512_VNNI) return float_avx512(rounds, sink);
  if (level == LK_AVX2) return float_avx2(rounds, sink);
#endif
  (void)level, (void)rounds, (void)sink;
  return 0;
}

typedef uint64_t lk_words __attribute__((vector_size(64)));

uint64_t lk_read_memory(const void *bytes, size_t count) {
  const lk_words *words = bytes;
  lk_words sums[4] = {{0}, {0}, {0}, {0}};
  for (size_t i = 0; i + 4 <= count / sizeof(lk_words); i += 4)
    for (size_t j = 0; j < 4; j++) sums[j] ^= words[i + j];
  sums[0] ^= sums[1] ^ sums[2] ^ sums[3];
  uint64_t all = 0;
  for (int lane = 0; lane < 8; lane++) all ^= sums[0][lane];
  return all;
}
