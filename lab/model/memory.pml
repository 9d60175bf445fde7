/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The memory under the model: two CPUs, whose stores are seen late and out of
 * order. The head of ring.pml tells what is modelled.
 *
 * A store goes to its CPU's buffer, from where it may be seen, by the other
 * CPU and in the image that a reset leaves, at any time and in any order; only
 * stores to the same word keep theirs. A barrier waits until the buffer is
 * empty. Void atomics (clear_bit(), atomic_inc()) are such stores, too; those
 * that return a value are done in memory, behind an empty buffer. A context
 * that interrupts shares the buffer with what it interrupted.
 *
 * NC and E, chunks and entries in a chunk, come from the configuration.
 */

/* Words of a chunk: its header, then its entries. */
#define CHUNK_WORDS	(4 + 2 * E)
#define MAGIC(c)	((c) * CHUNK_WORDS)
#define ID(c)		(MAGIC(c) + 1)
#define CRC(c)		(MAGIC(c) + 2)
#define ACK(c)		(MAGIC(c) + 3)
#define HEAD(c, e)	(MAGIC(c) + 4 + 2 * (e))
#define PAYLOAD(c, e)	(MAGIC(c) + 5 + 2 * (e))
#define REGION_END	(NC * CHUNK_WORDS)
/* Words outside of the region: a reset forgets them. */
#define CLAIMED(c)	(REGION_END + (c))
#define CHANGES		(REGION_END + NC)
#define OWNER		(CHANGES + 1)
#define WRITER		(CHANGES + 2)
#define SETTLED		(CHANGES + 3)
#define WORDS		(CHANGES + 4)

/*
 * A chunk's id is its report and part; the word CRC holds what the CRC over it
 * would fit. A payload tells its report and which entry of that it is. HEAD
 * holds what an entry's CRC would fit: the chunk's id, and the payload. CRCs
 * are taken to be without collision.
 */
#define CHUNK_ID(report, part)	((report) * 4 + (part))
#define REPORT_OF(id)		((id) / 4)
#define PART_OF(id)		((id) % 4)
#define TEXT(report, k)		((report) * 8 + (k))
#ifdef MUTANT_SEED
#define ENTRY(id, text)		(text)
#else
#define ENTRY(id, text)		((id) * 64 + (text))
#endif

/* Entries of a report: lines 0 to 3, and up to four times its close. */
#define CLOSE(n)		(4 + (n))
#define LINES(entries)		((entries) & 15)
#define CLOSES(entries)		((entries) >> 4)
#define REPORTS			5	/* numbered from 1 */

#define STORES	5

typedef buffer {
	byte count;
	byte at[STORES];
	short value[STORES];
};

short mem[WORDS];
buffer stores[2];

/* What was done, to compare with what is read. */
byte tried[REPORTS];	/* lines, those that found no room, too */
byte lost[REPORTS];	/* lines that were counted as lost */
byte kept[REPORTS];	/* a bit for each entry */
byte whole[4 * REPORTS];/* kept[] at each close */
bool retired[REPORTS];	/* its slot was freed: nobody writes to it */
bool acking[REPORTS];	/* its release has begun */
bool acked[REPORTS];	/* and is in the region */
byte releasing;		/* whose turn it is */
bool closed[REPORTS];	/* its close is in the region */
byte filled[NC];	/* id of the chunk, when its last entry was seen */

/* Only used within a step. */
hidden byte x, y;

inline push(where, what)
{
	stores[cpu].at[stores[cpu].count] = where;
	stores[cpu].value[stores[cpu].count] = what;
	stores[cpu].count++
}

inline store(where, what)
{
	d_step { stores[cpu].count < STORES; push(where, what) }
}

#define BARRIER	(stores[cpu].count == 0)

inline store_behind(where, what)
{
	d_step { BARRIER; push(where, what) }
}

/* A CPU sees its own stores at once. */
inline load(where, into)
{
	d_step {
		into = mem[where];
		x = 0;
		do
		:: x < stores[cpu].count ->
			if
			:: stores[cpu].at[x] == where ->
				into = stores[cpu].value[x]
			:: else
			fi;
			x++
		:: else -> break
		od;
		x = 0
	}
}

/* For the checks: what has come to be in the region. */
inline note_seen()
{
	if
	:: x < REGION_END && x % CHUNK_WORDS == 3 && mem[x] ->
		acked[releasing] = true
	:: x < REGION_END && x % CHUNK_WORDS > 3 && x % 2 == 0 ->
		filled[x / CHUNK_WORDS] = mem[x] / 64;
		if
		:: mem[x] % 8 >= CLOSE(0) ->
			closed[(mem[x] % 64) / 8] = true
		:: else
		fi
	:: else
	fi
}

inline drop_store(cp, i)
{
	y = i;
	do
	:: y + 1 < stores[cp].count ->
		stores[cp].at[y] = stores[cp].at[y + 1];
		stores[cp].value[y] = stores[cp].value[y + 1];
		y++
	:: else -> break
	od;
	stores[cp].at[y] = 0;
	stores[cp].value[y] = 0;
	stores[cp].count--;
	y = 0
}

inline see(cp, i)
{
	x = stores[cp].at[i];
	if
	:: x == CHANGES -> mem[x]++
	:: else -> mem[x] = stores[cp].value[i]
	fi;
	note_seen();
	drop_store(cp, i);
	x = 0
}

#define THERE(cp, i)	(stores[cp].count > i)
#define BEHIND(cp, i, j) (stores[cp].at[i] == stores[cp].at[j])
#define MAY1(cp)	(THERE(cp, 1) && !BEHIND(cp, 1, 0))
#define MAY2(cp)	(THERE(cp, 2) && !BEHIND(cp, 2, 0) && \
			 !BEHIND(cp, 2, 1))
#define MAY3(cp)	(THERE(cp, 3) && !BEHIND(cp, 3, 0) && \
			 !BEHIND(cp, 3, 1) && !BEHIND(cp, 3, 2))
#define MAY4(cp)	(THERE(cp, 4) && !BEHIND(cp, 4, 0) && \
			 !BEHIND(cp, 4, 1) && !BEHIND(cp, 4, 2) && \
			 !BEHIND(cp, 4, 3))

active proctype memory()
{
end:
	do
	:: d_step { THERE(0, 0) -> see(0, 0) }
	:: d_step { MAY1(0) -> see(0, 1) }
	:: d_step { MAY2(0) -> see(0, 2) }
	:: d_step { MAY3(0) -> see(0, 3) }
	:: d_step { MAY4(0) -> see(0, 4) }
	:: d_step { THERE(1, 0) -> see(1, 0) }
	:: d_step { MAY1(1) -> see(1, 1) }
	:: d_step { MAY2(1) -> see(1, 2) }
	:: d_step { MAY3(1) -> see(1, 3) }
	:: d_step { MAY4(1) -> see(1, 4) }
	od
}
