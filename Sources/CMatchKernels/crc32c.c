// CRC-32C, the checksum of gallery blocks: the processor's instruction where there is one, a table
// otherwise. Chosen for that instruction and for catching every burst of up to 32 bits.
#include "kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("sse4.2"))) static uint32_t hardware(uint32_t crc, const uint8_t *p,
                                                           size_t count) {
  uint64_t state = crc;
  for (; count >= 8; count -= 8, p += 8) {
    uint64_t word;
    memcpy(&word, p, 8);
    state = _mm_crc32_u64(state, word);
  }
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
  if (__builtin_cpu_supports("sse4.2")) return ~hardware(crc, bytes, count);
#endif
  return ~portable(crc, bytes, count);
}
