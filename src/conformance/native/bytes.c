/* How often a byte occurs in a text. */

#include "column.h"

enum { MOST = 255 }; /* as many as a counter of one byte holds: so many stand side by side in a register */

EXPORTED int64_t conformance_count(const uint8_t *data, int64_t size, uint8_t byte) {
    int64_t count = 0;
    while (size > 0) {
        uint8_t few[32] = {0};
        int64_t steps = size / (int64_t)sizeof few;
        if (steps == 0) break;
        if (steps > MOST) steps = MOST;
        for (int64_t step = 0; step < steps; step++, data += sizeof few)
            for (size_t at = 0; at < sizeof few; at++) few[at] += data[at] == byte;
        for (size_t at = 0; at < sizeof few; at++) count += few[at];
        size -= steps * (int64_t)sizeof few;
    }
    for (int64_t at = 0; at < size; at++) count += data[at] == byte;
    return count;
}
