# SPDX-License-Identifier: GPL-2.0
#
# Of a boot that a reset cut: is each report line that reached the console in a
# record, once; and is there nothing in records that was not printed?
#
#   awk -f storm_lines.awk -f campaign.awk [-v NAME=VALUE]... what=ledger FILE what=console FILE
#       what=cut FILE what=records FILE
#
# ledger:  what crashrec_storm's former says
# console: the boot's lines with their times
# cut:     what the console has of a line that the reset cut
# records: of that boot, fields with tabs between them:
#            R SEQ STATE CLASS LINES_LOST
#            L SEQ NUMBER TIME_NS CPU CONTEXT PID TEXT
# -v lost_lines=  what crashrec stats counts of that boot
# -v panicked=1   a panic was on its way: its CPU may have taken the console away
#                 from another, which was in a line; then that is shown again
# -v alone=1      nothing but the storm was to report; else what is counted as
#                 lost may be a stall's, of which no record tells
#
# What is wrong is printed; and at the end figures: `sum: NAME NUMBER`, and
# `class: CLASS NUMBER` of the records that are not the storm's.
#
# The console shows a log from its begin on, in the order of the log, as far as
# it came. So a line behind its end was printed after each that it shows. A CPU's
# own clock never goes back, those of two may differ; and the recorder looks at it
# after the console's time was taken. So a line whose time is before that of
# another of its CPU that is shown, must be shown.

function writer_in(line,	part) {
	if (!match(line, /storm_[0-9]+_[0-9]+_[0-9]+_[0-9]+\+0x1\/0x20/))
		return ""
	split(substr(line, RSTART), part, "_")
	return part[2]
}

# What the kernel says in a storm that is no report.
function is_chatter(text) {
	# An empty one stands before lockdep's ruler, and in no report.
	return text == "" || text ~ /^(crashrec|crashrec_storm|crashrec_trigger|lkdtm|kmemleak|clocksource|sched|perf|hrtimer|workqueue|random|rcu|audit|systemd|tsc|input|e1000|ata[0-9.]*|virtio[^:]*): / ||
		text ~ /^INFO: NMI handler .* took too long to run/ ||
		text ~ /^(perf|hrtimer): interrupt took/ ||
		text ~ /^(Kernel Offset: |Rebooting in )/ ||
		text ~ /^note: .* exited with (irqs disabled|preempt_count)/ ||
		text ~ /^NMI backtrace for cpu [0-9]+ skipped: idling/
}

# Sets writer and report from the first line that tells; report is -1 where
# none does.
function identify(	i, part, at) {
	writer = report = -1
	for (i = 1; i <= count; i++) {
		at = match(text[i], /storm_[0-9]+_[0-9]+_[0-9]+_[0-9]+\+0x1\/0x20/)
		if (!at)
			continue
		split(substr(text[i], at), part, "_")
		writer = part[2] + 0
		report = part[3] + 0
		pid_of[writer] = pid[1]
		return
	}
	# One that was cut behind its first line has that alone. Of a task, the
	# pid tells whether it is the storm's.
	if (count == 1 && text[1] == expected(0, 0, 0) &&
	    (where[1] in writer_of))
		writer = writer_of[where[1]]
}

function check_storm(	i, at, key, complete) {
	storms++
	if (!(writer in begun)) {
		wrong("invented", "record " seq " is of no writer: " text[1])
		return
	}
	key = writer " " report
	if (report >= 0 && (key in record_of))
		wrong("twice", "report " key " is in records " record_of[key] " and " seq)
	record_of[key] = seq
	if (report >= 0 && (report < first || report >= first + begun[writer] / report_lines))
		wrong("invented", "record " seq " is of report " key ", of which none was begun")
	at = 0
	for (i = 1; i <= count; i++) {
		while (at < report_lines && (report < 0 ? at > 0 : text[i] != expected(writer, report, at)))
			at++
		if (at >= report_lines) {
			wrong("mixed", "record " seq " of report " key " has, or has too late: " text[i])
			break
		}
		at++
		if (writer_of[where[i]] != writer)
			wrong("context", "record " seq " of report " key " has a line of " where[i])
		kept[writer]++
	}
	complete = at == report_lines
	# What printk() itself refused is no gap.
	gaps += at - count
	lost_there += lines_lost
	if (state == "complete" && (!complete || lines_lost))
		wrong("state", "record " seq " of report " key " is complete, with " count " lines, and " lines_lost " lost")
	if (state != "complete" && state != "open" && state != "cut-by-reset" &&
	    !(state == "cut-by-panic" && panicked) &&
	    !(state == "truncated" && (lines_lost || panicked)))
		wrong("state", "record " seq " of report " key " is " state)
}

function check_real(	i) {
	reals++
	classes[class]++
	for (i = 1; i <= count; i++) {
		if (text[i] ~ /storm_[0-9]+_[0-9]+_[0-9]+_[0-9]+\+0x1\/0x20/)
			wrong("mixed", "record " seq ", " class ", has " text[i])
		if ((class == "warning" || class == "kasan" || class == "oops" ||
		     class == "bug" || class == "atomic-sleep") &&
		    pid[i] != pid[1])
			wrong("context", "record " seq ", " class ", of pid " pid[1] " has a line of pid " pid[i] ": " text[i])
	}
}

