/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What stdout is, and what is done where it is a terminal: colours, a pager.
 * main() sets it up once, before anything is shown.
 */
#ifndef CRASHREC_CLI_TERMINAL_H
#define CRASHREC_CLI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

/* --color and --no-pager. */
#define TERMINAL_OPTIONS	"KP"
#define COLOR_OPTION	"K"
#define COLOR_HELP \
	"      --color WHEN auto (on a terminal, and unless NO_COLOR is set), always or\n" \
	"                   never\n"
#define TERMINAL_HELP \
	COLOR_HELP \
	"      --no-pager   do not show it through CRASHREC_PAGER, PAGER or less\n"

/**
 * enum terminal_color - when there are colours
 * @COLOR_AUTO: on a terminal
 * @COLOR_ALWAYS: always
 * @COLOR_NEVER: never
 */
enum terminal_color {
	COLOR_AUTO,
	COLOR_ALWAYS,
	COLOR_NEVER,
};

/**
 * enum paint - how text is shown where there are colours
 * @PAINT_NONE: as it is
 * @PAINT_HEAD: what stands above other text
 * @PAINT_BAD: a crash
 * @PAINT_WARN: a complaint
 * @PAINT_HANG: what does not go on
 * @PAINT_GOOD: nothing is wrong
 * @PAINT_DIM: of less interest
 */
enum paint {
	PAINT_NONE,
	PAINT_HEAD,
	PAINT_BAD,
	PAINT_WARN,
	PAINT_HANG,
	PAINT_GOOD,
	PAINT_DIM,
};

/**
 * struct terminal - of the command line
 * @color: --color
 * @no_pager: --no-pager
 */
struct terminal {
	enum terminal_color color;
	bool no_pager;
};

/**
 * terminal_option() - take an option of a command line
 * @terminal: is added to
 * @letter: of TERMINAL_OPTIONS
 * @value: what was given
 * @command: its name, for messages
 *
 * Return: false if it is wrong; that was told on stderr.
 */
bool terminal_option(struct terminal *terminal, int letter, const char *value,
		     const char *command);

/**
 * terminal_begin() - look what stdout is
 * @terminal: what was asked for
 */
void terminal_begin(const struct terminal *terminal);

/**
 * terminal_page() - show what comes through a pager, if stdout is a terminal
 *
 * Called by commands when they have something to show. stderr goes there, too,
 * where it is a terminal. A second call does nothing.
 */
void terminal_page(void);

/**
 * terminal_end() - wait for the pager to end
 *
 * Nothing can be shown then. Signals that end the program do that as well.
 */
void terminal_end(void);

/**
 * terminal_is_shown() - does somebody look at stdout?
 *
 * Return: true if it is a terminal, or a pager's.
 */
bool terminal_is_shown(void);

/**
 * terminal_columns() - how wide it is
 *
 * Return: columns; 0: it is no terminal.
 */
size_t terminal_columns(void);

/**
 * terminal_paint() - what switches to a paint, or back
 * @paint: PAINT_NONE: back
 *
 * Return: an escape sequence; "" where there are no colours.
 */
const char *terminal_paint(enum paint paint);

#endif /* CRASHREC_CLI_TERMINAL_H */
