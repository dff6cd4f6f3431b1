// Which instruction sets this machine has, and which column of the grid belongs to each.
#include "kernels.h"

const lk_kernels *lk_kernels_for(int level) {
  switch (level) {
  case LK_SCALAR:
    return &lk_kernels_scalar;
#if defined(__x86_64__)
  case LK_AVX2:
    // The compiler's check asks CPUID and, through XGETBV, whether the system saves the registers.
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? &lk_kernels_avx2 : 0;
  case LK_AVX512_VNNI:
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                   __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
                   __builtin_cpu_supports("avx512vnni")
               ? &lk_kernels_avx512_vnni
               : 0;
#elif defined(__aarch64__)
  case LK_NEON:
    return lk_has_dotprod() ? &lk_kernels_neon : 0;
#endif
  default:
    return 0;
  }
}

int lk_best_level(void) {
  for (int level = LK_LEVELS - 1; level > LK_SCALAR; level--)
    if (lk_kernels_for(level)) return level;
  return LK_SCALAR;
}

void lk_pack_probe(const int8_t *codes, size_t groups, size_t index, size_t probe_count,
                   int8_t *packed) {
  size_t set = index / LK_GROUP, place = index % LK_GROUP;
  size_t left = probe_count - set * LK_GROUP;
  size_t width = left < LK_GROUP ? left : LK_GROUP;
  int8_t *to = packed + set * LK_GROUP * groups * 4;
  for (size_t g = 0; g < groups; g++)
    for (size_t i = 0; i < 4; i++) to[(g * width + place) * 4 + i] = codes[g * 4 + i];
}
