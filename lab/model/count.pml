/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How a report's repeats are counted (crashrec_ring_count() in module/ring.c):
 * two cells in turn, and the repeat itself, which is there until its first
 * chunk says that it is acknowledged. J is the barrier named there.
 *
 * A store is seen, in the image that a reset leaves, at any time after it was
 * done and in any order, but for those to the same word; a barrier waits until
 * all are. A reset may come at any moment, and a reader may read at any: both
 * see the words as they are in memory. A reader that copies them while they
 * change sees no less: it takes the higher of the counts that are whole.
 *
 * Whatever is seen, each repeat is there, or counted; and what is counted was
 * begun to be. MUTANT_J is without the barrier, MUTANT_CELL always uses the same
 * cell, MUTANT_END fails where all was counted.
 */
#define REPEATS	3

/* COUNT(c) and CRC(c) are cell c; a CRC is the count that it would fit. */
#define COUNT(c)	(2 * (c))
#define CRC(c)		(2 * (c) + 1)
#define ACK(n)		(3 + (n))	/* of repeat n, from 1 */
#define WORDS		(4 + REPEATS)
#define NONE		255

byte mem[WORDS];
/* Not yet in memory; of each word at most one: a store is behind the former. */
byte pending[WORDS] = NONE;
byte begun;

hidden byte word, seen, gone;

inline barrier()
{
	atomic {
		pending[0] == NONE && pending[1] == NONE &&
		pending[2] == NONE && pending[3] == NONE &&
		pending[4] == NONE && pending[5] == NONE && pending[6] == NONE
	}
}

inline store(at, value)
{
	atomic { pending[at] == NONE -> pending[at] = value }
}

active proctype memory()
{
end:	do
	:: atomic { pending[0] != NONE -> mem[0] = pending[0]; pending[0] = NONE }
	:: atomic { pending[1] != NONE -> mem[1] = pending[1]; pending[1] = NONE }
	:: atomic { pending[2] != NONE -> mem[2] = pending[2]; pending[2] = NONE }
	:: atomic { pending[3] != NONE -> mem[3] = pending[3]; pending[3] = NONE }
	:: atomic { pending[4] != NONE -> mem[4] = pending[4]; pending[4] = NONE }
	:: atomic { pending[5] != NONE -> mem[5] = pending[5]; pending[5] = NONE }
	:: atomic { pending[6] != NONE -> mem[6] = pending[6]; pending[6] = NONE }
	od
}

active proctype closer()
{
	byte n = 1, cell;

	do
	:: n <= REPEATS ->
#ifdef MUTANT_CELL
		cell = 0;
#else
		cell = n % 2;
#endif
		begun = n;
		store(COUNT(cell), n);
		store(CRC(cell), n);
#ifndef MUTANT_J
		barrier();
#endif
		store(ACK(n), 1);
		n++
	:: else -> break
	od;
#ifdef MUTANT_END
	assert(false)
#endif
}

/* After a reset, or while the kernel runs. */
active proctype reader()
{
	d_step {
		seen = 0;
		if
		:: mem[CRC(0)] == mem[COUNT(0)] -> seen = mem[COUNT(0)]
		:: else
		fi;
		if
		:: mem[CRC(1)] == mem[COUNT(1)] && mem[COUNT(1)] > seen ->
			seen = mem[COUNT(1)]
		:: else
		fi;
		gone = 0;
		word = 1;
		do
		:: word <= REPEATS ->
			gone = gone + mem[ACK(word)];
			word++
		:: else -> break
		od;
		assert(gone <= seen && seen <= begun)
	}
}
