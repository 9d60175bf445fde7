// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Rust's v0 scheme (RFC 2603) nests without end, so that its parser would
 * recurse. Instead each tag has a program: small letters and marks in it are
 * written, capital letters are operations. What is left of a program lies on
 * a stack of fixed depth while an operation's own program runs. A back
 * reference is a jump, with a step below it that jumps back; steps are
 * counted, so no circle of them lasts. Errors are sticky.
 *
 * The older scheme of Rust and that of C++ are flat here: no templates.
 */
#include "demangle.h"

#define STACK_STEPS	64
#define STEPS_MAX	4096

/* No kernel shows longer ones; positions fit into a step. */
#define NAME_MAX_BYTES	1024

/*
 * Operations read
 * T a type           U one of a tuple    R what a function returns
 * K a constant       G a type, constant or lifetime
 * P a path of types  V one of values     O one that may lack its ">"
 * N a name in it     D a trait of a dyn  A the types bound to it
 * L a list of what the next letter reads, up to "E"
 * E a lifetime, not written              F what stands before "fn"
 * W the crate that instantiates, not written
 * or change the state
 * I writes nothing from here             Q writes again
 * S the path lacks its ">"               Z jumps back
 */
static const char programs[] =
	"ai8\0" "bbool\0" "cchar\0" "df64\0" "estr\0" "ff32\0" "hu8\0"
	"iisize\0" "jusize\0" "li32\0" "mu32\0" "ni128\0" "ou128\0" "p_\0"
	"si16\0" "tu16\0" "u()\0" "v...\0" "xi64\0" "yu64\0" "z!\0"
	"R&ET\0" "Q&Emut T\0" "P*const T\0" "O*mut T\0"
	"S[T]\0" "A[T; K]\0" "T(LU)\0" "FFfn(LT)R\0" "Ddyn LDE\0"
	"MIPQ<T>\0" "XIPQ<T as P>\0" "Y<T as P>\0" "NPN\0" "IP<LG>\0"
	/* These tags are no one else's. */
#define WHOLE		'0'
	"0VW\0"
#define NESTED_VALUE	'1'
	"1VN\0"
#define VALUE_ARGS	'2'
	"2V::<LG>\0"
#define OPEN_ARGS	'3'
	"3P<LGS\0"
#define BINDINGS	'4'
	"4A\0"
#define JUMP_BACK	'5'
	"5Z";

struct step {
	u16 at;			/* rest of a program */
	u16 number;		/* for its first operation */
};

struct demangler {
	struct cr_text in;	/* behind "_R" or "_Z" */
	u32 at;			/* position in it */
	char *out;
	u32 out_bytes;
	u32 used;
	u32 silent;		/* levels: paths that are read, not written */
	u32 depth;		/* of the stack */
	bool is_open;		/* the path just written lacks its ">" */
	bool has_escapes;
	bool failed;
	struct step stack[STACK_STEPS];
};

static void put_char(struct demangler *d, char c)
{
	if (d->silent || d->failed)
		return;
	if (d->used == d->out_bytes)
		d->failed = true;
	else
		d->out[d->used++] = c;
}

static void put(struct demangler *d, const char *text)
{
	while (*text)
		put_char(d, *text++);
}

static void put_text(struct demangler *d, struct cr_text text)
{
	u32 i;

	for (i = 0; i < text.bytes; i++)
		put_char(d, text.at[i]);
}

/* In base 10, without a division of 64 bits: not every kernel has one. */
static void put_number(struct demangler *d, u64 number)
{
	u8 digits[20] = { 0 };
	u32 bit;
	u32 i;

	for (bit = 64; bit--; ) {
		u32 carry = number >> bit & 1;

		for (i = sizeof(digits); i--; carry /= 10) {
			carry += digits[i] * 2U;
			digits[i] = (u8)(carry % 10);
		}
	}
	for (i = 0; i < sizeof(digits) - 1 && !digits[i]; )
		i++;
	for (; i < sizeof(digits); i++)
		put_char(d, (char)('0' + digits[i]));
}

static void push(struct demangler *d, u32 at, u32 number)
{
	if (d->depth == STACK_STEPS)
		d->failed = true;
	else
		d->stack[d->depth++] = (struct step){ (u16)at, (u16)number };
}

