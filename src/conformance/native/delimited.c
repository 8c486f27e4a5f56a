/* Delimited text (RFC 4180) to columns of string views, where every byte is plainly in its place.

   One pass, and nothing is guessed: a quote stands only around a whole cell or doubled within it, CR only before LF, and
   every record has all of its cells. Anything else ends the pass, and the caller reads exactly.

   Cells are put together column by column while they are in the cache: what asks about a column later would else fetch
   every line of the text again. Each column fills a block at a time of one pool; cells that are large stay where they
   are. */

#include "column.h"

#define QUOTE '"'
#define LF '\n'
#define CR '\r'
#define NOT_PLAIN (-1)

enum { POOL, TEXT };        /* the buffers that views point into */
enum { BLOCK = 1 << 16, LARGE = 1 << 13, STEP = 16 };

struct cells {
    uint8_t *views;   /* room for all records */
    uint8_t *valid;   /* likewise a bit per record, all clear */
    int64_t missing;  /* how many are empty */
    int64_t at, end;  /* of the pool: where the next cell goes, and where the block ends */
};

struct pool {
    uint8_t *bytes;
    int64_t taken;
    int64_t left; /* how many cells stay in the text */
};

/* The next byte that is one of four; the last byte of the text has to be one of them. */
static inline const uint8_t *next_of(const uint8_t *at, const uint8_t *end, uint8_t one, uint8_t two, uint8_t three,
                                     uint8_t four) {
#ifdef __SSE2__
    const __m128i ones = _mm_set1_epi8((char)one), twos = _mm_set1_epi8((char)two);
    const __m128i threes = _mm_set1_epi8((char)three), fours = _mm_set1_epi8((char)four);
    while (end - at >= 16) {
        const __m128i bytes = _mm_loadu_si128((const __m128i *)at);
        const __m128i low = _mm_or_si128(_mm_cmpeq_epi8(bytes, ones), _mm_cmpeq_epi8(bytes, twos));
        const __m128i high = _mm_or_si128(_mm_cmpeq_epi8(bytes, threes), _mm_cmpeq_epi8(bytes, fours));
        const int found = _mm_movemask_epi8(_mm_or_si128(low, high));
        if (found) return at + __builtin_ctz((unsigned)found);
        at += 16;
    }
#endif
    while (end - at >= 8) {
        const uint64_t word = word_at(at);
        const uint64_t found =
            zeros(word ^ EACH * one) | zeros(word ^ EACH * two) | zeros(word ^ EACH * three) | zeros(word ^ EACH * four);
        if (found) return at + (__builtin_ctzll(found) >> 3);
        at += 8;
    }
    while (*at != one && *at != two && *at != three && *at != four) at++;
    return at;
}

/* Where in the pool the next cell of a column goes. Behind it a step is free, so that it can be copied in whole steps. */
static inline int64_t place_for(struct cells *cells, struct pool *pool, uint32_t length) {
    if (length >= LARGE) {
        const int64_t apart = pool->taken;
        pool->taken += (int64_t)length + STEP;
        return apart;
    }
    if (cells->end - cells->at < (int64_t)length + STEP) {
        cells->at = pool->taken;
        pool->taken += BLOCK;
        cells->end = pool->taken;
    }
    const int64_t place = cells->at;
    cells->at += length;
    return place;
}

/* The length of a text without half of each of its doubled quotes, which is put where it may lie upon the text. */
static uint32_t undoubled(uint8_t *to, const uint8_t *begin, const uint8_t *end) {
    const uint8_t *const start = to;
    while (begin < end) {
        if (*begin == QUOTE) begin++;
        *to++ = *begin++;
    }
    return (uint32_t)(to - start);
}

static inline void put_view(struct cells *cells, int64_t record, uint64_t head, uint64_t tail) {
    memcpy(cells->views + 16 * record, &head, sizeof head);
    memcpy(cells->views + 16 * record + 8, &tail, sizeof tail);
}

