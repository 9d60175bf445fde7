// SPDX-License-Identifier: GPL-2.0
/* As it is, but that each of its stores is seen: stores.h. */
#define CRASHREC_TRACED
#include "stores.h"
#include "../module/put_line.c"
