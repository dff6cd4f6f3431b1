// One instruction set's column: included once in each, between definitions of ISA and NAME.
//
// Sixteen-lane vectors, which the compiler cuts into what the instruction set has.

ISA static void NAME(normals)(uint64_t key, const uint64_t *streams, const uint64_t *starts,
                              size_t rows, float *out) {
  const lk_u64 stream = *(const lk_u64 *)streams;
  const lk_u32 c2s = __builtin_convertvector(stream, lk_u32);
  const lk_u32 c3s = __builtin_convertvector(stream >> 32, lk_u32);
  for (size_t row = 0; row < rows; row += 4) {
    const lk_u64 index = *(const lk_u64 *)starts + (uint64_t)(row / 4);
    lk_u32 c0 = __builtin_convertvector(index, lk_u32);
    lk_u32 c1 = __builtin_convertvector(index >> 32, lk_u32);
    lk_u32 c2 = c2s, c3 = c3s;
    uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
    for (int round = 0; round < 10; round++) {
      const lk_u64 p0 = __builtin_convertvector(c0, lk_u64) * 0xD2511F53u;
      const lk_u64 p1 = __builtin_convertvector(c2, lk_u64) * 0xCD9E8D57u;
      c0 = __builtin_convertvector(p1 >> 32, lk_u32) ^ c1 ^ k0;
      c1 = __builtin_convertvector(p1, lk_u32);
      c2 = __builtin_convertvector(p0 >> 32, lk_u32) ^ c3 ^ k1;
      c3 = __builtin_convertvector(p0, lk_u32);
      k0 += 0x9E3779B9u;
      k1 += 0xBB67AE85u;
    }
    lk_f32 *to = (lk_f32 *)(out + row * LK_LANES);
    lk_box_muller(c0, c1, &to[0], &to[1]);
    lk_box_muller(c2, c3, &to[2], &to[3]);
  }
}

ISA static void NAME(lower)(const float *lower, size_t rows, const float *in, float *out) {
  const lk_f32 *x = (const lk_f32 *)in;
  lk_f32 *y = (lk_f32 *)out;
  size_t i = 0;
  // Four rows together, so that a value of `in` is fetched once for four products.
  for (; i + 4 <= rows; i += 4) {
    const float *a = lower + i * (i + 1) / 2;
    const float *b = a + i + 1, *c = b + i + 2, *d = c + i + 3;
    lk_f32 s = {0}, t = {0}, u = {0}, v = {0};
    for (size_t j = 0; j <= i; j++) {
      s += a[j] * x[j];
      t += b[j] * x[j];
      u += c[j] * x[j];
      v += d[j] * x[j];
    }
    t += b[i + 1] * x[i + 1];
    u += c[i + 1] * x[i + 1];
    v += d[i + 1] * x[i + 1];
    u += c[i + 2] * x[i + 2];
    v += d[i + 2] * x[i + 2];
    v += d[i + 3] * x[i + 3];
    y[i] = s;
    y[i + 1] = t;
    y[i + 2] = u;
    y[i + 3] = v;
  }
  for (; i < rows; i++) {
    const float *a = lower + i * (i + 1) / 2;
    lk_f32 s = {0};
    for (size_t j = 0; j <= i; j++) s += a[j] * x[j];
    y[i] = s;
  }
}

ISA static void NAME(diagonal)(const float *diagonal, size_t rows, const float *in, float *out) {
  for (size_t i = 0; i < rows; i++)
    ((lk_f32 *)out)[i] = diagonal[i] * ((const lk_f32 *)in)[i];
}

ISA static void NAME(blend)(size_t rows, const float *scale, const float *other,
                            const float *weight, float *inout) {
  const lk_f32 s = *(const lk_f32 *)scale, w = *(const lk_f32 *)weight;
  for (size_t i = 0; i < rows; i++) {
    lk_f32 *to = (lk_f32 *)inout + i;
    *to = *to * s + ((const lk_f32 *)other)[i] * w;
  }
}

ISA static void NAME(affine)(size_t rows, const float *offset, const float *gain, float *inout) {
  for (size_t i = 0; i < rows; i++) {
    lk_f32 *to = (lk_f32 *)inout + i;
    *to = gain ? offset[i] + gain[i] * *to : offset[i] + *to;
  }
}

ISA static void NAME(squares)(size_t rows, const float *in, float *out) {
  lk_f32 sum = {0};
  for (size_t i = 0; i < rows; i++) {
    const lk_f32 x = ((const lk_f32 *)in)[i];
    sum += x * x;
  }
  *(lk_f32 *)out = sum;
}

ISA static void NAME(distances)(size_t rows, const float *in, const float *probes, size_t count,
                                float *out) {
  for (size_t p = 0; p < count; p++) {
    const float *probe = probes + p * rows;
    lk_f32 sum = {0};
    for (size_t i = 0; i < rows; i++) {
      const lk_f32 x = ((const lk_f32 *)in)[i] - probe[i];
      sum += x * x;
    }
    ((lk_f32 *)out)[p] = sum;
  }
}

ISA static void NAME(products)(size_t rows, const float *in, const float *probes, size_t count,
                               float *out) {
  for (size_t p = 0; p < count; p++) {
    const float *probe = probes + p * rows;
    lk_f32 sum = {0};
    for (size_t i = 0; i < rows; i++) sum += ((const lk_f32 *)in)[i] * probe[i];
    ((lk_f32 *)out)[p] = sum;
  }
}

static const lk_column NAME(column) = {
    NAME(normals), NAME(lower),     NAME(diagonal), NAME(blend),
    NAME(affine),  NAME(squares),   NAME(distances), NAME(products),
};
