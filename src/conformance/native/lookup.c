/* Texts to the numbers under which they are known. */

#include "column.h"

static inline uint64_t folded(uint64_t one, uint64_t other) {
    const __uint128_t product = (__uint128_t)one * other;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Both numbers with which halves of a text are mixed are secret: with one that is known, a text could be made that cancels
   the other half. */
struct seeds {
    uint64_t one, two;
};

static inline struct seeds seeds_of(uint64_t seed) {
    const struct seeds seeds = {seed, folded(seed ^ UINT64_C(0xD1B54A32D192ED03), UINT64_C(0x9FB21C651E98DF25))};
    return seeds;
}

/* 64 bits of a text. Whoever does not know the seed cannot make two texts that have the same. */
static inline uint64_t hash(struct text text, struct seeds seeds) {
    const uint8_t *at = text.bytes;
    uint32_t left = text.length;
    uint64_t state = seeds.one ^ left * UINT64_C(0x9E3779B97F4A7C15), first = 0, second = 0;
    for (; left > 16; at += 16, left -= 16)
        state = folded(word_at(at) ^ state, word_at(at + 8) ^ seeds.two) + state;
    if (left >= 8) {
        first = word_at(at);
        second = word_at(at + left - 8);
    } else if (left >= 4) {
        first = half_at(at);
        second = half_at(at + left - 4);
    } else if (left) {
        first = (uint64_t)at[0] << 16 | (uint64_t)at[left >> 1] << 8 | at[left - 1];
    }
    return folded(folded(first ^ state, second ^ seeds.two) ^ seeds.one, UINT64_C(0xA24BAED4963EE407) ^ state);
}

/* Of every text, also of a missing one, which has that of an empty text. */
EXPORTED void conformance_hash(const struct column *column, uint64_t seed, uint64_t *hashes) {
    const struct seeds seeds = seeds_of(seed);
    for (int64_t row = 0; row < column->rows; row++) hashes[row] = hash(text_at(column, row), seeds);
}

struct index {
    const uint64_t *hashes; /* by slot */
    const int32_t *codes;   /* by slot, ``unknown`` where it is free */
    uint64_t mask;          /* one less than there are slots */
    int32_t unknown;
    int32_t missing; /* the code of a missing text */
};

/* A hash has a place for each of these shifts, and stands in none that is behind a free one. */
static const int shifts[] = {0, 32, 16, 48};

static inline int32_t found(const struct index *index, uint64_t hashed) {
    for (size_t at = 0; at < sizeof shifts / sizeof *shifts; at++) {
        const uint64_t slot = hashed >> shifts[at] & index->mask;
        if (index->hashes[slot] == hashed || index->codes[slot] == index->unknown) return index->codes[slot];
    }
    return index->unknown;
}

/* The code of every text, ``unknown`` where it has none. */
EXPORTED void conformance_find(const struct column *column, uint64_t seed, const struct index *index, int32_t *codes) {
    const struct seeds seeds = seeds_of(seed);
    for (int64_t row = 0; row < column->rows; row++) {
        const struct text text = text_at(column, row);
        codes[row] = text.bytes == NULL ? index->missing : found(index, hash(text, seeds));
    }
}

/* Whether the slot of each hash was taken before, which is a bit each; then it is. ``mask`` is one less than there are slots. */
EXPORTED void conformance_seen(uint8_t *bits, uint64_t mask, const uint64_t *hashes, int64_t count, uint8_t *before) {
    for (int64_t at = 0; at < count; at++) {
        const uint64_t slot = hashes[at] & mask;
        const uint8_t bit = (uint8_t)(1u << (slot & 7));
        before[at] = (bits[slot >> 3] & bit) != 0;
        bits[slot >> 3] |= bit;
    }
}
