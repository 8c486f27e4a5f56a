/* Ordinary texts: what stands out in them, how they begin and how they end. */

#include "column.h"

/* Some characters of three bytes at most. Those of more than one byte are told by their first two bytes seen, which give
   a class (0 is none), and the third, which has to fit it. */
struct characters {
    const uint8_t *one;     /* by byte */
    const uint8_t *classes; /* by first * 256 + second; NULL where there are none */
    const uint8_t *thirds;  /* by class * 256 + third */
};

struct ordinary {
    struct characters not_first, not_last, first_of_words, doubtful_first;
    int64_t longest_word, longest; /* bytes */
};

enum { ORDINARY = 1, MAYBE_WORD = 2, LONG = 4, DOUBTFUL = 8 };

static inline int is_one_of(const struct characters *characters, uint8_t first, uint8_t second, uint8_t third) {
    if (characters->one[first]) return 1;
    if (characters->classes == NULL) return 0;
    const uint8_t class = characters->classes[first * 256 + second];
    return class != 0 && characters->thirds[class * 256 + third];
}

/* The characters at both ends. Of a text of one byte or two the bytes beyond it are zero, which no character has there. */
static inline int begins(const struct characters *characters, struct text text) {
    const uint8_t *bytes = text.bytes;
    return is_one_of(characters, bytes[0], text.length > 1 ? bytes[1] : 0, text.length > 2 ? bytes[2] : 0);
}

static inline int ends(const struct characters *characters, struct text text) {
    const uint8_t *last = text.bytes + text.length - 1;
    return is_one_of(characters, last[0], text.length > 1 ? last[-1] : 0, text.length > 2 ? last[-2] : 0);
}

/* Whether U+FFFD or the wide asterisk begins here: EF BF BD, EF BC 8A. */
static inline int is_wide_sign(const uint8_t *at, const uint8_t *end) {
    return end - at > 2 && at[0] == 0xEF && ((at[1] == 0xBF && at[2] == 0xBD) || (at[1] == 0xBC && at[2] == 0x8A));
}

/* Whether a byte stands out: control characters but TAB, LF and CR, DEL, asterisk and question mark, and the signs above. */
static int stands_out(const uint8_t *at, const uint8_t *end) {
    for (; at < end; at++) {
        if (*at < 32 ? *at != '\t' && *at != '\n' && *at != '\r' : *at == 0x7F || *at == '*' || *at == '?') return 1;
        if (is_wide_sign(at, end)) return 1;
    }
    return 0;
}

static inline uint64_t suspicious(uint64_t word) {
    return below(word, 32) | zeros(word ^ EACH * 0x7F) | zeros(word ^ EACH * '*') | zeros(word ^ EACH * '?');
}

#ifdef __SSE2__
/* As below, of sixteen bytes or more. */
static inline int is_clean_long(const uint8_t *at, const uint8_t *const end) {
    const uint8_t *const begin = at;
    __m128i found = _mm_setzero_si128();
    for (;;) {
        const __m128i bytes = _mm_loadu_si128((const __m128i *)at);
        const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(31)), bytes);
        const __m128i mark = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('*')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('?')));
        found = _mm_or_si128(found, _mm_or_si128(_mm_or_si128(control, mark), _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7F))));
        for (unsigned wide = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8((char)0xEF))); wide; wide &= wide - 1)
            if (is_wide_sign(at + __builtin_ctz(wide), end)) return 0;
        if (end - at == 16) break;
        at = end - at >= 32 ? at + 16 : end - 16;
    }
    return !_mm_movemask_epi8(found) || !stands_out(begin, end);
}
#endif

/* Whether nothing stands out. Wide punctuation begins as the wide signs do and is common: it is looked at where it stands. */
static inline int is_clean(struct text text) {
    const uint8_t *at = text.bytes, *const end = at + text.length;
    uint64_t found = 0;
    if (text.length < 8) return !stands_out(at, end);
#ifdef __SSE2__
    if (text.length >= 16) return is_clean_long(at, end);
#endif
    for (;;) {
        const uint64_t word = word_at(at);
        found |= suspicious(word);
        for (uint64_t wide = zeros(word ^ EACH * 0xEF); wide; wide &= wide - 1)
            if (is_wide_sign(at + (__builtin_ctzll(wide) >> 3), end)) return 0;
        if (end - at == 8) break;
        at = end - at >= 16 ? at + 8 : end - 8;
    }
    return !found || !stands_out(text.bytes, end);
}

/* For every text whether it is ordinary as far as single bytes tell, and what has to be looked into. */
EXPORTED void conformance_ordinary(const struct column *column, const struct ordinary *wanted, uint8_t *told) {
    for (int64_t row = 0; row < column->rows; row++) {
        const struct text text = text_at(column, row);
        uint8_t answer = 0;
        if (text.length && !begins(&wanted->not_first, text) && !ends(&wanted->not_last, text) && is_clean(text)) {
            answer = ORDINARY;
            if (text.length <= wanted->longest_word && begins(&wanted->first_of_words, text)) answer |= MAYBE_WORD;
            if (text.length > wanted->longest) answer |= LONG;
            if (begins(&wanted->doubtful_first, text)) answer |= DOUBTFUL;
        }
        told[row] = answer;
    }
}