/* Enter a cell. ``readable`` bytes can be read from where it begins. */
static inline void enter(struct cells *cells, struct pool *pool, int64_t record, const uint8_t *begin, uint32_t length,
                         int64_t readable, uint32_t offset) {
    if (length == 0) {
        cells->missing++;
        put_view(cells, record, 0, 0);
        return;
    }
    cells->valid[record >> 3] |= (uint8_t)(1u << (record & 7));
    if (length <= INLINED) {
        uint8_t few[STEP] = {0};
        memcpy(few, begin, readable >= STEP ? STEP : length);
        uint64_t first = word_at(few), second = word_at(few + 8);
        if (length < 8) {
            first &= (UINT64_C(1) << 8 * length) - 1;
            second = 0;
        } else {
            second &= (UINT64_C(1) << 8 * (length - 8)) - 1;
        }
        put_view(cells, record, length | first << 32, first >> 32 | second << 32);
        return;
    }
    uint64_t buffer = TEXT, place = offset;
    if (length >= LARGE) {
        pool->left++;
    } else {
        buffer = POOL;
        place = (uint64_t)place_for(cells, pool, length);
        uint8_t *const to = pool->bytes + place;
        if (readable >= (int64_t)length + STEP) {
            for (uint32_t done = 0; done < length; done += STEP) memcpy(to + done, begin + done, STEP);
        } else {
            memcpy(to, begin, length);
        }
    }
    put_view(cells, record, length | (uint64_t)half_at(begin) << 32, buffer | place << 32);
}

/* The same of a cell with doubled quotes. */
static void enter_undoubled(struct cells *cells, struct pool *pool, int64_t record, const uint8_t *begin,
                            const uint8_t *end) {
    const int64_t place = place_for(cells, pool, (uint32_t)(end - begin));
    uint8_t *const to = pool->bytes + place;
    const uint32_t length = undoubled(to, begin, end);
    if (length <= INLINED) {
        enter(cells, pool, record, to, length, STEP, 0);
        return;
    }
    cells->valid[record >> 3] |= (uint8_t)(1u << (record & 7));
    put_view(cells, record, length | (uint64_t)half_at(to) << 32, POOL | (uint64_t)place << 32);
}

/* Room that the pool needs: less than a seventh of a block stays empty, and each column may have begun one. */
EXPORTED int64_t conformance_room(int64_t size, int32_t width) { return size + size / 6 + (int64_t)width * BLOCK; }

/* How many records there are, NOT_PLAIN where the text has to be read otherwise.

   ``size`` bytes, of which the last is LF; 2^30 at most. ``lines`` has room for one entry more than there are records:
   how many lines end before each. ``told`` takes how many cells stay in the text and how many lines end. */
EXPORTED int64_t conformance_delimited(const uint8_t *data, int64_t size, uint8_t delimiter, int32_t width,
                                       struct cells *columns, uint8_t *room, int64_t *lines, int64_t *told) {
    struct pool pool = {room, 0, 0};
    const uint8_t *at = data, *const end = data + size;
    int64_t record = 0, line = 0;
    int32_t column = 0;
    lines[0] = 0;
    while (at < end) {
        if (column == width) return NOT_PLAIN;
        const uint8_t *begin = at;
        if (*at != QUOTE) {
            at = next_of(at, end, delimiter, LF, CR, QUOTE);
            if (*at == QUOTE) return NOT_PLAIN;
            enter(columns + column, &pool, record, begin, (uint32_t)(at - begin), end - begin, (uint32_t)(begin - data));
        } else {
            int doubled = 0;
            begin = ++at;
            for (;;) {
                if (at == end) return NOT_PLAIN;
                at = next_of(at, end, QUOTE, LF, CR, QUOTE);
                if (*at == LF) {
                    line++;
                    at++;
                } else if (*at == CR) {
                    if (at[1] != LF) return NOT_PLAIN;
                    at++;
                } else if (at[1] == QUOTE) {
                    doubled = 1;
                    at += 2;
                } else {
                    break;
                }
            }
            if (doubled) {
                enter_undoubled(columns + column, &pool, record, begin, at);
            } else {
                enter(columns + column, &pool, record, begin, (uint32_t)(at - begin), end - begin,
                      (uint32_t)(begin - data));
            }
            at++;
        }
        column++;
        if (*at == delimiter) {
            at++;
            continue;
        }
        if (*at == CR) at++;
        if (*at != LF || column != width) return NOT_PLAIN;
        at++;
        line++;
        record++;
        column = 0;
        lines[record] = line;
    }
    if (column) return NOT_PLAIN;
    told[0] = pool.left;
    told[1] = line;
    return record;
}
