/* Texts that end with one of some words. */

#include "column.h"

struct words {
    const uint8_t *bytes;  /* one behind the other */
    const int32_t *starts; /* of each of them, and behind the last where it ends */
    const uint8_t *last;   /* by byte, whether one of them ends with it */
    int64_t count;
};

static inline int ends_with_one(struct text text, const struct words *words) {
    if (!text.length || !words->last[text.bytes[text.length - 1]]) return 0;
    for (int64_t word = 0; word < words->count; word++) {
        const uint32_t length = (uint32_t)(words->starts[word + 1] - words->starts[word]);
        if (text.length >= length && !memcmp(text.bytes + text.length - length, words->bytes + words->starts[word], length)) return 1;
    }
    return 0;
}

/* For every text whether it ends with one of the words; a missing one does not. */
EXPORTED void conformance_endings(const struct column *column, const struct words *words, uint8_t *told) {
    for (int64_t row = 0; row < column->rows; row++) told[row] = (uint8_t)ends_with_one(text_at(column, row), words);
}
