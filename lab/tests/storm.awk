# SPDX-License-Identifier: GPL-2.0
#
# Is every line of a storm (lab/trigger/crashrec_storm.c) in its own record, or
# counted as lost?
#
#   awk -f storm_lines.awk -f storm.awk -v report_lines=N [-v acked=1] WRITERS STATS RECORDS
#
# WRITERS and STATS are the files of crashrec_storm and crashrec in debugfs.
# RECORDS is what `crashrec show --json` printed. acked=1: and `crashrec ack`;
# what was shown is a record once it was acknowledged. Until then it may go on.
#
# What is wrong is printed; and at the end `sum: WHAT IT WAS`, in any case.
#
# This runs in the guest, too: no more than busybox knows.

# Sets writer and report to those of the record, from the first line that
# tells; report is -1 where none does.
function identify(	i, part, at) {
	writer = writer_of[where[1]]
	report = -1
	for (i = 1; i <= count; i++) {
		at = match(text[i], /storm_[0-9]+_[0-9]+_/)
		if (!at)
			continue
		split(substr(text[i], at), part, "_")
		writer = part[2]
		report = part[3]
		return
	}
}

# Where no line tells the report, none of them has one's number in it.
function fits(line, at) {
	return report < 0 || line == expected(writer, report, at)
}

function check_record(	i, at) {
	records++
	lost += lines_lost
	identify()
	if (writer == "" || !(writer in printed)) {
		wrong("other report", "record " seq " is of no writer: " text[1])
		return
	}
	kept += count
	at = 0
	if (state != "complete" && state != "truncated")
		wrong("state", "record " seq " is " state)
	if (report >= 0 && (writer, report) in seen)
		wrong("twice", "report " report " of writer " writer " is in record " seen[writer, report] " and " seq)
	seen[writer, report] = seq
	for (i = 1; i <= count; i++) {
		while (at < report_lines && !fits(text[i], at))
			at++
		if (at++ >= report_lines) {
			wrong("place", "record " seq " of report " report " of writer " writer " has, or has too late: " text[i])
			break
		}
		if (writer_of[where[i]] != writer)
			wrong("context", "record " seq " of writer " writer " has a line of " where[i])
	}
	# One that came as the report was closed is in the ledger alone.
	missing = report_lines - count - lines_lost
	unsaid += missing
	if (missing < 0 || unsaid > stats["lost_line_closing"])
		wrong("record", "record " seq " of report " report " of writer " writer " has " count " lines, and " lines_lost " were lost")
}

# The first value of that key, as it stands there; of a text without its quotes.
function value_of(json, key,	at) {
	at = index(json, "\"" key "\":")
	if (!at)
		return ""
	json = substr(json, at + length(key) + 3)
	if (substr(json, 1, 1) == "\"") {
		json = substr(json, 2)
		at = index(json, "\"")
	} else {
		at = match(json, /[,}]/)
	}
	return substr(json, 1, at - 1)
}

function take_record(json,	i) {
	seq = value_of(json, "seq")
	state = value_of(json, "state")
	lines_lost = value_of(json, "lines_lost")
	match(json, /"lines":\[\{"number":.*/)
	count = split(substr(json, RSTART), part, /\{"number":/) - 1
	for (i = 1; i <= count; i++) {
		where[i] = value_of(part[i + 1], "cpu") " " \
			value_of(part[i + 1], "context")
		text[i] = value_of(part[i + 1], "text")
		gsub(/\\\//, "/", text[i])
	}
	check_record()
}

FILENAME == ARGV[1] {
	split($0, part, " ")
	writer_of[part[2] " " part[3]] = part[1]
	reports += part[4]
	printed[part[1]] = part[5]
	all += part[5]
	missed += part[6]
	if (!part[4])
		wrong("silent", "writer " part[1] ", " part[3] " on CPU " part[2] ", printed nothing")
	next
}

FILENAME == ARGV[2] {
	split($0, part, " ")
	stats[part[1]] = part[2]
	next
}

/^acknowledged / {
	split($0, part, " ")
	if (acked)
		take_record(shown[part[2]])
	delete shown[part[2]]
	next
}

/^\{/ {
	if (acked)
		shown[value_of($0, "seq")] = $0
	else
		take_record($0)
}

END {
	counted = stats["lost_line_full"] + stats["lost_line_limit"] + stats["lost_line_orphan"] + stats["lost_line_closing"]
	if (all != kept + counted)
		wrong("lines", all " were printed, " kept " kept, " counted " counted as lost")
	if (stats["lines_kept"] != kept)
		wrong("lines_kept", stats["lines_kept"] " were counted, " kept " are there")
	# Those that came as their report was closed may be of a lost one, too.
	of_lost = counted - lost
	if (of_lost < stats["lost_line_orphan"] ||
	    of_lost > stats["lost_line_orphan"] + stats["lost_line_closing"])
		wrong("lines_lost", counted " were counted, " stats["lost_line_orphan"] " of them of lost reports, and " lost " with the records")
	if (reports != records + stats["lost_report_full"])
		wrong("reports", reports " were printed, " records " kept, " stats["lost_report_full"] " counted as lost")
	if (stats["lost_report_slots"])
		wrong("slots", stats["lost_report_slots"] " reports found none")
	printf "sum: %d reports, %d records, %d lines, %d kept, lost: %d line_full, %d line_limit, %d line_orphan, %d line_closing, %d report_full, %d report_slots; %d refused by printk\n",
		reports, records, all, kept, stats["lost_line_full"],
		stats["lost_line_limit"], stats["lost_line_orphan"],
		stats["lost_line_closing"], stats["lost_report_full"],
		stats["lost_report_slots"], missed
	exit length(told) > 0
}
