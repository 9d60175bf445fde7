/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Who reads and acknowledges while others write: crashrec_ring_release() of
 * ring.c, and the readers.
 *
 *   LIVE   reader.c: it keeps what it scanned until ring->changes tells that
 *          it is old (H), and releases what it read; the closer finds titles,
 *          and closes, under the same mutex
 *   HOST   a reader outside of the machine, which knows of no mutex, while
 *          another acknowledges and the chunks are used again
 *
 * A copy is one memcpy(), from its first word on or from its last. Loads of
 * two copies are in order: smp_rmb() in image_read() of ring.c.
 */
inline release(gone, first, other)
{
	d_step {
		BARRIER;
		releasing = gone;
		acking[gone] = true;
		push(ACK(first), 1)
	}
	if
	:: other < NC -> STORE_D(MAGIC(other), 0)
	:: else
	fi;
	STORE_E(CLAIMED(first), 0);
	if
	:: other < NC -> store(CLAIMED(other), 0)
	:: else
	fi;
	STORE_H(CHANGES, 0)
}

#if defined(LIVE) || defined(HOST)

short copy[CHUNK_WORDS];

inline copy_words(from, words)
{
	if
	:: i = 0;
		do
		:: i < words -> d_step { copy[i] = mem[from + i]; i++ }
		:: else -> break
		od
	:: i = words;
		do
		:: i > 0 -> d_step { i--; copy[i] = mem[from + i] }
		:: else -> break
		od
	fi;
	i = 0
}

inline compare_word()
{
	changed = changed || mem[MAGIC(n) + i] != copy[i]
}

/* read_chunk(): the header is read once more, behind the rest. */
inline reread_header()
{
	if
	:: i = 0;
		do
		:: i < 3 -> d_step { compare_word(); i++ }
		:: else -> break
		od
	:: i = 3;
		do
		:: i > 0 -> d_step { i--; compare_word() }
		:: else -> break
		od
	fi;
	i = 0
}

inline forget_copy()
{
	i = 0;
	do
	:: i < CHUNK_WORDS -> copy[i] = 0; i++
	:: else -> break
	od;
	i = 0
}

#define COPIED_ID	(copy[0] && copy[1] == copy[2] -> copy[1] : 0)

/* cr_region_scan() */
inline scan()
{
	n = 0;
	do
	:: n < NC ->
		copy_words(MAGIC(n), 4);
		d_step {
			ref_ids[n] = COPIED_ID;
			ref_acked[n] = ref_ids[n] && copy[3];
			forget_copy();
			n++
		}
	:: else -> break
	od;
	n = 0
}

/* refresh() */
inline refresh()
{
#if defined(HOST)
	scan()
#elif defined(MUTANT_R)
	scan();
	ref_changes = mem[CHANGES];
	ref_valid = true
#else
	changes = mem[CHANGES];	/* smp_rmb() */
	if
	:: ref_valid && ref_changes == changes
	:: else -> ref_changes = changes; scan()
	fi;
	ref_valid = true;
	changes = 0
#endif
}

/* take_chunk() */
inline take_copied()
{
	i = 0;
	do
	:: i < E && copy[5 + 2 * i] &&
	   copy[4 + 2 * i] == ENTRY(copy[1], copy[5 + 2 * i]) ->
		assert(copy[5 + 2 * i] / 8 == want);
		assert(kept[want] & (1 << (copy[5 + 2 * i] % 8)));
		got = got | (1 << (copy[5 + 2 * i] % 8));
		i++
	:: else -> break
	od
}

/* read_chunk() */
inline gather_part(part)
{
	n = 0;
	do
	:: n < NC && ref_ids[n] != CHUNK_ID(want, part) -> n++
	:: else -> break
	od;
	if
	:: n < NC ->
		copy_words(MAGIC(n), CHUNK_WORDS);
#ifndef MUTANT_REREAD
		reread_header();
#endif
		d_step {
			if
			:: !changed && COPIED_ID == CHUNK_ID(want, part) ->
				take_copied()
			:: else -> damaged = true
			fi;
			forget_copy();
			changed = false
		}
	:: else
	fi;
	chunks[part] = n;
	n = 0
}

/* order_lines() sees that a line before the last is missing. */
#define GAP(of)	(((LINES(of) + 1) & LINES(of)) != 0)

/* cr_gather_report() */
inline gather()
{
	gather_part(0);
	gather_part(1);
	d_step {
		assert(IS_PREFIX(got, want) || damaged || GAP(got));
		assert(IS_WHOLE(got, want) || damaged || GAP(got))
	}
}

/* crashrec_closer_ack(), crashrec_reader_release() */
inline acknowledge()
{
	if
	:: CLOSES(got) && retired[want] &&
	   !(chunks[0] < NC && ref_acked[chunks[0]]) ->
		assert(!acking[want]);	/* none is handed out again */
		assert(!damaged && !GAP(got));
		release(want, chunks[0], chunks[1]);
		BARRIER
	:: else
	fi
}

proctype reader()
{
	byte cpu, i, n, want, got, chunks[2], changes;
	bool damaged, changed;
	cpu = 1;
end:
	do
	:: true ->
		atomic { !is_reading -> is_reading = true }
		refresh();
		if
		:: want = 1
		:: want = 2
		fi;
		gather();
#ifdef LIVE
		acknowledge();
#endif
		d_step {
			want = 0;
			got = 0;
			damaged = false;
			chunks[0] = 0;
			chunks[1] = 0;
			is_reading = false
		}
	od
}

#endif
