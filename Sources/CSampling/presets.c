// Parameters that come with the program. They stand in C since the Swift compiler takes a minute for
// a literal of this size.
#include "include/CSampling.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t dlib_lfw[] = {
#embed "dlib-lfw.json"
};

const uint8_t *lk_sampling_dlib_lfw(size_t *count) {
  *count = sizeof dlib_lfw;
  return dlib_lfw;
}
