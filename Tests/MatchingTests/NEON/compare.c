// Compares the NEON column with the scalar one, bit for bit; exits with 0 where they agree.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CMatchKernels.h"

static uint64_t state = 88172645463325252ull;
static uint64_t next(void) {
  state ^= state << 13;
  state ^= state >> 7;
  return state ^= state << 17;
}

int main(void) {
  const lk_kernels *neon = lk_kernels_for(LK_NEON), *scalar = lk_kernels_for(LK_SCALAR);
  if (!neon) return 3;
  static float x[600], y[600];
  for (size_t d = 1; d <= 600; d += d < 140 ? 1 : 37) {
    for (size_t i = 0; i < d; i++) {
      x[i] = (float)((double)(int64_t)next() * 0x1p-62) * (next() % 9 ? 1.0f : 1e-30f);
      y[i] = (float)((double)(int64_t)next() * 0x1p-62) * (next() % 9 ? 1.0f : 1e12f);
    }
    double a = neon->dot(x, y, d), b = scalar->dot(x, y, d);
    double e = neon->square_distance(x, y, d), f = scalar->square_distance(x, y, d);
    if (memcmp(&a, &b, 8) || memcmp(&e, &f, 8)) return fprintf(stderr, "float d=%zu\n", d), 1;
  }
  for (size_t groups = 1; groups <= 40; groups += 3)
    for (size_t probes = 1; probes <= 14; probes++) {
      static uint8_t tile[64 * 4 * 64];
      static int8_t codes[4 * 64], packed[14 * 4 * 64];
      static int32_t base[64], thresholds[14];
      static lk_hit one[64 * 14], two[64 * 14];
      for (size_t i = 0; i < groups * 256; i++) tile[i] = (uint8_t)next();
      for (size_t p = 0; p < probes; p++) {
        for (size_t i = 0; i < groups * 4; i++) codes[i] = (int8_t)((int)(next() % 255) - 127);
        lk_pack_probe(codes, groups, p, probes, packed);
        thresholds[p] = p == 0 ? INT32_MIN : (int32_t)(next() % 20000) - 10000;
      }
      for (int r = 0; r < 64; r++) base[r] = (int32_t)(next() % 5000);
      size_t m = neon->scan(tile, groups, base, packed, thresholds, probes, 64, 0, one);
      size_t n = scalar->scan(tile, groups, base, packed, thresholds, probes, 64, 0, two);
      if (m != n || memcmp(one, two, m * sizeof(lk_hit))) return fprintf(stderr, "scan\n"), 1;
      if (neon->dot_codes(tile, codes, groups * 4) != scalar->dot_codes(tile, codes, groups * 4))
        return fprintf(stderr, "tail\n"), 1;
    }
  return 0;
}
