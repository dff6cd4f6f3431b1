// The arithmetic of matching, one file for each instruction set.
//
// Grid: operation x instruction set, `lk_<operation>_<isa>`; a caller takes one column of it with
// `lk_kernels_for` and passes that on. Every column gives the same bits for the same inputs: integer
// sums are exact, and floating-point sums have fixed lanes and a fixed reduction.
#ifndef C_MATCH_KERNELS_H
#define C_MATCH_KERNELS_H

#include <stddef.h>
#include <stdint.h>

// Templates that one scan looks at together.
#define LK_TILE 64
// Probes that one group of the packed layout holds.
#define LK_GROUP 6

// Instruction sets, from the portable one upward.
enum { LK_SCALAR = 0, LK_AVX2 = 1, LK_AVX512_VNNI = 2, LK_NEON = 3, LK_LEVELS = 4 };

// A template whose sum reached its probe's threshold.
typedef struct lk_hit {
  uint32_t probe;
  uint32_t row;
  int32_t sum;
} lk_hit;

// One instruction set's column of the grid.
typedef struct lk_kernels {
  // The level these are for.
  int level;
  // Probe codes must lie in -probe_limit ... probe_limit, or sums may saturate.
  int probe_limit;

  // sum of double(a[i]) * double(b[i]): 16 lanes (lane = i mod 16), halved 8, 4, 2, 1. The products
  // are exact in double, so fused and separate arithmetic agree.
  double (*dot)(const float *a, const float *b, size_t count);

  // sum of (double(a[i]) - double(b[i]))^2, the same lanes, multiply and add apart: the squares are
  // not exact.
  double (*square_distance)(const float *a, const float *b, size_t count);

  // Sums base[r] + sum over i of tile(r, i) * probe(p, i) for 64 templates and all probes, and writes
  // a hit for each sum >= thresholds[p], by probe and then row. Returns how many.
  //   tile:    [groups][64][4] unsigned codes: the four dimensions of a group lie together.
  //   probes:  packed by `lk_pack_probes`: for each six probes [groups][6][4] signed codes; the last
  //            set holds what is left.
  //   next:    what will be scanned next (it is fetched meanwhile), or null.
  //   hits:    room for 64 * probe_count.
  size_t (*scan)(const uint8_t *tile, size_t groups, const int32_t *base, const int8_t *probes,
                 const int32_t *thresholds, size_t probe_count, uint32_t first_row,
                 const uint8_t *next, lk_hit *hits);

  // sum of codes[i] * probe[i].
  int32_t (*dot_codes)(const uint8_t *codes, const int8_t *probe, size_t count);

  // base[r] = ceil((offsets[r] + errors[r] * norm) * inverse_step) + 1, held to -2^30 ... 2^30, for
  // the 64 templates of a tile.
  void (*base)(const float *offsets, const float *errors, double norm, double inverse_step,
               int32_t *base);

  // centred[i] = double(values[i]) * scale - centre[i]; returns the sum of centred[i]^2.
  double (*centre)(const float *values, double scale, const double *centre, size_t count,
                   double *centred);

  // turned[i] = sum of matrix[i * count + j] * values[j].
  void (*turn)(const double *matrix, const double *values, size_t count, double *turned);

  // Rounds values[i] / step to the nearest code within -limit ... limit. `sums` receives the sums of
  // (values[i] - step * codes[i])^2 and of (step * codes[i])^2.
  void (*encode)(const double *values, size_t count, double step, int limit, int8_t *codes,
                 double *sums);

  // The largest magnitude among `values`.
  double (*largest)(const double *values, size_t count);

  // sums[i] += row[0] * row[i] for each of `rows` rows in order, multiply and add apart; a row begins
  // `stride` numbers after the one before.
  void (*accumulate)(double *sums, const double *values, size_t rows, size_t stride, size_t count);
} lk_kernels;

// The kernels of `level`, or null where this machine lacks it.
const lk_kernels *lk_kernels_for(int level);

// The best level of this machine.
int lk_best_level(void);

// Packs probe number `index` of `probe_count` (its codes in `codes`, 4 * groups of them) for `scan`.
void lk_pack_probe(const int8_t *codes, size_t groups, size_t index, size_t probe_count,
                   int8_t *packed);

// Works for `rounds` rounds at the most that `level` can do and returns the multiplications with
// addition that it did, of int8 or float32; 0 where this is not known for the level.
double lk_peak_int8(int level, long rounds, int32_t *sink);
double lk_peak_float32(int level, long rounds, int32_t *sink);

// Reads `count` bytes, 64-byte aligned, once.
uint64_t lk_read_memory(const void *bytes, size_t count);

// Asks for the first `count` bytes, which will be read soon.
static inline void lk_prefetch(const void *bytes, size_t count) {
  for (size_t i = 0; i < count; i += 64) __builtin_prefetch((const char *)bytes + i);
}

// CRC-32C (Castagnoli) of `bytes`, continuing from `crc` (0 at the start).
uint32_t lk_crc32c(uint32_t crc, const void *bytes, size_t count);

#endif
