// Parameters that come with the program. They stand in C since the Swift compiler takes a minute for
// a literal of this size.
#include "include/CSampling.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// Builds do not notice a change of what is embedded: this line changes with it.
// dlib-lfw.json: sha256 8666093076ba962caffc931a8ebe348d46a9cffbc591fd13653aaca49735958f
static const uint8_t dlib_lfw[] = {
#embed "dlib-lfw.json"
};

const uint8_t *lk_sampling_dlib_lfw(size_t *count) {
  *count = sizeof dlib_lfw;
  return dlib_lfw;
}
