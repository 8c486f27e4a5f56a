/* Identifiers and dates that are plainly right. Alphabets, weights and calendars are the caller's. */

#include "column.h"

#define FOREIGN (-1)

/* An alphabet gives the value of each byte, FOREIGN for one outside it. */

static inline int32_t weighed(const uint8_t *bytes, int count, const int32_t *alphabet, const int32_t *weights) {
    int32_t sum = 0, foreign = 0;
    for (int at = 0; at < count; at++) {
        const int32_t value = alphabet[bytes[at]];
        foreign |= value;
        sum += value * weights[at];
    }
    return foreign < 0 ? FOREIGN : sum;
}

/* The value of some digits, FOREIGN where one is none. */
static inline int32_t number(const uint8_t *bytes, int count) {
    int32_t value = 0;
    for (int at = 0; at < count; at++) {
        const uint8_t digit = (uint8_t)(bytes[at] - '0');
        if (digit > 9) return FOREIGN;
        value = value * 10 + digit;
    }
    return value;
}

struct organisation {
    const int32_t *alphabet, *weights; /* of eight characters */
    const int32_t *signs;              /* of the check character */
};

static inline int is_organisation(const struct organisation *right, const uint8_t *bytes, uint8_t check) {
    const int32_t sum = weighed(bytes, 8, right->alphabet, right->weights), last = right->signs[check];
    return sum != FOREIGN && last != FOREIGN && (sum + last) % 11 == 0;
}

/* Organisation codes, with or without the hyphen of their printed form. */
EXPORTED void conformance_organisation(const struct column *column, const struct organisation *right, uint8_t *told) {
    for (int64_t row = 0; row < column->rows; row++) {
        const struct text text = text_at(column, row);
        told[row] = text.length == 9    ? is_organisation(right, text.bytes, text.bytes[8])
                    : text.length == 10 ? text.bytes[8] == '-' && is_organisation(right, text.bytes, text.bytes[9])
                                        : 0;
    }
}

struct unified {
    struct organisation organisation;
    const int32_t *alphabet, *weights; /* of eighteen characters, the last one the check character */
    const uint8_t *regions;            /* by the number of six digits */
    const uint8_t *categories;         /* by the first two bytes as a number of sixteen bits */
};

/* Unified social credit codes. */
EXPORTED void conformance_unified(const struct column *column, const struct unified *right, uint8_t *told) {
    for (int64_t row = 0; row < column->rows; row++) {
        const struct text text = text_at(column, row);
        told[row] = 0;
        if (text.length != 18) continue;
        const int32_t sum = weighed(text.bytes, 18, right->alphabet, right->weights);
        if (sum == FOREIGN || sum % 31 || !is_organisation(&right->organisation, text.bytes + 8, text.bytes[16])) continue;
        const int32_t region = number(text.bytes + 2, 6);
        uint16_t category;
        memcpy(&category, text.bytes, sizeof category);
        told[row] = region != FOREIGN && right->regions[region] && right->categories[category];
    }
}

/* Registration numbers of fifteen digits: ISO 7064 MOD 11,10. */
EXPORTED void conformance_registration(const struct column *column, uint8_t *told) {
    for (int64_t row = 0; row < column->rows; row++) {
        const struct text text = text_at(column, row);
        told[row] = 0;
        if (text.length != 15) continue;
        int32_t product = 10, at = 0;
        for (; at < 15; at++) {
            const uint8_t digit = (uint8_t)(text.bytes[at] - '0');
            if (digit > 9) break;
            product = (product + digit) % 10;
            if (at < 14) product = (product ? product : 10) * 2 % 11;
        }
        told[row] = at == 15 && product == 1;
    }
}

struct capitals {
    const uint8_t *widths; /* by length, which is one byte */
};

/* Capitals and digits of a right width, not ten zeros at the beginning. */
EXPORTED void conformance_capitals(const struct column *column, const struct capitals *wanted, uint8_t *told) {
    for (int64_t row = 0; row < column->rows; row++) {
        const struct text text = text_at(column, row);
        uint8_t right = text.length <= UINT8_MAX && wanted->widths[text.length], other = 0;
        for (uint32_t at = 0; right && at < text.length; at++) {
            const uint8_t byte = text.bytes[at];
            if (at < 10) other |= byte != '0';
            right = (uint8_t)(byte - '0') <= 9 || (uint8_t)(byte - 'A') <= 25;
        }
        told[row] = right && other;
    }
}

struct calendar {
    const int32_t *days;  /* by (year - first) * 1024 + month * 32 + day, ``none`` where there is no such day */
    int32_t first, years; /* the first year, and how many there are */
    int32_t none;
};

static inline int32_t day_of(const struct calendar *calendar, int32_t year, int32_t month, int32_t day) {
    if (year < calendar->first || year - calendar->first >= calendar->years) return calendar->none;
    if (month < 0 || month > 12 || day < 0 || day > 31) return calendar->none;
    return calendar->days[(year - calendar->first) * 1024 + month * 32 + day];
}

struct citizen {
    const int32_t *alphabet, *weights, *signs; /* of the first seventeen characters, and of the last */
    struct calendar calendar;
    int32_t latest; /* day of birth at most */
};

/* Citizen ids of eighteen characters: ISO 7064 MOD 11-2, and a day of birth that there was. */
EXPORTED void conformance_citizen(const struct column *column, const struct citizen *right, uint8_t *told) {
    for (int64_t row = 0; row < column->rows; row++) {
        const struct text text = text_at(column, row);
        told[row] = 0;
        if (text.length != 18) continue;
        const int32_t sum = weighed(text.bytes, 17, right->alphabet, right->weights), last = right->signs[text.bytes[17]];
        if (sum == FOREIGN || last == FOREIGN || (sum + last) % 11 != 1) continue;
        const int32_t born = day_of(&right->calendar, number(text.bytes + 6, 4), number(text.bytes + 10, 2),
                                    number(text.bytes + 12, 2));
        told[row] = born != right->calendar.none && born <= right->latest;
    }
}

static inline int is_time(const uint8_t *bytes, uint32_t length) {
    if (bytes[0] != ' ' || (uint32_t)number(bytes + 1, 2) > 23) return 0;
    for (uint32_t at = 3; at < length; at += 3)
        if (bytes[at] != ':' || (uint32_t)number(bytes + at + 1, 2) > 59) return 0;
    return 1;
}

/* Days since 1970-01-01 of texts YYYY/MM/DD, with ``time`` also those followed by HH:MM or HH:MM:SS; else ``none``. */
EXPORTED void conformance_days(const struct column *column, const struct calendar *calendar, int32_t time, int32_t *days) {
    for (int64_t row = 0; row < column->rows; row++) {
        const struct text text = text_at(column, row);
        const uint8_t *bytes = text.bytes;
        days[row] = calendar->none;
        if (text.length != 10 && !(time && (text.length == 16 || text.length == 19))) continue;
        if (bytes[4] != '/' || bytes[7] != '/') continue;
        if (text.length > 10 && !is_time(bytes + 10, text.length - 10)) continue;
        days[row] = day_of(calendar, number(bytes, 4), number(bytes + 5, 2), number(bytes + 8, 2));
    }
}
