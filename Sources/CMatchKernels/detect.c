#include "CMatchKernels.h"
