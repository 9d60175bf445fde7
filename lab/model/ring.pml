/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A model of the ring's protocol, for spin: every order in which its writers,
 * contexts that interrupt them, and its readers can run, and in which their
 * stores can be seen, up to a reset at any step. lab/tests/model.sh runs it,
 * and takes out one barrier after the other: each has to be missed.
 *
 *   model                       code                                  barrier
 *   claim_chunk()               claim_chunk(), ring.c
 *   next_chunk()  STORE_A       crashrec_ring_next_chunk(): no magic     A
 *                 STORE_B       the magic                                B
 *                 STORE_H       ring->changes is raised                  H
 *   put()         STORE_C       crashrec_ring_append(): entry's header   C
 *   release()     STORE_D       crashrec_ring_release(): old magics      D
 *                 STORE_E       the bits are cleared                     E
 *   slot_lock()                 crashrec_slot_lock(), slot.c             F
 *   slot_unlock() STORE_G       crashrec_slot_unlock(), _free()          G
 *   slot_give_back()            crashrec_slot_give_back()                G
 *   refresh()                   refresh(), reader.c              pairs with H
 *   reread_header()             read_chunk(), gather.c                   I
 *   cut()                       a reset, then cr_region_scan() and
 *                               cr_gather_report() by whoever comes
 *
 * memory.pml is the memory, image.pml what is read after a reset, and what of
 * that must hold; reader.pml readers and release, slot.pml the slots.
 *
 * What must hold in every state (image.pml, gather() of reader.pml):
 *
 *   - no entry is read that was not written, or in another report
 *   - of a report that goes on, the first lines are read, without a gap
 *   - one that is closed is read whole, and stays so until it is acknowledged
 *   - none passes for acknowledged that is not; one that is does not come back
 *   - a reader notices that a chunk was reused under its feet
 *   - at the end, each line is there or counted
 *
 * Configurations, each small enough to be looked at whole:
 *
 *   CUT    three writers, of which one interrupts another, with chunks that
 *          a released report left, and too few of them
 *   LIVE   the reader in the kernel, which acknowledges; a writer who gets
 *          the chunk
 *   HOST   a reader on the host, while another acknowledges a report of two
 *          chunks and a writer gets them
 *   SLOT   two contexts and the closer, and one slot
 *
 * Not in the model: streams of other CPUs (stream.pml), the next boot's
 * crashrec_ring_adopt(), boot descriptions, the dumper of a panic, CRCs that
 * fit by chance, entries that lie elsewhere than the stale ones did, and caches
 * that a reset throws away. Loads of one copy come in ascending or in
 * descending order; other loads are in the order of the program, but where a
 * mutant says otherwise.
 */
#if defined(CUT)
#define NC	3
#define E	2
#elif defined(LIVE) || defined(HOST)
#define NC	2
#define E	2
#elif defined(SLOT)
#define NC	3
#define E	3
#else
#error "name a configuration"
#endif

#include "memory.pml"

byte writers;		/* that have not come to their end */
bool nested;		/* CPU 0 is in the context that interrupts */
bool is_reading;	/* the mutex of reader.c */
#if defined(LIVE) || defined(HOST)
byte ref_ids[NC];
bool ref_acked[NC];
bool ref_valid;
byte ref_changes;
#endif

#ifdef MUTANT_A
#define STORE_A	store
#else
#define STORE_A	store_behind
#endif
#ifdef MUTANT_B
#define STORE_B	store
#else
#define STORE_B	store_behind
#endif
#ifdef MUTANT_C
#define STORE_C	store
#else
#define STORE_C	store_behind
#endif
#ifdef MUTANT_D
#define STORE_D	store
#else
#define STORE_D	store_behind
#endif
#ifdef MUTANT_E
#define STORE_E	store
#else
#define STORE_E	store_behind
#endif
#ifdef MUTANT_G
#define STORE_G	store
#else
#define STORE_G	store_behind
#endif
#ifdef MUTANT_H
#define STORE_H	store
#else
#define STORE_H	store_behind
#endif

/* What inlines expect of a process that writes: struct crashrec_writer. */
#define LOCALS	byte cpu, report, part, chunk, at, got; bool err

/* Any free chunk: the cursor only says where to look first. */
inline claim_chunk()
{
	got = NC;
	do
	:: got < NC -> break
	:: got == NC ->
		if
		:: mem[CLAIMED(0)] == 0 -> got = 0
		:: mem[CLAIMED(1)] == 0 -> got = 1
#if NC > 2
		:: mem[CLAIMED(2)] == 0 -> got = 2
#endif
		:: else -> err = true; break
		fi;
#ifdef MUTANT_CLAIM
		d_step { BARRIER; mem[CLAIMED(got)] = 1 }
#else
		/* test_and_set_bit() */
		d_step {
			BARRIER;
			if
			:: mem[CLAIMED(got)] == 0 -> mem[CLAIMED(got)] = 1
			:: else -> got = NC
			fi
		}
#endif
	od
}