static void push_program(struct demangler *d, char tag, u32 number)
{
	u32 at = 0;

	while (programs[at] != tag) {
		while (programs[at++])
			;
		if (at >= sizeof(programs)) {
			d->failed = true;
			return;
		}
	}
	push(d, at + 1, number);
}

/* The next byte, or NUL, which no input has, at the end. */
static char peek(const struct demangler *d)
{
	return d->at < d->in.bytes ? d->in.at[d->at] : '\0';
}

static bool eat(struct demangler *d, char c)
{
	if (peek(d) != c)
		return false;
	d->at++;
	return true;
}

static char take(struct demangler *d)
{
	char c = peek(d);

	if (c)
		d->at++;
	else
		d->failed = true;
	return c;
}

static u32 digit_62(char c)
{
	if (c >= 'a' && c <= 'z')
		return (u32)(c - 'a') + 10;
	if (c >= 'A' && c <= 'Z')
		return (u32)(c - 'A') + 36;
	return (u8)(c - '0') < 10 ? (u8)(c - '0') : 62;
}

/* Up to "_". */
static u64 take_digits(struct demangler *d, u32 base)
{
	u64 limit = base == 16 ? ~0ULL >> 4 : ~0ULL / 62 - 1;
	u64 value = 0;

	while (!eat(d, '_')) {
		u32 digit = digit_62(take(d));

		if (digit >= base || value > limit) {
			d->failed = true;
			break;
		}
		value = value * base + digit;
	}
	return value;
}

static u64 take_base_62(struct demangler *d)
{
	return eat(d, '_') ? 0 : take_digits(d, 62) + 1;
}

static u64 take_disambiguator(struct demangler *d)
{
	return eat(d, 's') ? take_base_62(d) + 1 : 0;
}

/* A length and so many bytes; Punycode begins with "u" and fails. */
static struct cr_text take_name(struct demangler *d, bool is_rust)
{
	u32 bytes = digit_62(take(d));
	struct cr_text name;
	u32 digit;

	d->failed |= bytes > 9;
	while (bytes && !d->failed && (digit = digit_62(peek(d))) <= 9) {
		bytes = bytes * 10 + digit;
		d->at++;
		d->failed |= bytes > NAME_MAX_BYTES;
	}
	if (is_rust)
		eat(d, '_');
	name = cr_text_from(d->in, d->at);
	if (d->failed || bytes > name.bytes) {
		d->failed = true;
		bytes = 0;
	}
	d->at += bytes;
	name.bytes = bytes;
	return name;
}

/* Those with names are bound by a "for<..>", which is not known here. */
static bool eat_lifetime(struct demangler *d)
{
	if (!eat(d, 'L'))
		return false;
	d->failed |= !eat(d, '_');
	return true;
}

static void read_fn_header(struct demangler *d)
{
	if (eat(d, 'U'))
		put(d, "unsafe ");
	if (!eat(d, 'K'))
		return;
	d->failed |= !eat(d, 'C');
	put(d, "extern \"C\" ");
}

static void read_nested(struct demangler *d, char namespace)
{
	u64 index = take_disambiguator(d);
	struct cr_text name = take_name(d, true);
	bool is_special = namespace < 'a';

	if (is_special || name.bytes)
		put(d, "::");
	if (is_special) {
		put(d, namespace == 'C' ? "{closure" :
		       namespace == 'S' ? "{shim" : "{");
		if (namespace != 'C' && namespace != 'S')
			put_char(d, namespace);
		if (name.bytes)
			put_char(d, ':');
	}
	put_text(d, name);
	if (is_special) {
		put_char(d, '#');
		put_number(d, index);
		put_char(d, '}');
	}
}

/* A type, with 'T' as @op, or a path. */
static void read_path(struct demangler *d, char tag, char op)
{
	u32 namespace = 0;

	switch (tag) {
	case 'C':
		take_disambiguator(d);
		put_text(d, take_name(d, true));
		return;
	case 'N':
		namespace = (u8)take(d);
		d->failed |= namespace < 'A' || namespace == '_';
		if (op == 'V')
			tag = NESTED_VALUE;
		break;
	case 'I':
		tag = op == 'V' ? VALUE_ARGS : op == 'O' ? OPEN_ARGS : tag;
		break;
	case 'M': case 'X': case 'Y':
		break;
	default:
		d->failed |= op != 'T' || tag < 'A';
	}
	push_program(d, tag, namespace);
}

