/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a reader, after a reset, makes of the region: cr_region_scan() and
 * cr_gather_report(). It is looked at in every state, as a reset may come at
 * any step: what is in a CPU's buffer is lost then.
 *
 * Where the writers have come to their end, it is also looked at whether each
 * line is there or counted, and whether a reader that believes what it knows
 * to be new indeed knows all.
 */
hidden byte c, e, r, k, id, ended, sum, chunks_of[REPORTS], seen[REPORTS];

/* Bits of chunks_of[], beside those of parts. */
#define ACKED	16

#define IS_CHUNK(c)	(mem[MAGIC(c)] && mem[ID(c)] && \
			 mem[ID(c)] == mem[CRC(c)])
#define IS_ENTRY(c, e)	(mem[PAYLOAD(c, e)] && mem[HEAD(c, e)] == \
			 ENTRY(mem[ID(c)], mem[PAYLOAD(c, e)]))

/* Of all lines that were kept, the first ones. */
#define IS_PREFIX(of, r) ((LINES(kept[r]) & ~(of) & \
			  (LINES(of) >> 1 | LINES(of) >> 2 | \
			   LINES(of) >> 3)) == 0)
#define HAS(of, n, r)	(!((of) & (1 << CLOSE(n))) || \
			 (whole[(r) * 4 + n] & ~(of)) == 0)
/* All that was kept before the close. */
#define IS_WHOLE(of, r)	(HAS(of, 0, r) && HAS(of, 1, r) && \
			 HAS(of, 2, r) && HAS(of, 3, r))

inline check_entry()
{
	if
	:: IS_ENTRY(c, e) ->
		/* None is hidden by one before it that is not whole. */
		assert(!ended);
		k = mem[PAYLOAD(c, e)] % 8;
		/* None is read that was not written, none in another report. */
		assert(mem[PAYLOAD(c, e)] / 8 == r);
		assert(kept[r] & (1 << k));
		assert(!(seen[r] & (1 << k)));
		seen[r] = seen[r] | (1 << k)
	:: else -> ended = 1
	fi
}

inline check_chunk()
{
	id = mem[ID(c)];
	r = REPORT_OF(id);
	if
	:: PART_OF(id) == 0 && mem[ACK(c)] ->
		/* None passes for acknowledged that is not. */
		assert(acking[r]);
		chunks_of[r] = chunks_of[r] | ACKED
	:: else -> chunks_of[r] = chunks_of[r] | (1 << PART_OF(id))
	fi;
	e = 0;
	ended = 0;
	do
	:: e < E -> check_entry(); e++
	:: else -> break
	od
}

inline check_report()
{
	if
	:: chunks_of[r] == 0 || (chunks_of[r] & ACKED)
	:: else ->
		assert(!acked[r]);	/* none is handed out again */
		assert(chunks_of[r] & 1);
		assert(IS_PREFIX(seen[r], r));
		assert(IS_WHOLE(seen[r], r));
		assert(!closed[r] || CLOSES(seen[r]))
	fi
}

inline check_region()
{
	c = 0;
	do
	:: c < NC ->
		if
		:: IS_CHUNK(c) -> check_chunk()
		:: else
		fi;
		/* Nothing that is not acknowledged is overwritten. */
		assert(!filled[c] || acking[REPORT_OF(filled[c])] ||
		       (IS_CHUNK(c) && mem[ID(c)] == filled[c]));
		c++
	:: else -> break
	od;
	r = 1;
	do
	:: r < REPORTS -> check_report(); r++
	:: else -> break
	od
}

inline check_count()
{
	sum = lost[r];
	k = 0;
	do
	:: k < 4 -> sum = sum + ((seen[r] >> k) & 1); k++
	:: else -> break
	od;
	assert(acking[r] || sum == tried[r])
}

inline check_end()
{
#ifdef MUTANT_END
	assert(false);
#endif
	r = 1;
	do
	:: r < REPORTS -> check_count(); r++
	:: else -> break
	od;
#ifdef LIVE
	c = 0;
	do
	:: c < NC ->
		assert(is_reading || !ref_valid ||
		       ref_changes != mem[CHANGES] ||
		       (ref_ids[c] == (IS_CHUNK(c) -> mem[ID(c)] : 0)));
		c++
	:: else -> break
	od;
#endif
	skip
}

inline forget()
{
	r = 0;
	do
	:: r < REPORTS -> chunks_of[r] = 0; seen[r] = 0; r++
	:: else -> break
	od;
	c = 0; e = 0; r = 0; k = 0; id = 0; ended = 0; sum = 0
}

active proctype cut()
{
end:
	do
	:: d_step {
		check_region();
		if
		:: writers == 0 && stores[0].count == 0 &&
		   stores[1].count == 0 -> check_end()
		:: else
		fi;
		forget()
	   }
	od
}
