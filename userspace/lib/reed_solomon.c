// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * A block and its parity are the coefficients of a polynomial over GF(256), the
 * first byte that of the highest power, whose roots are a^0 to a^(n - 1) for n
 * bytes of parity, where a is 2 and the field's polynomial 0x11d.
 *
 * Decoding: what the polynomial gives at these roots are the syndromes, all zero
 * if nothing is wrong. Berlekamp and Massey's algorithm makes of them the
 * locator, whose roots are the inverses of a^i for each wrong power i; those are
 * found by trying all; and Forney's formula gives what to add there.
 */
#include "reed_solomon.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>

#define FIELD_POLYNOMIAL	0x11d
#define ORDER			255
#define PARITY_MAX		ORDER

/* Powers of a, twice over, so that a sum of two logarithms needs no remainder. */
static uint8_t power[2 * ORDER];
static uint8_t logarithm[ORDER + 1];

static void make_tables(void)
{
	unsigned int value = 1, i;

	for (i = 0; i < ORDER; i++) {
		power[i] = (uint8_t)value;
		power[i + ORDER] = (uint8_t)value;
		logarithm[value] = (uint8_t)i;
		value <<= 1;
		if (value > ORDER)
			value ^= FIELD_POLYNOMIAL;
	}
}

static void need_tables(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, make_tables);
}

static uint8_t multiply(uint8_t a, uint8_t b)
{
	return a && b ? power[logarithm[a] + logarithm[b]] : 0;
}

/* @b: not zero. */
static uint8_t divide(uint8_t a, uint8_t b)
{
	return a ? power[logarithm[a] + ORDER - logarithm[b]] : 0;
}

/* The product of (x - a^i); [i] is the coefficient of x^i. */
static void make_generator(uint8_t *generator, unsigned int parity_bytes)
{
	unsigned int degree, i;

	memset(generator, 0, parity_bytes + 1);
	generator[0] = 1;
	for (degree = 0; degree < parity_bytes; degree++) {
		for (i = degree + 1; i; i--)
			generator[i] = generator[i - 1] ^
				       multiply(generator[i], power[degree]);
		generator[0] = multiply(generator[0], power[degree]);
	}
}

void rs_encode(const uint8_t *block, unsigned int block_bytes, uint8_t *parity,
	       unsigned int parity_bytes)
{
	uint8_t generator[PARITY_MAX + 1];
	unsigned int i, n;
	uint8_t feedback;

	need_tables();
	make_generator(generator, parity_bytes);
	memset(parity, 0, parity_bytes);
	for (i = 0; i < block_bytes; i++) {
		feedback = block[i] ^ parity[0];
		memmove(parity, parity + 1, parity_bytes - 1);
		parity[parity_bytes - 1] = 0;
		for (n = 0; n < parity_bytes; n++)
			parity[n] ^= multiply(feedback,
					      generator[parity_bytes - 1 - n]);
	}
}

/* What bytes @at to the end give at a^@root, if @sum is what those before did. */
static uint8_t evaluate(uint8_t sum, const uint8_t *at, unsigned int bytes,
			unsigned int root)
{
	while (bytes--)
		sum = (uint8_t)(multiply(sum, power[root]) ^ *at++);
	return sum;
}

/**
 * struct decoder - what is known of an error
 * @syndromes: of the polynomial
 * @parity_bytes: how many
 * @locator: [i] is the coefficient of x^i
 * @errors: its degree
 */
struct decoder {
	uint8_t syndromes[PARITY_MAX];
	unsigned int parity_bytes;
	uint8_t locator[PARITY_MAX + 1];
	unsigned int errors;
};

/* How far the locator is from what the syndromes up to @n want. */
static uint8_t discrepancy(const struct decoder *d, unsigned int n)
{
	uint8_t sum = d->syndromes[n];
	unsigned int i;

	for (i = 1; i <= d->errors && i <= n; i++)
		sum ^= multiply(d->locator[i], d->syndromes[n - i]);
	return sum;
}