#define LETTER(c)	(1U << ((c) - 'a'))
#define INTEGERS	(LETTER('a') | LETTER('h') | LETTER('i') | \
			 LETTER('j') | LETTER('l') | LETTER('m') | \
			 LETTER('n') | LETTER('o') | LETTER('s') | \
			 LETTER('t') | LETTER('x') | LETTER('y'))

static void read_const(struct demangler *d, char type)
{
	bool is_integer = type >= 'a' && INTEGERS & LETTER(type);
	u64 value;

	if (type == 'p') {
		put_char(d, '_');
		return;
	}
	if (is_integer && eat(d, 'n'))
		put_char(d, '-');
	d->failed |= peek(d) == '_';
	value = take_digits(d, 16);
	if (is_integer)
		put_number(d, value);
	else if (type == 'b' && value <= 1)
		put(d, value ? "true" : "false");
	else
		d->failed = true;
}

/* Is there one? Its type is still to be read. */
static bool read_binding(struct demangler *d, struct step step)
{
	bool is_open = step.number || d->is_open;

	d->is_open = false;
	if (!eat(d, 'p')) {
		if (is_open)
			put_char(d, '>');
		return false;
	}
	put(d, is_open ? ", " : "<");
	put_text(d, take_name(d, true));
	put(d, " = ");
	push(d, step.at, 1);
	return true;
}

/* Behind a "B". A silent path is not followed: nothing of it is written. */
static bool follow_reference(struct demangler *d)
{
	u32 tag_at = d->at - 1;
	u64 target = take_base_62(d);

	d->failed |= target >= tag_at;
	if (d->silent || d->failed)
		return false;
	push_program(d, JUMP_BACK, d->at);
	d->at = (u32)target;
	return true;
}

/* A type, a constant or a path. */
static void read_item(struct demangler *d, char op)
{
	char tag = take(d);

	while (tag == 'B') {
		if (!follow_reference(d))
			return;
		tag = take(d);
	}
	if (op == 'K')
		read_const(d, tag);
	else
		read_path(d, tag, op);
}

static void do_operation(struct demangler *d, char op, struct step step)
{
	switch (op) {
	case 'A':
		if (read_binding(d, step))
			read_item(d, 'T');
		break;
	case 'D':
		d->is_open = false;
		push_program(d, BINDINGS, 0);
		read_item(d, 'O');
		break;
	case 'E':
		eat_lifetime(d);
		break;
	case 'F':
		read_fn_header(d);
		break;
	case 'G':
		if (eat_lifetime(d))
			put(d, "'_");
		else
			read_item(d, eat(d, 'K') ? 'K' : 'T');
		break;
	case 'I':
		take_disambiguator(d);
		d->silent++;
		break;
	case 'N':
		read_nested(d, (char)step.number);
		break;
	case 'Q':
		d->silent--;
		break;
	case 'R':
		if (eat(d, 'u'))
			break;
		put(d, " -> ");
		read_item(d, 'T');
		break;
	case 'S':
		d->is_open = true;
		break;
	case 'W':
		d->silent++;
		if (peek(d))
			read_item(d, 'P');
		break;
	case 'Z':
		d->at = step.number;
		break;
	default:
		read_item(d, op == 'U' ? 'T' : op);
	}
}

static void do_step(struct demangler *d, struct step step)
{
	char op = programs[step.at];

	while (op && (op < 'A' || op > 'Z')) {
		put_char(d, op);
		op = programs[++step.at];
	}
	if (op == 'L') {
		op = programs[step.at + 1];
		if (eat(d, 'E')) {
			if (op == 'U' && step.number == 1)
				put_char(d, ',');
			push(d, step.at + 2, 0);
			return;
		}
		if (step.number)
			put(d, op == 'D' ? " + " : ", ");
		push(d, step.at, step.number + 1U);
	} else if (op && programs[step.at + 1]) {
		push(d, step.at + 1, step.number);
	}
	if (op)
		do_operation(d, op, step);
}

