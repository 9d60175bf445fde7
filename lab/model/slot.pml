/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Configuration SLOT: one slot of slot.c, for which two contexts and the
 * closer contend. CPU 0 prints report 2, and report 3 in a context that
 * interrupts; the closer is CPU 1. Silence is taken to come at any time, so
 * the closer closes what goes on, and frees what was just closed. The context
 * of report 2 may then begin another, which is not in the model: it leaves the
 * slot, if the closer has it, and must never find it to be its own again.
 *
 * struct crashrec_writer is one word of the slot; 0 stands for slot->lost.
 */
#define FREE	0
#define CLOSING	1
#define KEY	mine	/* of a context; the number of its report serves */
#define BUSY	4
#define WITHOUT_BUSY(owner)	((owner) & 3)

byte holders;		/* who may write to the slot */
byte leaver;		/* key of the context that left it, 0: none */

#define SLOT_LOCALS \
	LOCALS; byte key, settled, number; short packed; bool locked

inline load_writer()
{
	load(WRITER, packed);
	d_step {
		report = REPORT_OF(packed / 16);
		part = PART_OF(packed / 16);
		chunk = (packed / 4) % 4;
		at = packed % 4
	}
}

inline store_writer()
{
	store(WRITER, CHUNK_ID(report, part) * 16 + chunk * 4 + at)
}

/* crashrec_slot_lock(), and the first look at what it guards */
inline slot_lock()
{
	locked = false;
	load(OWNER, key);
	if
	:: key == FREE || (key & BUSY)
	:: else ->
#ifdef MUTANT_F
		load_writer();
#endif
#ifdef MUTANT_LOCK
		d_step {
			BARRIER;
			mem[OWNER] = key | BUSY;
			locked = true;
			holders++
		};
#else
		d_step {
			BARRIER;
			if
			:: mem[OWNER] == key ->
				mem[OWNER] = key | BUSY;
				locked = true;
				holders++
			:: else
			fi
		};
#endif
#ifndef MUTANT_F
		if
		:: locked -> load_writer()
		:: else
		fi
#else
		skip
#endif
	fi
}

/* crashrec_slot_unlock(), crashrec_slot_free() */
inline slot_unlock(to)
{
	d_step { assert(holders == 1); holders-- };
	STORE_G(OWNER, to)
}

/* crashrec_slot_give_back() */
inline slot_give_back(to)
{
	d_step {
		BARRIER;
		assert(holders == 1);
		holders--;
		if
#ifndef MUTANT_LEAVE
		:: mem[OWNER] != (to | BUSY) -> mem[OWNER] = CLOSING
#endif
		:: else -> mem[OWNER] = to
		fi;
		assert(!leaver || mem[OWNER] != leaver)
	}
}

inline forget_slot()
{
	d_step {
		report = 0;
		part = 0;
		chunk = 0;
		at = 0;
		packed = 0;
		key = 0;
		settled = 0;
		locked = false
	}
}

/* crashrec_put_line() */
inline put_line(k)
{
	if
	:: packed == 0 -> d_step {
			tried[mine]++;	/* LOST_LINE_ORPHAN */
			lost[mine]++
		}
	:: else ->
		assert(report == mine);
		put(k);
		store_writer()
	fi
}

/* keep_line() */
inline keep_line(k)
{
	load(SETTLED, settled);
	if
	:: settled -> store(SETTLED, 0)
	:: else
	fi;
	put_line(k);
	slot_unlock(KEY)
}

/* crashrec_slot_claim(): a free slot, or one that is settled */
inline slot_claim()
{
	locked = false;
	d_step {
		BARRIER;
		if
		:: mem[OWNER] == FREE ->
			mem[OWNER] = KEY | BUSY;
			locked = true;
			holders++
		:: else
		fi
	};
	if
	:: locked
	:: else ->
		load(SETTLED, settled);
		if
		:: settled -> slot_lock()
		:: else
		fi;
		if
		:: locked ->
			load(SETTLED, settled);
			if
			:: settled -> store(OWNER, KEY | BUSY)
			:: else -> slot_give_back(key); locked = false
			fi
		:: else
		fi
	fi
}

/* open_slot(): the line begins a report. */
inline open_slot()
{
	slot_claim();
	if
	:: locked ->
		store(SETTLED, 0);
		begin(mine);
		if
		:: err -> d_step {
				err = false;
				packed = 0;
				tried[mine]++;
				lost[mine]++
			};
			store(WRITER, 0)
		:: else ->
			put(0);
			store_writer()
		fi;
		slot_unlock(KEY)
	:: else -> d_step { tried[mine]++; lost[mine]++ }
	fi
}

/* crashrec_slot_find_lock(), take_line() */
inline line(k)
{
	locked = false;
	load(OWNER, key);
	if
	:: WITHOUT_BUSY(key) == KEY ->
		slot_lock();
		if
		:: locked && key == KEY -> keep_line(k)
		:: locked && key != KEY -> slot_unlock(key)
		:: else ->
			load(OWNER, key);
			if
			:: WITHOUT_BUSY(key) == KEY -> d_step {
					tried[mine]++;	/* LOST_LINE_CLOSING */
					lost[mine]++
				}
			:: else
			fi
		fi
	:: WITHOUT_BUSY(key) != KEY && k == 0 -> open_slot()
	:: else
	fi;
	forget_slot()
}

/* A line that is not the report's: line_of_slot() lets the slot go. */
inline other_line()
{
	load(OWNER, key);
	if
	:: WITHOUT_BUSY(key) == KEY ->
		slot_lock();
		if
		:: locked && key == KEY -> slot_unlock(CLOSING)
		:: locked && key != KEY -> slot_unlock(key)
		:: else
		fi
	:: else
	fi;
	forget_slot()
}

/* crashrec_slot_find_lock(), for what may be another report's first line */
inline leave()
{
	load(OWNER, key);
	load(SETTLED, settled);
	if
	:: key == (KEY | BUSY) && settled ->
		d_step {
			BARRIER;
			if
			:: mem[OWNER] == (KEY | BUSY) ->
				mem[OWNER] = CLOSING | BUSY;
				leaver = KEY
			:: else
			fi
		}
	:: else
	fi;
	forget_slot()
}

proctype outer(byte mine) provided (!nested)
{
	SLOT_LOCALS;
	cpu = 0;
	line(0);
	line(1);
	if
	:: line(2)
	:: other_line()
	:: leave()
	fi;
	writers--
}

proctype inner(byte mine)
{
	SLOT_LOCALS;
	cpu = 0;
	nested = true;
	line(0);
	nested = false;
	writers--
}

byte closes[REPORTS];

/* crashrec_slot_close() */
inline slot_close()
{
	load(SETTLED, settled);
	if
	:: !settled && packed ->
		put(CLOSE(closes[report]));
		closes[report]++;
		store_writer();
		store(SETTLED, 1)
	:: else
	fi;
	slot_give_back(key)
}

/* free_settled() */
inline free_settled()
{
	load(SETTLED, settled);
	if
	:: settled || !packed -> slot_unlock(FREE)
	:: else -> slot_give_back(key)
	fi
}

proctype closer()
{
	SLOT_LOCALS;
	cpu = 1;
	do
	:: number < 3 ->
		slot_lock();
		if
		:: locked -> slot_close()
		:: locked -> free_settled()
		:: else
		fi;
		forget_slot();
		number++
	:: else -> break
	od;
	writers--
}

init
{
	writers = 3;
	run outer(2);
	run inner(3);
	run closer()
}