/* Adds @scale x^@shift @other to the locator. */
static void add_scaled(struct decoder *d, const uint8_t *other, uint8_t scale,
		       unsigned int shift)
{
	unsigned int i;

	for (i = 0; i + shift <= d->parity_bytes; i++)
		d->locator[i + shift] ^= multiply(scale, other[i]);
}

static void find_locator(struct decoder *d)
{
	uint8_t former[PARITY_MAX + 1] = { 1 }, kept[PARITY_MAX + 1];
	uint8_t former_off = 1, off;
	unsigned int shift = 1, n;

	memset(d->locator, 0, sizeof(d->locator));
	d->locator[0] = 1;
	d->errors = 0;
	for (n = 0; n < d->parity_bytes; n++, shift++) {
		off = discrepancy(d, n);
		if (!off)
			continue;
		memcpy(kept, d->locator, sizeof(kept));
		add_scaled(d, former, divide(off, former_off), shift);
		if (2 * d->errors > n)
			continue;
		d->errors = n + 1 - d->errors;
		memcpy(former, kept, sizeof(former));
		former_off = off;
		shift = 0;
	}
}

/* The coefficient of x^@at in syndromes times locator. */
static uint8_t evaluator_at(const struct decoder *d, unsigned int at)
{
	uint8_t sum = 0;
	unsigned int i;

	for (i = 0; i <= at && i <= d->errors; i++)
		sum ^= multiply(d->locator[i], d->syndromes[at - i]);
	return sum;
}

/* What to add to the coefficient of x^@place, where the locator has its root. */
static bool error_at(const struct decoder *d, unsigned int place,
		     uint8_t *error)
{
	unsigned int inverse = (ORDER - place) % ORDER, i;
	uint8_t evaluator = 0, slope = 0;

	for (i = 0; i < d->errors; i++)
		evaluator ^= multiply(evaluator_at(d, i),
				      power[inverse * i % ORDER]);
	/* In such a field the derivative has the odd powers alone. */
	for (i = 1; i <= d->errors; i += 2)
		slope ^= multiply(d->locator[i],
				  power[inverse * (i - 1) % ORDER]);
	if (!slope)
		return false;
	*error = multiply(divide(evaluator, slope), power[place]);
	return *error;
}

static bool is_root(const struct decoder *d, unsigned int place)
{
	unsigned int inverse = (ORDER - place) % ORDER, i;
	uint8_t sum = 0;

	for (i = 0; i <= d->errors; i++)
		sum ^= multiply(d->locator[i], power[inverse * i % ORDER]);
	return !sum;
}

/**
 * struct error - a byte that is wrong
 * @place: power that it is the coefficient of
 * @value: to be added
 */
struct error {
	unsigned int place;
	uint8_t value;
};

/* Return: false if there are others than the locator says. */
static bool find_errors(const struct decoder *d, unsigned int bytes,
			struct error *errors)
{
	unsigned int found = 0, place;

	for (place = 0; place < bytes && found < d->errors; place++) {
		if (!is_root(d, place))
			continue;
		errors[found].place = place;
		if (!error_at(d, place, &errors[found].value))
			return false;
		found++;
	}
	return found == d->errors;
}

int rs_decode(uint8_t *block, unsigned int block_bytes, uint8_t *parity,
	      unsigned int parity_bytes)
{
	struct decoder d = { .parity_bytes = parity_bytes };
	struct error errors[PARITY_MAX];
	unsigned int i, at;
	bool wrong = false;

	need_tables();
	for (i = 0; i < parity_bytes; i++) {
		d.syndromes[i] = evaluate(evaluate(0, block, block_bytes, i),
					  parity, parity_bytes, i);
		wrong = wrong || d.syndromes[i];
	}
	if (!wrong)
		return 0;
	find_locator(&d);
	if (2 * d.errors > parity_bytes ||
	    !find_errors(&d, block_bytes + parity_bytes, errors))
		return -EBADMSG;
	for (i = 0; i < d.errors; i++) {
		at = block_bytes + parity_bytes - 1 - errors[i].place;
		if (at < block_bytes)
			block[at] ^= errors[i].value;
		else
			parity[at - block_bytes] ^= errors[i].value;
	}
	return (int)d.errors;
}
