/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How another CPU's backtrace joins a report that may be let go of at the same
 * moment: join_parent() in module/assembler.c, and who frees records, by
 * crashrec_slot_free_children() in slot.c. K and L are the barriers named
 * there.
 *
 * A store is seen by others at any time after it was done; a barrier waits
 * until it is. Slots are taken by one atomic step, and given back with all that
 * was stored before.
 *
 * No line is ever written to a report that is gone. MUTANT_K and MUTANT_L are
 * without one of the barriers, MUTANT_END fails where a line was written first,
 * and then the report was let go of.
 */
#define FREE	0
#define KEY	1
#define BUSY	2

#define TRIES	3

bool asks = true;	/* nmi_parent is the report */
bool tied;		/* the stream's parent is the report's slot */
byte owner;		/* of the stream's slot */
byte generation;	/* of the report's slot */
bool gone, written;

/* What is stored, but not seen yet. */
bool ties, stops_asking;

inline write_line()
{
	atomic { assert(!gone); written = true }
}

active proctype memory()
{
end:	do
	:: atomic { ties -> tied = true; ties = false }
	:: atomic { stops_asking -> asks = false; stops_asking = false }
	od
}

active proctype backtrace()
{
	byte was;
	bool joins;

	/* Nobody asks any more. */
end:	asks;
	was = generation;
	owner = BUSY;
	ties = true;
#ifndef MUTANT_K
	!ties;
#endif
	joins = asks;
	joins = joins && generation == was;
	if
	:: joins -> write_line(); !ties; owner = KEY
	:: else -> atomic { !ties -> tied = false; owner = FREE }
	fi;
	/* Its next line. */
	if
	:: atomic { owner == KEY -> owner = BUSY }; write_line(); owner = KEY
	:: owner == FREE
	fi
}

active proctype closer()
{
	byte tries;
	bool all;

	do
	:: tries < TRIES ->
		tries++;
		stops_asking = true;
#ifndef MUTANT_L
		!stops_asking;
#endif
		all = true;
		if
		:: tied ->
			if
			:: atomic { owner == KEY -> owner = BUSY };
				tied = false;
				owner = FREE
			:: owner == BUSY -> all = false
			:: owner == FREE
			fi
		:: else
		fi;
		if
		:: all -> break
		:: else -> !stops_asking; asks = true
		fi
	:: else -> break
	od;
	if
	:: all ->
		generation++;
		gone = true;
#ifdef MUTANT_END
		if
		:: written -> assert(false)
		:: else
		fi
#endif
	:: else
	fi
}
