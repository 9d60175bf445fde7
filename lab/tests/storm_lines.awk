# SPDX-License-Identifier: GPL-2.0
#
# The lines that lab/trigger/crashrec_storm.c prints, and how a judge of them
# tells what is wrong: the first of each sort, `SORT: WHAT`. For storm.awk and
# campaign.awk; no more than busybox knows. report_lines is set before.

function wrong(sort, what) {
	if (!(sort in told))
		print sort ": " what
	told[sort]++
}

function checksum(writer, report, line) {
	return (writer * 7919 + report * 104729 + line * 1299709) % 65521
}

function id(writer, report, line) {
	return sprintf("storm_%d_%d_%d_%d+0x1/0x20", writer, report, line,
		checksum(writer, report, line))
}

# Line LINE of a report; as crashrec_storm.c prints it.
function expected(writer, report, line) {
	if (line == 0)
		return "------------[ cut here ]------------"
	if (line == 1)
		return "WARNING: CPU: 0 PID: 1 at lib/storm.c:1 " id(writer, report, line)
	if (line == 2)
		return "Call Trace:"
	if (line == 3)
		return " <TASK>"
	if (line == report_lines - 2)
		return " </TASK>"
	if (line == report_lines - 1)
		return sprintf("---[ end trace %04x%08x%04x ]---", writer,
			report, checksum(writer, report, line))
	return " " id(writer, report, line)
}
