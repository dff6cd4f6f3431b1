// CRC-32C, the checksum of gallery blocks: the processor's instruction where there is one, a table
// otherwise. Chosen for that instruction and for catching every burst of up to 32 bits.
#include "kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define LK_WITH_CRC __attribute__((target("sse4.2,pclmul")))

// Bytes of each of three lanes: one sum has to wait for itself, three keep the unit busy.
#define LK_LANE 4096

// What a sum becomes over a run of zero bytes, by `power`: x^(8 * bytes - 33) modulo the polynomial,
// bits reversed. The product has one bit less than 64, and reducing it multiplies by x^32.
LK_WITH_CRC static uint32_t pass(uint32_t crc, uint32_t power) {
  __m128i product =
      _mm_clmulepi64_si128(_mm_cvtsi32_si128((int)crc), _mm_cvtsi32_si128((int)power), 0);
  return (uint32_t)_mm_crc32_u64(0, (uint64_t)_mm_cvtsi128_si64(product));
}

LK_WITH_CRC static uint64_t add(uint64_t state, const uint8_t *p) {
  uint64_t word;
  memcpy(&word, p, 8);
  return _mm_crc32_u64(state, word);
}

LK_WITH_CRC static uint32_t hardware(uint32_t crc, const uint8_t *p, size_t count) {
  const uint32_t over_one = 0x82F89C77, over_two = 0x54A86326;
  uint64_t state = crc;
  for (; count >= 3 * LK_LANE; count -= 3 * LK_LANE, p += 3 * LK_LANE) {
    uint64_t second = 0, third = 0;
    for (size_t i = 0; i < LK_LANE; i += 8) {
      state = add(state, p + i);
      second = add(second, p + LK_LANE + i);
      third = add(third, p + 2 * LK_LANE + i);
    }
    state = pass((uint32_t)state, over_two) ^ pass((uint32_t)second, over_one) ^ third;
  }
  for (; count >= 8; count -= 8, p += 8) state = add(state, p);
  crc = (uint32_t)state;
  while (count--) crc = _mm_crc32_u8(crc, *p++);
  return crc;
}
#endif

static uint32_t portable(uint32_t crc, const uint8_t *p, size_t count) {
  uint32_t table[256];
  for (uint32_t i = 0; i < 256; i++) {
    uint32_t entry = i;
    for (int bit = 0; bit < 8; bit++) entry = entry >> 1 ^ (entry & 1 ? 0x82F63B78u : 0);
    table[i] = entry;
  }
  while (count--) crc = crc >> 8 ^ table[(crc ^ *p++) & 255];
  return crc;
}

uint32_t lk_crc32c(uint32_t crc, const void *bytes, size_t count) {
  crc = ~crc;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("pclmul"))
    return ~hardware(crc, bytes, count);
#endif
  return ~portable(crc, bytes, count);
}
