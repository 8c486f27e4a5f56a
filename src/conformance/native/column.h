/* A column of texts as Arrow lays out string views, and one of its texts.

   Sixteen bytes a text: its length, and then either the text itself (twelve bytes at most) or its first four bytes, the
   number of a buffer and where in it the text begins. Nothing here is ever written to. */

#ifndef CONFORMANCE_COLUMN_H
#define CONFORMANCE_COLUMN_H

#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#if defined(_WIN32)
#define EXPORTED __declspec(dllexport)
#else
#define EXPORTED __attribute__((visibility("default")))
#endif

#define INLINED 12

struct column {
    int64_t rows;
    int64_t first;        /* place of the first row in ``valid`` and ``views`` */
    const uint8_t *valid; /* a bit per row, or NULL where no text is missing */
    const uint8_t *views;
    const uint8_t *const *buffers;
};

struct text {
    const uint8_t *bytes; /* NULL for a missing one */
    uint32_t length;
};

static inline uint64_t word_at(const uint8_t *bytes) {
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

static inline uint32_t half_at(const uint8_t *bytes) {
    uint32_t half;
    memcpy(&half, bytes, sizeof half);
    return half;
}

static inline struct text text_at(const struct column *column, int64_t row) {
    struct text text = {NULL, 0};
    const int64_t place = column->first + row;
    if (column->valid != NULL && !(column->valid[place >> 3] >> (place & 7) & 1)) return text;
    const uint8_t *view = column->views + 16 * place;
    text.length = half_at(view);
    text.bytes = text.length <= INLINED ? view + 4 : column->buffers[half_at(view + 8)] + half_at(view + 12);
    return text;
}

/* Eight bytes at a time: the highest bit of every byte that is zero, exact up to and including the first of these. */

#define EACH UINT64_C(0x0101010101010101)
#define HIGH UINT64_C(0x8080808080808080)

static inline uint64_t zeros(uint64_t word) { return (word - EACH) & ~word & HIGH; }

static inline uint64_t below(uint64_t word, uint8_t bound) { return (word - EACH * bound) & ~word & HIGH; }

#endif
