// Parameters that come with the program. They stand in C since the Swift compiler takes a minute for
// a literal of this size.
#include "include/CSampling.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// Builds do not notice a change of what is embedded: this line changes with it.
// dlib-lfw.json: sha256 8c08fc8513d3cf58d350418b2bdacd79cc2663b1082d33627e7108e7efb23004
static const uint8_t dlib_lfw[] = {
#embed "dlib-lfw.json"
};

const uint8_t *lk_sampling_dlib_lfw(size_t *count) {
  *count = sizeof dlib_lfw;
  return dlib_lfw;
}
