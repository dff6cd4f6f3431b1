#ifndef C_MATCH_KERNELS_H
#define C_MATCH_KERNELS_H
#endif