static void read_v0(struct demangler *d)
{
	u32 steps = 0;

	push_program(d, WHOLE, 0);
	while (d->depth && !d->failed) {
		if (++steps > STEPS_MAX)
			d->failed = true;
		else
			do_step(d, d->stack[--d->depth]);
	}
	d->failed |= d->at < d->in.bytes;
}

/* What stands for a mark, behind its first "$". */
static char take_escape(struct demangler *d)
{
	const char *escape = "SP@BP*RF&LT<GT>LP(RP)";
	char a = take(d);
	char b;
	u32 c;

	if (a == 'C' && eat(d, '$'))
		return ',';
	b = take(d);
	while (*escape && (escape[0] != a || escape[1] != b))
		escape += 3;
	c = *escape ? (u8)escape[2] : 0;
	if (a == 'u') {
		u32 low = digit_62(take(d));

		c = low < 16 ? digit_62(b) << 4 | low : 0;
	}
	d->failed |= !eat(d, '$') || c < ' ' || c > '~';
	return (char)c;
}

/* Only Rust's have escapes. */
static void read_component(struct demangler *d)
{
	char c;

	if (eat(d, '_') && peek(d) != '$')
		put_char(d, '_');
	while ((c = peek(d))) {
		d->at++;
		if (c == '$' || c == '.')
			d->has_escapes = true;
		if (c == '$')
			c = take_escape(d);
		else if (c == '.' && eat(d, '.'))
			put_char(d, c = ':');
		put_char(d, c);
	}
}

static bool is_hash(struct cr_text text)
{
	if (text.bytes != 17 || text.at[0] != 'h')
		return false;
	while (--text.bytes) {
		if (digit_62(text.at[text.bytes]) > 15)
			return false;
	}
	return true;
}

/* "St", if there, and names up to "E", or one of them. */
static void read_components(struct demangler *d, bool is_nested)
{
	struct cr_text in = d->in;
	bool is_first = !eat(d, 'S');
	struct cr_text name;

	if (!is_first) {
		d->failed |= !eat(d, 't');
		put(d, "std");
	}
	do {
		eat(d, 'L');
		name = take_name(d, false);
		if (is_nested && is_hash(name) && eat(d, 'E')) {
			if (!peek(d) || peek(d) == '.')
				return;	/* Rust */
			d->at--;
		}
		/* The latter is how C++ calls a namespace without a name. */
		d->failed |= !name.bytes ||
			     cr_text_starts(name, CR_WORD("_GLOBAL_"));
		if (!is_first)
			put(d, "::");
		is_first = false;
		d->in.bytes = d->at;
		d->at -= name.bytes;
		read_component(d);
		d->in = in;
	} while (!d->failed && is_nested && !eat(d, 'E'));
	d->failed |= d->has_escapes;
}

static void read_z(struct demangler *d)
{
	bool is_nested = eat(d, 'N');

	if (is_nested)
		eat(d, 'K');		/* of a const member */
	read_components(d, is_nested);
	/* Arguments of a template, ABI tag */
	d->failed |= peek(d) == 'I' || peek(d) == 'B';
}

u32 cr_demangle(struct cr_text name, char *out, u32 out_bytes)
{
	struct demangler d;
	bool is_v0;
	u32 i;

	if (name.bytes < 2 || name.bytes > NAME_MAX_BYTES || name.at[0] != '_')
		return 0;
	is_v0 = name.at[1] == 'R';
	if (!is_v0 && name.at[1] != 'Z')
		return 0;
	for (i = 2; i < name.bytes; i++) {
		char c = name.at[i];

		if (c == '.' && is_v0)
			break;
		if (digit_62(c) > 61 && c != '_' &&
		    (is_v0 || (c != '.' && c != '$')))
			return 0;
	}
	memset(&d, 0, sizeof(d));
	d.in = (struct cr_text){ name.at + 2, i - 2 };
	d.out = out;
	d.out_bytes = out_bytes;
	if (is_v0)
		read_v0(&d);
	else
		read_z(&d);
	return d.failed ? 0 : d.used;
}
