// Parameters that come with the program. They stand in C since the Swift compiler takes a minute for
// a literal of this size.
#include "include/CSampling.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// Builds do not notice a change of what is embedded: this line changes with it.
// dlib-lfw.json: sha256 b05a0852dc26fcefc376d3e32407db2ca9b96299d5507e25bd556dff8417cd2d
static const uint8_t dlib_lfw[] = {
#embed "dlib-lfw.json"
};

const uint8_t *lk_sampling_dlib_lfw(size_t *count) {
  *count = sizeof dlib_lfw;
  return dlib_lfw;
}