inline next_chunk(new_part)
{
	err = false;
	claim_chunk();
	if
	:: err
	:: else ->
		store(MAGIC(got), 0);
		STORE_A(ID(got), CHUNK_ID(report, new_part));
		store(CRC(got), CHUNK_ID(report, new_part));
		store(ACK(got), 0);
		STORE_B(MAGIC(got), 1);
		STORE_H(CHANGES, 0);
		d_step {
			chunk = got;
			part = new_part;
			at = 0
		}
	fi;
	got = 0
}

inline begin(new_report)
{
	report = new_report;
	next_chunk(0)
}

#define IS_LINE(k)	((k) < CLOSE(0))

/* crashrec_ring_put(); put_text() counts what finds no room. */
inline put(k)
{
	tried[report] = tried[report] + IS_LINE(k);
	err = false;
	if
	:: at < E - 1 || (!IS_LINE(k) && at < E)
	:: else -> next_chunk(part + 1)
	fi;
	if
	:: err -> d_step {
			lost[report] = lost[report] + IS_LINE(k);
			err = false
		}
	:: else ->
		d_step {
			stores[cpu].count < STORES;
			kept[report] = kept[report] | (1 << k);
			if
			:: IS_LINE(k)
			:: else ->
				whole[report * 4 + k - CLOSE(0)] = kept[report]
			fi;
			push(PAYLOAD(chunk, at), TEXT(report, k))
		}
		STORE_C(HEAD(chunk, at),
			ENTRY(CHUNK_ID(report, part), TEXT(report, k)));
		at++
	fi
}

#include "image.pml"
#include "reader.pml"
#ifdef SLOT
#include "slot.pml"
#else

/* A report in a context of its own, closed as if the closer came at once. */
inline whole_report(lines)
{
	begin(mine);
	if
	:: err -> d_step {
			tried[report] = lines;
			lost[report] = lines;
			err = false
		}
	:: else ->
		put(0);
		if
		:: lines > 1 -> put(1)
		:: else
		fi;
#ifdef LIVE
		/* close_slot() */
		atomic { !is_reading -> is_reading = true };
		put(CLOSE(0));
		BARRIER;
		is_reading = false
#else
		put(CLOSE(0))
#endif
	fi;
	BARRIER;	/* G */
	retired[report] = true
}

proctype outer(byte mine) provided (!nested)
{
	LOCALS;
	cpu = 0;
	whole_report(2);
	writers--
}

/* Runs to its end, at any step of outer(). */
proctype inner(byte mine)
{
	LOCALS;
	cpu = 0;
	nested = true;
	whole_report(1);
	nested = false;
	writers--
}

proctype other(byte mine)
{
	LOCALS;
	cpu = 1;
	whole_report(1);
	writers--
}

proctype acker()
{
	byte cpu;
	cpu = 1;
	release(1, 0, 1);
	writers--
}

inline old_entry(ch, en, pa, entry)
{
	mem[HEAD(ch, en)] = ENTRY(CHUNK_ID(1, pa), TEXT(1, entry));
	mem[PAYLOAD(ch, en)] = TEXT(1, entry);
	kept[1] = kept[1] | (1 << entry);
	whole[4] = kept[1];
	tried[1] = tried[1] + IS_LINE(entry)
}

inline old_chunk(ch, pa)
{
	mem[MAGIC(ch)] = 1;
	mem[ID(ch)] = CHUNK_ID(1, pa);
	mem[CRC(ch)] = CHUNK_ID(1, pa);
	mem[CLAIMED(ch)] = 1;
	filled[ch] = CHUNK_ID(1, pa)
}

/* Report 1 was there before: closed, of one chunk or of two. */
inline old_report(long)
{
	old_chunk(0, 0);
	old_entry(0, 0, 0, 0);
	if
	:: long ->
		old_chunk(1, 1);
		old_entry(1, 0, 1, 1);
		old_entry(1, 1, 1, CLOSE(0))
	:: else ->
		old_entry(0, 1, 0, CLOSE(0))
	fi;
	closed[1] = true;
	retired[1] = true
}

/* And was released. */
inline old_release()
{
	mem[ACK(0)] = 1;
	mem[MAGIC(1)] = 0;
	mem[CLAIMED(0)] = 0;
	mem[CLAIMED(1)] = 0;
	acking[1] = true;
	acked[1] = true
}

init
{
#if defined(CUT)
	d_step { old_report(true); old_release(); writers = 3 }
	run outer(2);
	run inner(3);
	run other(4)
#elif defined(LIVE)
	d_step { old_report(false); writers = 1 }
	run outer(2);
	run reader()
#else
	d_step { old_report(true); writers = 2 }
	run outer(2);
	run acker();
	run reader()
#endif
}

#endif