function end_record(	i, part) {
	if (!count)
		return
	records++
	for (i = 1; i <= count; i++) {
		lines++
		in_records[text[i]]++
		split(where[i], part, " ")
		if (time_us[i] < shown_us[part[1]])
			by_then[text[i]]++
		if (number[i] in seen_number)
			wrong("number", "record " seq " has line " number[i] " twice")
		seen_number[number[i]] = 1
	}
	for (i in seen_number)
		delete seen_number[i]
	identify()
	if (writer >= 0)
		check_storm()
	else
		check_real()
	count = 0
}

BEGIN { FS = "\t" }

what == "ledger" && /^storm / {
	split($0, part, " ")
	first = part[2]
	report_lines = part[3]
	next
}

what == "ledger" {
	split($0, part, " ")
	writer_of[part[2] " " part[3]] = part[1]
	cpu_of[part[1]] = part[2]
	begun[part[1]] = part[4]
	done[part[1]] = part[5]
	missed[part[1]] = part[6]
	all_begun += part[4]
	all_done += part[5]
	all_missed += part[6]
	next
}

# What is cut by another line, or by the reset.
function note_piece(piece) {
	sub(/^\[[^\]]*\](\[[^\]]*\])? ?/, "", piece)
	if (piece != "" && piece !~ /^\[/)
		pieces[piece] = 1
}

what == "cut" {
	note_piece($0)
	next
}

what == "console" {
	line = $0
	if (line ~ /printk messages dropped \*\*/) {
		dropped++
		next
	}
	while (panicked && match(substr(line, 2), /\[ *[0-9]+\.[0-9][0-9][0-9][0-9][0-9][0-9]\]/)) {
		note_piece(substr(line, 1, RSTART))
		line = substr(line, RSTART + 1)
	}
	if (!match(line, /^\[ *[0-9]+\.[0-9]+\]/)) {
		if (line != "" && panicked)
			tails[line] = 1
		else if (line != "")
			wrong("console", "a line without a time: " line)
		next
	}
	stamp = substr(line, 2, RLENGTH - 2)
	line = substr(line, RLENGTH + 1)
	sub(/^\[ *[TC][0-9]+\]/, "", line)
	line = substr(line, 2)
	# Taken away in that line: it is shown again, and what was missing of it
	# comes when the other CPU goes on.
	if (panicked && stamp == former_stamp && former != "" &&
	    former != line && index(line, former) == 1)
		on_console[former]--
	former = line
	former_stamp = stamp
	on_console[line]++
	cpu = cpu_of[writer_in(line)]
	if (cpu != "" && stamp * 1000000 > shown_us[cpu])
		shown_us[cpu] = stamp * 1000000
	next
}

what == "records" && $1 == "R" {
	end_record()
	seq = $2
	state = $3
	class = $4
	lines_lost = $5
	next
}

what == "records" && $1 == "L" {
	count++
	number[count] = $3
	time_us[count] = $4 / 1000
	where[count] = $5 " " $6
	pid[count] = $7
	at = length($1) + length($2) + length($3) + length($4) + length($5) + length($6) + length($7) + 7
	text[count] = substr($0, at + 1)
	next
}

END {
	end_record()
	for (line in on_console) {
		shown = on_console[line]
		found = in_records[line] + 0
		if ((!found || line == "") && is_chatter(line)) {
			chatter += shown
			continue
		}
		console_lines += shown
		if (shown > found && !(panicked && found)) {
			absent += shown - found
			absent_line = line
		}
	}
	if (absent > lost_lines + 0)
		wrong("missing", absent " lines of the console are in no record, " lost_lines + 0 " are counted as lost; one is: " absent_line)
	for (piece in pieces) {
		for (line in in_records)
			if (index(line, piece) == 1)
				break
		if (index(line, piece) != 1 && !lost_lines && !is_chatter(piece))
			wrong("missing", "no record has a line that begins as that which was cut: " piece)
	}
	for (tail in tails) {
		for (line in on_console)
			if (substr(line, length(line) - length(tail) + 1) == tail)
				break
		if (substr(line, length(line) - length(tail) + 1) != tail)
			wrong("console", "a line without a time: " tail)
	}
	if (!dropped)
		for (line in by_then)
			if (by_then[line] > on_console[line] + 0)
				wrong("invented", "the console has " on_console[line] + 0 " times, records " by_then[line] " times: " line)
	for (w in begun) {
		all_kept += kept[w]
		if (kept[w] > begun[w] - missed[w])
			wrong("invented", "writer " w " printed " begun[w] - missed[w] " lines, in records are " kept[w])
		if (!lost_lines && kept[w] < done[w] - missed[w])
			wrong("unrecorded", "writer " w " had printed " done[w] - missed[w] " lines, in records are " kept[w] + 0)
	}
	if (all_kept + lost_lines < all_done - all_missed)
		wrong("uncounted", all_done - all_missed " lines were printed, " all_kept + 0 " are in records, " lost_lines + 0 " counted as lost")
	if (alone && !reals && all_kept + lost_lines > all_begun - all_missed)
		wrong("miscounted", all_begun - all_missed " lines were begun, " all_kept + 0 " are in records, " lost_lines + 0 " counted as lost")
	if (gaps > lost_lines + all_missed)
		wrong("gaps", gaps " lines are missing within records")
	print "sum: console_lines " console_lines + 0
	print "sum: records " records + 0
	print "sum: real_records " reals + 0
	print "sum: record_lines " lines + 0
	print "sum: printed " all_done - all_missed
	print "sum: refused " all_missed + 0
	print "sum: lost " lost_lines + 0
	print "sum: absent " absent + 0
	print "sum: console_drops " dropped + 0
	for (class in classes)
		print "class: " class " " classes[class]
	exit length(told) > 0
}
